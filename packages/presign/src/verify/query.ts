// Query authentication, the presigned URL: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

import { MAX_EXPIRES_IN_SECONDS } from "../sign/timing.ts";
import { canonicalQuery, UNSIGNED_PAYLOAD } from "../sigv4/canonical.ts";
import { ALGORITHM } from "../sigv4/string-to-sign.ts";
import { parseTimestamp } from "../sigv4/time.ts";
import type { KeyLookup, Refusal, VerifiedRequest, VerifyOptions } from "../types.ts";
import { parseCredential } from "./credential.ts";
import {
  checkSignature,
  checkSignedHeaders,
  findKey,
  isPlainPayloadHash,
  MAX_SKEW_MS,
  toPayloadRule,
} from "./parts.ts";
import { malformed, type QueryParameters, readQueryParameters } from "./query-parameters.ts";
import type { ParsedRequest } from "./raw-request.ts";
import { refuse } from "./refusal.ts";

const formatIso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export function verifyQuery(
  request: ParsedRequest,
  lookup: KeyLookup,
  now: Date,
  options: VerifyOptions,
): VerifiedRequest | Refusal {
  const parameters = readQueryParameters(request.query);
  if (!parameters.ok) return parameters;
  if (parameters.algorithm !== ALGORITHM) return malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`);

  const credential = parseCredential(parameters.credential, options.region);
  if ("fault" in credential)
    return malformed(
      `Error parsing the X-Amz-Credential parameter; ${credential.fault}`,
      credential.expectedRegion === undefined ? undefined : { Region: credential.expectedRegion },
    );

  const timestamp = parameters.date;
  const signedAtMs = parseTimestamp(timestamp);
  if (signedAtMs === undefined)
    return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!timestamp.startsWith(credential.day))
    return malformed(
      `Error parsing the X-Amz-Credential parameter; incorrect date "${credential.day}". This date must be the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`,
    );

  const life = checkLife(parameters.expires, signedAtMs, now.getTime(), options);
  if (!life.ok) return life;

  const found = findKey(lookup, { accessKeyId: credential.accessKeyId, securityToken: parameters.securityToken }, now);
  if (!found.ok) return found;
  // Only the query can carry the token of a URL: two would be one that nobody checks.
  if (request.headers.has("x-amz-security-token"))
    return refuse("InvalidToken", "The provided token is malformed or otherwise invalid.");

  const hashInHeader = request.headers.get("x-amz-content-sha256")?.[0];
  const hashInQuery = parameters.contentSha256;
  const payloadHash = hashInQuery ?? hashInHeader ?? UNSIGNED_PAYLOAD;
  const agrees = hashInHeader === undefined || hashInHeader === payloadHash || hashInHeader === UNSIGNED_PAYLOAD;
  if (!isPlainPayloadHash(payloadHash) || !agrees)
    return refuse(
      "InvalidArgument",
      "x-amz-content-sha256 of a presigned URL must be UNSIGNED-PAYLOAD, or a valid sha256 value.",
      {
        ArgumentName: "x-amz-content-sha256",
      },
    );

  const signedHeaders = parameters.signedHeaders === "host" ? ["host"] : parameters.signedHeaders.split(";");
  const refusal =
    checkSignedHeaders(
      signedHeaders,
      request,
      (name) => name === "x-amz-content-sha256" && (hashInHeader === UNSIGNED_PAYLOAD || hashInHeader === hashInQuery),
    ) ??
    checkSignature(request, {
      credential,
      key: found.key,
      region: options.region,
      timestamp,
      query: signedQuery(request, parameters),
      signedHeaders,
      signedHeadersText: parameters.signedHeaders,
      payloadHash,
      signature: parameters.signature,
    });
  if (refusal) return refusal;
  return {
    ok: true,
    authentication: "query",
    accessKeyId: credential.accessKeyId,
    signedAt: new Date(signedAtMs),
    expiresAt: new Date(life.expiresAtMs),
    method: request.method,
    path: request.path,
    query: parameters.others,
    headers: request.headers,
    signedHeaders,
    payload: toPayloadRule(payloadHash),
  };
}

/** As it came where that is canonical and the signature is last, which is how signers write it. */
function signedQuery(request: ParsedRequest, { isSorted, signature }: QueryParameters): string {
  const { query, rawQuery, isCanonicallyWritten } = request;
  const end = `&X-Amz-Signature=${signature}`;
  if (isCanonicallyWritten && isSorted && rawQuery.endsWith(end)) return rawQuery.slice(0, -end.length);
  return canonicalQuery(query.filter(([name]) => name !== "X-Amz-Signature"));
}

/** Every comparison is on a number that a pattern has let through: NaN would compare as "not yet over" for ever. */
function checkLife(
  expires: string,
  signedAtMs: number,
  nowMs: number,
  options: VerifyOptions,
): { readonly ok: true; readonly expiresAtMs: number } | Refusal {
  if (!/^-?\d{1,10}$/.test(expires)) return malformed("X-Amz-Expires should be a number");
  const seconds = Number(expires);
  if (seconds < 0) return malformed("X-Amz-Expires must be non-negative");
  if (seconds > MAX_EXPIRES_IN_SECONDS)
    return malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_IN_SECONDS} seconds`,
    );
  const expiresAtMs = signedAtMs + seconds * 1000;
  if (signedAtMs > nowMs + MAX_SKEW_MS)
    return refuse("AccessDenied", "Request is not yet valid", {
      "X-Amz-Date": formatIso(signedAtMs),
      ServerTime: formatIso(nowMs),
    });
  if (seconds === 0 || nowMs > expiresAtMs)
    return refuse("AccessDenied", "Request has expired", {
      "X-Amz-Expires": expires,
      Expires: formatIso(expiresAtMs),
      ServerTime: formatIso(nowMs),
    });
  const cap = options.maxExpiresInSeconds ?? MAX_EXPIRES_IN_SECONDS;
  if (seconds > cap)
    return refuse("AccessDenied", `This endpoint takes presigned URLs with a life of at most ${cap} seconds.`, {
      "X-Amz-Expires": expires,
    });
  return { ok: true, expiresAtMs };
}
