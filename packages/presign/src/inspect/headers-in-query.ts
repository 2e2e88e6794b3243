// What becomes of a header that stands in a query instead, as SDKs move them there. AWS documents none of it: all that is known
// is what people saw and AWS's own developers said.

import { isHeaderOnly } from "../header-names.ts";

/** By those who looked at what was stored. */
const FATES = [
  // The URL works and nobody compares the body: https://github.com/aws/aws-sdk/issues/480,
  // https://github.com/ministackorg/ministack/issues/1695. Other services refuse it: https://github.com/aws/aws-sdk-js-v3/issues/6810
  ["checksum", /^x-amz-(?:sdk-)?checksum-/i],
  // The upload of an empty object: https://github.com/minio/minio/issues/4167, https://github.com/aws/aws-sdk-php/issues/1275
  ["copy", /^x-amz-copy-source/i],
  // In small letters alone: https://github.com/aws/aws-sdk-ruby/pull/601, https://github.com/aws/aws-sdk-java-v2/issues/1849,
  // https://github.com/aws/aws-sdk-js-v3/issues/4694; https://github.com/boto/boto3/issues/1070 of a policy that does not see it.
  ["obeyed", /^x-amz-(?:acl$|meta-)/],
  // https://github.com/aws/aws-sdk-js/issues/1703, https://github.com/aws/aws-sdk-php/issues/1691, and of the context
  // https://github.com/aws/aws-sdk-go/pull/4949
  ["ignored", /^(?!x-amz-)|^x-amz-(?:acl|meta-.*|server-side-encryption-context)$/i],
  // Tags, for one, were ignored in 2022 (https://github.com/aws/aws-sdk/issues/782) and stored in 2026
  // (https://github.com/floci-io/floci/issues/3608); of other headers nothing is known.
  ["unsure", /^/],
] as const;

type Fate = (typeof FATES)[number][0];

/** What AWS makes of it; undefined for what may stand in a query. */
export const fateInQuery = (name: string): Fate | undefined =>
  isHeaderOnly(name) ? FATES.find(([, shape]) => shape.test(name))![0] : undefined;
