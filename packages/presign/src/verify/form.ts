// Form authentication: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
import { requireString, show } from "../errors.ts";
import { findKeyFault } from "../sign/key.ts";
import { MAX_EXPIRES_IN_SECONDS } from "../sign/timing.ts";
import { isSameSignature } from "../sigv4/signature.ts";
import { ALGORITHM } from "../sigv4/string-to-sign.ts";
import { parseTimestamp } from "../sigv4/time.ts";
import type { KeyLookup, RawForm, Refusal, VerifiedForm, VerifyOptions } from "../types.ts";
import { parseCredential } from "./credential.ts";
import { findKey, MAX_SKEW_MS, requireVerifyArguments } from "./parts.ts";
import { checkConditions, findSizeRange, parsePolicy } from "./policy.ts";
import { MISMATCH, refuse } from "./refusal.ts";
import { signWith } from "./signing-keys.ts";

const REQUIRED = ["policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"];
const WEB = ["http:", "https:"];
const STATUSES = ["200", "201", "204"];

const badArgument = (name: string, message: string): Refusal =>
  refuse("InvalidArgument", message, { ArgumentName: name });

/**
 * Judges the fields of a POST form that came before its file, as S3 does. Never throws for what came over the wire. The
 * caller counts the file's bytes against `sizeRangeBytes` while they stream, and asks what the signer itself may do.
 *
 * @throws {TypeError} `now`, an option or what `lookup` answers of the wrong type, and {PresignError} one out of its bounds: mistakes of the endpoint.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @example
 * ```ts
 * import { createPresigner, verifyForm } from "@daypass/presign";
 *
 * const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const presigner = createPresigner({ credentials: key, region: "eu-central-1", bucket: "my-bucket" });
 * const range = { min: 1, max: 1_000_000 };
 * const { fields } = presigner.post({ keyStartsWith: "in/", expiresInSeconds: 60, contentLengthRange: range });
 * const lookup = (accessKeyId: string) => (accessKeyId === key.accessKeyId ? key : undefined);
 *
 * const form = { bucket: "my-bucket", fields: Object.entries(fields), fileName: "a.txt" };
 * const judged = verifyForm(form, lookup, new Date(), { region: "eu-central-1" });
 * console.log(judged.ok && judged.key, judged.ok && judged.sizeRangeBytes); // → in/a.txt { min: 1, max: 1000000 }
 * ```
 */
