// AccessDenied, the one code for many noes.

import { type Cause, causeOf } from "./causes.ts";
import { explainNoSignature, PLAIN, quote } from "./no-signature.ts";
import { describeRights } from "./rights.ts";
import type { Facts } from "./row.ts";
import { explainExpiry, explainNotYet } from "./time.ts";

export function explainDenial(facts: Facts): [Cause, ...Cause[]] {
  const { error, inspection } = facts;
  const { message, details } = error;
  if (/request has expired/i.test(message)) return explainExpiry(facts);
  // MinIO turns S3's words around.
  if (/not (?:yet valid|valid yet)/i.test(message)) return explainNotYet(facts);
  if (details.HeadersNotSigned !== undefined || /headers present in the request which were not signed/i.test(message))
    return explainUnsigned(facts, details.HeadersNotSigned ?? "");
  if (/SignedHeaders/.test(message)) return [causeOf("query_malformed", `S3 says: ${message}`)];
  // Ceph and others say no more than AccessDenied of a URL that is over.
  if (inspection.kind === "presigned" && inspection.state === "expired" && PLAIN.test(message))
    return explainExpiry(facts);
  const policy = explainPolicy(message);
  if (policy !== undefined) return [policy];
  if (/requester.?pays|request-payer/i.test(message))
    return [causeOf("requester_pays", `The bucket is a Requester Pays one. S3 says: ${message}`)];
  const cap = /life of at most (\d+) seconds/.exec(message);
  if (cap !== null)
    return [causeOf("life_too_long", `This endpoint takes URLs that live for at most ${cap[1]} seconds.`)];

  // What IAM says since 2024: User: ARN is not authorized to perform: s3:GetObject on resource: "ARN" because …
  const action = /not authorized to perform: ([\w:]+)/.exec(message)?.[1];
  if (/explicit deny/i.test(message))
    return [causeOf("explicit_deny", `A policy denies ${action ?? "this"} outright. S3 says: ${message}`)];
  const held = explainHeld(message);
  if (held !== undefined) return [held];
  if (action === undefined || inspection.kind === "not_presigned") {
    const unsigned = explainNoSignature(facts);
    if (unsigned !== undefined) return unsigned;
  }
  if (inspection.kind === "sigv2" && action === undefined)
    return [
      causeOf(
        "signature_v2",
        `${quote(message)}The URL is signed with Signature Version 2, and the bucket may take version 4 only.`,
      ),
    ];
  return [...findHeadersInQuery(facts), ...describeRights(facts, action)] as [Cause, ...Cause[]];
}

/** What no right and no signature changes. */
function explainHeld(message: string): Cause | undefined {
  if (/protected by object lock/i.test(message))
    return causeOf("object_locked", `Object Lock holds this version. S3 says: ${message}`);
  if (/BlockPublicAcls/.test(message))
    return causeOf(
      "acl_disabled",
      `The request sets an ACL that makes public, which the bucket blocks. S3 says: ${message}`,
    );
  if (/\bcap exceeded|quota (?:is )?exceeded/i.test(message))
    return causeOf("quota_reached", `The service says: ${message}`);
  // The query of a presigned URL has its own date: this is about the signature that a header has.
  if (/requires a valid Date or x-amz-date header/i.test(message))
    return causeOf(
      "two_signatures",
      `S3 looked for a signature in the headers, not in the URL: the client sent an Authorization header, perhaps to a URL without its query. S3 says: ${message}`,
    );
  return undefined;
}

function explainUnsigned({ inspection }: Facts, names: string): [Cause, ...Cause[]] {
  const list = inspection.kind === "presigned" ? inspection.signedHeaders.join(", ") : "";
  if (names === "host")
    return /%3b|%253b/i.test(list)
      ? [causeOf("encoded_twice", `The list of signed headers was percent-encoded twice: ${list}.`)]
      : [causeOf("query_malformed", "The host is not among the signed headers, and S3 wants it there.")];
  const signed = list === "" ? "" : ` Signed are: ${list}.`;
  return [
    causeOf("headers_not_signed", `The client sent ${names || "a header x-amz-*"}, which was not signed.${signed}`),
  ];
}

function explainPolicy(message: string): Cause | undefined {
  const fault = /^(?:Access Denied\.? ?\(?)?Invalid according to Policy: ?(.*?)\)?$/s.exec(message)?.[1];
  if (fault === undefined) return undefined;
  if (/expired/i.test(fault)) return causeOf("policy_expired", "The form's policy has ended.");
  const extra = /Extra input fields: ?(.*)/s.exec(fault)?.[1];
  if (extra !== undefined)
    return causeOf("field_not_in_policy", `No condition of the policy speaks of the field ${extra}.`);
  if (/no condition on/.test(fault)) return causeOf("field_not_in_policy", `S3 says: ${fault}`);
  const condition = /Condition failed:? ?(.*)/s.exec(fault)?.[1];
  return causeOf("condition_failed", `The form does not fulfil its policy: ${condition || fault}.`);
}

const WHERE_ENCRYPTION_IS_ASKED = /^x-amz-(?:server-side-encryption|tagging|acl|meta-|object-lock-|storage-class)/i;

/** Policies that demand encryption or tags look at headers, also where S3 obeys a parameter of the same name: https://github.com/boto/boto3/issues/1070 */
function findHeadersInQuery({ inspection }: Facts): Cause[] {
  if (inspection.kind !== "presigned") return [];
  return inspection.query
    .filter(([name]) => WHERE_ENCRYPTION_IS_ASKED.test(name))
    .slice(0, 1)
    .map(([name]) =>
      causeOf(
        "header_in_query",
        `The URL has ${name} in its query, and a bucket policy that asks for the header sees none.`,
      ),
    );
}
