// Answers to requests in which no signature arrived that S3 reads: a sound one is nowhere spoken of.
import { findPlace } from "../inspect/hosts.ts";
import type { UrlParts } from "../inspect/url.ts";
import { type Cause, causeOf } from "./causes.ts";
import type { Facts } from "./row.ts";

type Causes = [Cause, ...Cause[]];

/** What services say to a request without a signature, or with a part of one. */
const NOBODY =
  /requires the Signature, Expires and AWSAccessKeyId|anonymous (?:users|access|requests)|No AWSAccessKey was presented|^Authentication required/i;

/** Words that say nothing of why. */
export const PLAIN = /^(?:access denied\.?)?$/i;

/** The service's words, to be put in front of ours; empty where they say nothing. */
export const quote = (message: string): string =>
  PLAIN.test(message) ? "" : `S3 says: ${message.replace(/[^.!?]$/, "$&.")} `;

/** Undefined where a signature of S3 may have arrived, as far as URL and answer show. */
export function explainNoSignature(facts: Facts): Causes | undefined {
  const { inspection, parts, error } = facts;
  if (inspection.kind === "malformed") return [blameDamage(inspection.text, error.message)];
  if (inspection.kind === "foreign") return explainForeign(inspection.text, parts, error.message);
  if (NOBODY.test(error.message)) return explainNobody(facts);
  if (inspection.kind !== "not_presigned") return undefined;
  if (parts !== undefined && parts.query.length === 0 && mayBeBucket(parts))
    return [
      causeOf(
        "file_not_last",
        "Nothing signed reached the bucket. If this was a form, its fields stood behind the file.",
      ),
      causeOf("rights_missing", "Or the form is signed, and its signer may not do s3:PutObject."),
    ];
  const plain = causeOf("url_damaged", PLAIN_LINK);
  return parts !== undefined && parts.query.length > 0
    ? [plain, causeOf("rights_missing", "Or the request is signed in its headers, and its signer may not do this.")]
    : [plain];
}

/** The service says itself that it found none. */
export function explainNobody({ inspection, error }: Facts): Causes {
  if (inspection.kind === "not_presigned") return [causeOf("url_damaged", PLAIN_LINK)];
  if ("text" in inspection && inspection.kind !== "sigv2") return [blameDamage(inspection.text, error.message)];
  return [
    causeOf(
      "url_damaged",
      `${quote(error.message)}No whole signature arrived, and the URL has one: what was sent is not this URL from its first character to its last.`,
    ),
    causeOf(
      "two_signatures",
      "Or the client sent an Authorization header of its own, which the service looked at instead.",
    ),
  ];
}

/** In inspect's own words: it knows what became of the URL. */
export const blameDamage = (text: string, message: string): Cause =>
  causeOf(/encoded twice/.test(text) ? "encoded_twice" : "url_damaged", quote(message) + text);

const PLAIN_LINK = "The URL holds no signature at all: it is a plain link, or what stood behind its ? is gone.";

/** A signature of others: S3 reads none of it, and whoever it was made for may have asked S3 in its own name. */
function explainForeign(text: string, parts: UrlParts | undefined, message: string): Causes {
  if (NOBODY.test(message) || (parts !== undefined && findPlace(parts).provider === "AWS S3"))
    return [causeOf("query_malformed", `${quote(message)}${text} S3 reads nothing of such a signature.`)];
  return [
    causeOf(
      "rights_missing",
      `${quote(message)}${text} If it went where it belongs, the one who signed it may not do this; behind CloudFront it is CloudFront's own access to the bucket (origin access control) that counts.`,
    ),
    causeOf("object_missing", "Or there is no such object, and the right to list the bucket is missing."),
  ];
}

/** Where forms go: a bucket, on a host that nobody knows in the path or in front of it. */
export function mayBeBucket(parts: UrlParts): boolean {
  const { key, isGuessed } = findPlace(parts);
  return key === undefined || (isGuessed && !parts.rawPath.slice(1).includes("/"));
}
