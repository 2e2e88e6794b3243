// Header authentication: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

import { canonicalQuery, isSortedByName } from "../sigv4/canonical.ts";
import { ALGORITHM } from "../sigv4/string-to-sign.ts";
import { formatTimestamp, parseHttpDate, parseTimestamp } from "../sigv4/time.ts";
import type { KeyLookup, Refusal, VerifiedRequest, VerifyOptions } from "../types.ts";
import { isChunkedPayload, readChunkedPayload } from "./chunked-payload.ts";
import { parseCredential } from "./credential.ts";
import {
  checkSignature,
  checkSignedHeaders,
  findKey,
  isPlainPayloadHash,
  MAX_SKEW_MS,
  toPayloadRule,
} from "./parts.ts";
import type { ParsedRequest } from "./raw-request.ts";
import { refuse } from "./refusal.ts";
import { signWith } from "./signing-keys.ts";

const malformed = (message: string, details?: Record<string, string>): Refusal =>
  refuse("AuthorizationHeaderMalformed", `The authorization header is malformed; ${message}`, details);

export function verifyHeader(
  request: ParsedRequest,
  lookup: KeyLookup,
  now: Date,
  options: VerifyOptions,
): VerifiedRequest | Refusal {
  const authorization = parseAuthorization(request.headers.get("authorization")![0]!);
  if ("ok" in authorization) return authorization;
  const { signedHeaders, signature } = authorization;

  const credential = parseCredential(authorization.credential, options.region);
  if ("fault" in credential)
    return malformed(
      credential.fault,
      credential.expectedRegion === undefined ? undefined : { Region: credential.expectedRegion },
    );

  const signedAtMs = readDate(request);
  if (signedAtMs === undefined)
    return refuse("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  if (!(Math.abs(now.getTime() - signedAtMs) <= MAX_SKEW_MS))
    return refuse(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
      {
        RequestTime: formatTimestamp(signedAtMs / 1000),
        ServerTime: now.toISOString(),
        MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
      },
    );
  const timestamp = formatTimestamp(signedAtMs / 1000);
  if (!timestamp.startsWith(credential.day))
    return malformed(
      `Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`,
    );

  const payloadHash = request.headers.get("x-amz-content-sha256")?.[0];
  if (!payloadHash) return refuse("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  const isChunked = isChunkedPayload(payloadHash);
  if (/^STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD(-TRAILER)?$/.test(payloadHash))
    return refuse("NotImplemented", "Chunks that are signed with SigV4A are not implemented here.", {
      Header: "x-amz-content-sha256",
    });
  if (isChunked && request.method !== "PUT")
    return refuse("InvalidRequest", "Only PutObject and UploadPart can have a body in chunks (aws-chunked).");
  if (!isChunked && !isPlainPayloadHash(payloadHash))
    return refuse(
      "InvalidArgument",
      "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
      {
        ArgumentName: "x-amz-content-sha256",
      },
    );

  const found = findKey(
    lookup,
    { accessKeyId: credential.accessKeyId, securityToken: request.headers.get("x-amz-security-token")?.[0] },
    now,
  );
  if (!found.ok) return found;
  const names = signedHeaders.split(";");
  const refusal =
    checkSignedHeaders(names, request, () => false) ??
    checkSignature(request, {
      credential,
      key: found.key,
      region: options.region,
      timestamp,
      query:
        request.isCanonicallyWritten && isSortedByName(request.query)
          ? request.rawQuery
          : canonicalQuery(request.query),
      signedHeaders: names,
      signedHeadersText: signedHeaders,
      payloadHash,
      signature,
    });
  if (refusal) return refusal;
  const scope = { day: credential.day, region: options.region, service: "s3" };
  const payload = isChunked
    ? readChunkedPayload(request, payloadHash, {
        signature,
        sign: signWith(found.key, scope, credential.scope),
        timestamp,
        scope: credential.scope,
      })
    : toPayloadRule(payloadHash);
  if ("ok" in payload) return payload;
  return {
    ok: true,
    authentication: "header",
    accessKeyId: credential.accessKeyId,
    signedAt: new Date(signedAtMs),
    method: request.method,
    path: request.path,
    query: request.query,
    headers: request.headers,
    signedHeaders: names,
    payload,
  };
}

interface Authorization {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

function parseAuthorization(header: string): Authorization | Refusal {
  const space = header.indexOf(" ");
  if (space === -1)
    return refuse("InvalidArgument", "Authorization header is invalid -- one and only one ' ' (space) required", {
      ArgumentName: "Authorization",
    });
  const algorithm = header.slice(0, space);
  if (algorithm === "AWS4-ECDSA-P256-SHA256") return refuse("NotImplemented", `Only ${ALGORITHM} is implemented here.`);
  if (algorithm !== ALGORITHM)
    return refuse("InvalidArgument", "Unsupported Authorization Type", { ArgumentName: "Authorization" });
  const parts = new Map<string, string>();
  const pieces = header.slice(space + 1).split(",");
  for (const piece of pieces) {
    const equals = piece.indexOf("=");
    parts.set(piece.slice(0, Math.max(equals, 0)).trim(), piece.slice(equals + 1).trim());
  }
  const [credential, signedHeaders, signature] = ["Credential", "SignedHeaders", "Signature"].map((name) =>
    parts.get(name),
  );
  if (pieces.length !== 3 || !credential || !signedHeaders || !signature)
    return malformed("it must have Credential, SignedHeaders and Signature, each once, separated by commas.");
  return { credential, signedHeaders, signature };
}

function readDate(request: ParsedRequest): number | undefined {
  const amzDate = request.headers.get("x-amz-date")?.[0];
  if (amzDate !== undefined) return parseTimestamp(amzDate);
  const date = request.headers.get("date")?.[0];
  return date === undefined ? undefined : (parseTimestamp(date) ?? parseHttpDate(date));
}
