// Checks that query, header and form authentication share.

import { requireInteger, requireKnownOptions, requireString, show, timeOf } from "../errors.ts";
import { MAX_EXPIRES_IN_SECONDS } from "../sign/timing.ts";
import { canonicalHeaders, canonicalRequest, UNSIGNED_PAYLOAD } from "../sigv4/canonical.ts";
import { encodePath } from "../sigv4/encode.ts";
import { isSameSecret, isSameSignature } from "../sigv4/signature.ts";
import { stringToSign } from "../sigv4/string-to-sign.ts";
import type { KeyLookup, KeyRecord, PayloadRule, Refusal, VerifyOptions } from "../types.ts";
import type { ParsedCredential } from "./credential.ts";
import { requireKeyRecord } from "./key-record.ts";
import type { ParsedRequest } from "./raw-request.ts";
import { MISMATCH, refuse } from "./refusal.ts";
import { signWith } from "./signing-keys.ts";

/** How far a client's clock may be off. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html */
export const MAX_SKEW_MS = 15 * 60 * 1000;

/** A limit that compares as NaN would be none. */
const VERIFY_OPTIONS: ReadonlySet<string> = new Set([
  "region",
  "authorities",
  "maxExpiresInSeconds",
  "redirectOrigins",
] satisfies (keyof VerifyOptions)[]);

/** What the endpoint itself hands in; a misspelt limit that was ignored would be a hole. */
export function requireVerifyArguments(lookup: KeyLookup, now: Date, given: VerifyOptions): VerifyOptions {
  if (typeof lookup !== "function")
    throw new TypeError(`lookup must be a function, got a value of type ${typeof lookup}`);
  const options = requireKnownOptions("verify", given, VERIFY_OPTIONS);
  if (!Number.isFinite(timeOf(now))) throw new TypeError("now must be a valid Date");
  requireString("options.region", options.region);
  requireTexts("options.authorities", options.authorities);
  requireTexts("options.redirectOrigins", options.redirectOrigins);
  if (options.maxExpiresInSeconds !== undefined)
    requireInteger("maxExpiresInSeconds", options.maxExpiresInSeconds, { min: 1, max: MAX_EXPIRES_IN_SECONDS });
  return options;
}

function requireTexts(argument: string, list: unknown): void {
  if (list === undefined) return;
  if (!Array.isArray(list) || !list.every((text) => typeof text === "string"))
    throw new TypeError(`${argument} must be a list of strings, got ${show(list)}`);
}

/** Finds the key and holds the token against it: a temporary key needs its token, another takes none. */
export function findKey(
  lookup: KeyLookup,
  given: { accessKeyId: string; securityToken: string | undefined },
  now: Date,
): { readonly ok: true; readonly key: KeyRecord } | Refusal {
  const key = lookup(given.accessKeyId);
  if (key === undefined || key === null)
    return refuse("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", {
      AWSAccessKeyId: given.accessKeyId,
    });
  requireKeyRecord(key);
  const { securityToken } = given;
  const isRightToken =
    key.sessionToken === undefined
      ? securityToken === undefined
      : securityToken !== undefined && isSameSecret(securityToken, key.sessionToken);
  if (!isRightToken) return refuse("InvalidToken", "The provided token is malformed or otherwise invalid.");
  if (key.expiration !== undefined && !(now.getTime() < key.expiration.getTime()))
    return refuse("ExpiredToken", "The provided token has expired.");
  return { ok: true, key };
}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

/** SignedHeaders must be what it claims: lower case, sorted, each once, with the host, and nothing that x-amz- says may be left out. */
export function checkSignedHeaders(
  names: readonly string[],
  request: ParsedRequest,
  mayBeUnsigned: (name: string) => boolean,
): Refusal | undefined {
  for (let i = 0; i < names.length; i++)
    if (!HEADER_NAME.test(names[i]!) || (i > 0 && !(names[i - 1]! < names[i]!)))
      return refuse(
        "AccessDenied",
        "SignedHeaders must be lower-case header names, sorted, each once, separated by semicolons.",
      );
  const notSigned: string[] = [];
  for (const name of request.headers.keys())
    if ((name === "host" || name.startsWith("x-amz-")) && !names.includes(name) && !mayBeUnsigned(name))
      notSigned.push(name);
  if (notSigned.length > 0)
    return refuse("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: notSigned.join(", "),
    });
  return undefined;
}

export interface SignatureToCheck {
  readonly credential: ParsedCredential;
  readonly key: KeyRecord;
  readonly region: string;
  readonly timestamp: string;
  /** All of the query that is signed, canonical. */
  readonly query: string;
  readonly signedHeaders: readonly string[];
  /** The same as they came, with semicolons. */
  readonly signedHeadersText: string;
  readonly payloadHash: string;
  readonly signature: string;
}

/** Builds the canonical request from the parsed one and compares. Nothing that a handler sees is outside of it but unsigned headers. */
export function checkSignature(request: ParsedRequest, given: SignatureToCheck): Refusal | undefined {
  const canonical = canonicalRequest({
    method: request.method,
    path: encodePath(request.path),
    query: given.query,
    headers: canonicalHeaders(given.signedHeaders, request.headers),
    signedHeaders: given.signedHeadersText,
    payloadHash: given.payloadHash,
  });
  const scope = { day: given.credential.day, region: given.region, service: "s3" };
  const toSign = stringToSign(given.timestamp, given.credential.scope, canonical);
  const expected = signWith(given.key, scope, given.credential.scope)(toSign);
  // A signed header that did not come is refused even where an empty value would fit the signature: it was promised.
  const missing = given.signedHeaders.filter((name) => !request.headers.has(name));
  if (missing.length === 0 && isSameSignature(given.signature, expected)) return undefined;
  const which = missing.length > 0 ? ` Signed, but not sent: ${missing.join(", ")}.` : "";
  return refuse("SignatureDoesNotMatch", `${MISMATCH}${which}`, {
    AWSAccessKeyId: given.credential.accessKeyId,
    StringToSign: toSign,
    SignatureProvided: given.signature,
    CanonicalRequest: canonical,
  });
}

export const toPayloadRule = (payloadHash: string): PayloadRule =>
  payloadHash === UNSIGNED_PAYLOAD ? { kind: "unsigned" } : { kind: "sha256", hex: payloadHash };

export const isPlainPayloadHash = (value: string): boolean =>
  value === UNSIGNED_PAYLOAD || /^[0-9a-f]{64}$/.test(value);