export function verifyForm(form: RawForm, lookup: KeyLookup, now: Date, given: VerifyOptions): VerifiedForm | Refusal {
  const options = requireVerifyArguments(lookup, now, given);
  requireRawForm(form);
  const fields = readFields(form);
  if (!(fields instanceof Map)) return fields;
  const get = (name: string): string => fields.get(name) ?? "";

  const refusal = checkMechanism(fields) ?? checkKey(get("key"));
  if (refusal) return refusal;
  if (get("x-amz-algorithm") !== ALGORITHM)
    return badArgument("X-Amz-Algorithm", `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const credential = parseCredential(get("x-amz-credential"), options.region);
  if ("fault" in credential)
    return badArgument("X-Amz-Credential", `Error parsing the X-Amz-Credential parameter; ${credential.fault}`);
  const signedAtMs = parseTimestamp(get("x-amz-date"));
  if (signedAtMs === undefined || !get("x-amz-date").startsWith(credential.day))
    return badArgument(
      "X-Amz-Date",
      "X-Amz-Date must be formatted \"yyyyMMdd'T'HHmmss'Z'\" and be on the day of the credential",
    );
  if (signedAtMs > now.getTime() + MAX_SKEW_MS) return badArgument("X-Amz-Date", "X-Amz-Date is in the future");

  const found = findKey(
    lookup,
    { accessKeyId: credential.accessKeyId, securityToken: fields.get("x-amz-security-token") },
    now,
  );
  if (!found.ok) return found;
  const scope = { day: credential.day, region: options.region, service: "s3" };
  const expected = signWith(found.key, scope);
  const policyText = get("policy");
  // What is signed is the text as it came; what it says is looked at only when the signature is right.
  if (!/^[\x21-\x7e]*$/.test(policyText) || !isSameSignature(get("x-amz-signature"), expected(policyText)))
    return refuse("SignatureDoesNotMatch", MISMATCH, {
      AWSAccessKeyId: credential.accessKeyId,
      StringToSign: policyText,
      SignatureProvided: get("x-amz-signature"),
    });

  const policy = parsePolicy(policyText);
  if (!policy.ok) return policy;
  const cap = options.maxExpiresInSeconds ?? MAX_EXPIRES_IN_SECONDS;
  if (now.getTime() > policy.expirationMs || now.getTime() > signedAtMs + cap * 1000)
    return refuse("AccessDenied", "Invalid according to Policy: Policy expired.");
  const denied =
    checkConditions(policy, withTarget(fields, form.bucket)) ??
    checkBucketField(fields, form.bucket) ??
    checkSuccess(fields, options);
  if (denied) return denied;
  return {
    ok: true,
    authentication: "post",
    accessKeyId: credential.accessKeyId,
    key: get("key"),
    fields,
    sizeRangeBytes: findSizeRange(policy),
    expiresAt: new Date(policy.expirationMs),
  };
}

/** By lower-case name, each once, with the final key. */
function requireRawForm(form: RawForm): void {
  const { bucket, fields, fileName } = (form ?? {}) as Partial<RawForm>;
  requireString("form.bucket", bucket);
  if (fileName !== undefined) requireString("form.fileName", fileName);
  if (!Array.isArray(fields) || !fields.every((field) => Array.isArray(field) && field.length === 2))
    throw new TypeError(`form.fields must be a list of [name, value], got ${show(fields)}`);
}

function readFields(form: RawForm): Map<string, string> | Refusal {
  const fields = new Map<string, string>();
  for (const [name, value] of form.fields) {
    const lower = name.toLowerCase();
    if (lower === "file") return badArgument("file", "The file must be the last field, and a file.");
    if (fields.has(lower)) return badArgument(name, `The field '${name}' may come once only.`);
    fields.set(lower, value);
  }
  const key = fields.get("key");
  // Split and joined, because a replacement string would read `$&` in a file name.
  if (key !== undefined) fields.set("key", key.split("$" + "{filename}").join(baseName(form.fileName ?? "")));
  return fields;
}

/** Some browsers send a whole path. */
const baseName = (fileName: string): string =>
  fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1);

function checkMechanism(fields: ReadonlyMap<string, string>): Refusal | undefined {
  if (!REQUIRED.some((name) => fields.has(name)))
    return fields.has("awsaccesskeyid") || fields.has("signature")
      ? refuse(
          "InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
        )
      : refuse("AccessDenied", "Access Denied");
  const missing = REQUIRED.find((name) => !fields.get(name));
  if (missing === undefined) return undefined;
  // Signature version 2 has a policy too.
  if (fields.has("awsaccesskeyid"))
    return refuse(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    );
  return badArgument(
    missing,
    `Bucket POST must contain a field named '${missing}'.  If it is specified, please check the order of the fields.`,
  );
}

function checkKey(key: string): Refusal | undefined {
  switch (findKeyFault(key)) {
    case "empty":
      return badArgument(
        "key",
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      );
    case "too_long":
      return refuse("KeyTooLongError", "Your key is too long.");
    case "dot_segment":
    case "not_unicode":
      return badArgument("key", 'The key must be well-formed Unicode without "." and ".." segments.');
    default:
      return /[\0\\]/.test(key) ? badArgument("key", "The key must have no NUL and no backslash.") : undefined;
  }
}

/** For conditions, `bucket` is where the form was sent, whatever a field of that name says. */
const withTarget = (fields: ReadonlyMap<string, string>, bucket: string): Map<string, string> =>
  new Map(fields).set("bucket", bucket);

function checkBucketField(fields: ReadonlyMap<string, string>, bucket: string): Refusal | undefined {
  const said = fields.get("bucket");
  return said === undefined || said === bucket
    ? undefined
    : refuse("AccessDenied", "Invalid according to Policy: the field bucket names another bucket.");
}

function checkSuccess(fields: ReadonlyMap<string, string>, options: VerifyOptions): Refusal | undefined {
  const status = fields.get("success_action_status");
  if (status !== undefined && !STATUSES.includes(status))
    return refuse("AccessDenied", `success_action_status must be one of ${STATUSES.join(", ")}.`);
  for (const name of ["success_action_redirect", "redirect"]) {
    const target = fields.get(name);
    if (target === undefined) continue;
    const { protocol, origin } = URL.canParse(target) ? new URL(target) : { protocol: "", origin: "" };
    if (!WEB.includes(protocol) || !options.redirectOrigins?.includes(origin))
      return refuse("AccessDenied", `${name} must lead to an origin that this endpoint allows.`);
  }
  return undefined;
}
