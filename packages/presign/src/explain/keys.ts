// Which key signed, and with which session.
import { type Cause, causeOf } from "./causes.ts";
import type { Facts } from "./row.ts";
import { explainExpiry } from "./time.ts";

/** Google says so of a URL that is over; S3 of credentials. */
export function explainExpiredToken(facts: Facts): [Cause, ...Cause[]] {
  const { error, inspection } = facts;
  if (/request (?:signature |has )?expired/i.test(error.details.Details ?? "")) return explainExpiry(facts);
  const asks = (wanted: string): boolean => facts.parts?.query.some(([name]) => name === wanted) ?? false;
  // A directory bucket takes a session's token, or one of STS when its own API is called: the token tells, not the service.
  if (asks("X-Amz-S3session-Token")) return [causeOf("credentials_expired", EXPRESS_SESSION_ENDED)];
  if (inspection.kind === "presigned" && !inspection.isTemporary)
    return [
      causeOf(
        "credentials_expired",
        "A session token that came with the request has ended. The URL has none: the client sent it, as the header x-amz-security-token.",
      ),
      causeOf("two_signatures", "Or the client signed the request itself, besides the URL."),
    ];
  return [causeOf("credentials_expired", STS_CREDENTIALS_ENDED)];
}

const EXPRESS_SESSION_ENDED =
  "The session of S3 Express that signed the URL has ended, and the URL with it: CreateSession gives it for five minutes.";
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html */
const STS_CREDENTIALS_ENDED =
  "The temporary credentials that signed have ended, and what they signed with them, whatever its own expiry says. A role's live for an hour unless more was asked for, those of SSO, of containers and of instances for some hours.";

export function describeToken({ error, inspection }: Facts): string {
  const token = error.details["Token-0"] ?? "";
  if (/\s/.test(token)) return "The session token holds a blank where it has a plus: it was not percent-encoded.";
  return inspection.kind === "presigned" && !inspection.isTemporary
    ? "The key needs a session token and the URL has none, or a token came with a key that has none."
    : "The session token does not belong to this key, or was damaged on the way.";
}

/** MinIO's word for a session token that is damaged, of another key, or over. */
export function explainTokenId(facts: Facts): [Cause, ...Cause[]] {
  return [
    causeOf("token_wrong", describeToken(facts)),
    causeOf("credentials_expired", "Or the session that the token is of has ended."),
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html */
export function explainUnsupportedSignature({ error, inspection }: Facts): [Cause, ...Cause[]] {
  const says = `S3 says: ${error.message}`;
  if (inspection.kind === "presigned" && inspection.isTemporary)
    return [
      causeOf(
        "token_wrong",
        `The session token may be one of the global STS endpoint, which regions that an account must enable do not take: have it of a regional one. ${says}`,
      ),
    ];
  return [causeOf("signature_v2", says)];
}

/** R2 looks at the length before anything else: keys of AWS have 20 characters. */
export const describeKeyOfR2 = ({ error, inspection }: Facts): string =>
  `The key${inspection.kind === "presigned" ? ` ${inspection.accessKeyId}` : ""} is none of R2's, which have 32 characters. It says: ${error.message}`;

export function explainKey({ error, inspection }: Facts): [Cause, ...Cause[]] {
  const key = error.details.AWSAccessKeyId ?? (inspection.kind === "presigned" ? inspection.accessKeyId : "");
  if (/ /.test(key))
    return [
      causeOf(
        "raw_plus",
        `The access key arrived as "${key}": its plus was not written as %2B, and was read as a blank.`,
      ),
    ];
  const unknown = causeOf(
    "key_unknown",
    `The service does not know the access key ${key}: it was deleted, is switched off, or belongs elsewhere.`,
  );
  return inspection.warnings.some(({ code }) => code === "token_missing")
    ? [causeOf("token_missing", `The key ${key} is a temporary one, and the URL has no session token.`), unknown]
    : [unknown];
}
