// The way from a request to its signature with every stop, for showing. The same functions as signer and verifier use.
import { hmacSha256, sha256Hex } from "#hash";
import { utf8Bytes } from "../sigv4/bytes.ts";
import { canonicalHeaders, canonicalQuery, canonicalRequest, type Pair, UNSIGNED_PAYLOAD } from "../sigv4/canonical.ts";
import { decodeReceived, encodePath } from "../sigv4/encode.ts";
import { createSign } from "../sigv4/signature.ts";
import { stringToSign } from "../sigv4/string-to-sign.ts";
import type { RawRequest } from "../types.ts";
import { requireRawRequest } from "../verify/raw-request.ts";

/** One HMAC-SHA256 of the chain that makes the signing key: key and text in, 32 bytes out as 64 hex digits. */
export interface KeyStep {
  /** What is put under the key that was made so far: the day, the region, the service, `aws4_request`. */
  readonly text: string;
  /** The key that this step makes. */
  readonly hex: string;
}

/** The stages of a signature, one after the other. */
export interface Trace {
  /** Stage 1, its lines separated by line feeds. */
  readonly canonicalRequest: string;
  /** 64 hex digits. */
  readonly canonicalRequestSha256: string;
  /** Stage 2, four lines. */
  readonly stringToSign: string;
  /** Stage 3: day, region, service, `aws4_request`. The last one is the signing key. Empty without a secret or a scope. */
  readonly keySteps: readonly KeyStep[];
  /** Stage 4: 64 hex digits. Undefined without a secret or a scope. */
  readonly signature: string | undefined;
}

/**
 * Follows a presigned URL from what was sent to the signature that belongs to it, whatever the URL claims: nothing is
 * judged here, and what the query does not say counts as empty. SigV4 only, not SigV4A. Undefined when path or query cannot be decoded.
 * Throws for nothing that came over the wire.
 *
 * @throws {TypeError} for what is no request, or a secret that is no text.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @example
 * ```ts
 * import { createPresigner, trace } from "@daypass/presign";
 *
 * const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const { url } = createPresigner({ credentials, region: "eu-central-1", bucket: "my-bucket" }).get("a.txt", { expiresInSeconds: 60 });
 * const { host, pathname, search, searchParams } = new URL(url);
 * const stages = trace({ method: "GET", target: pathname + search, rawHeaders: ["Host", host] }, credentials.secretAccessKey);
 *
 * console.log(stages?.canonicalRequest.split("\n")[1]); // → /a.txt
 * console.log(stages?.keySteps.map(({ text }) => text).slice(1).join(", ")); // → eu-central-1, s3, aws4_request
 * console.log(stages?.signature === searchParams.get("X-Amz-Signature")); // → true
 * ```
 */
export function trace(request: RawRequest, secretAccessKey?: string): Trace | undefined {
  requireRawRequest(request);
  if (secretAccessKey !== undefined && typeof secretAccessKey !== "string")
    throw new TypeError(`secretAccessKey must be a string, got a value of type ${typeof secretAccessKey}`);
  const { method, target, rawHeaders } = request;
  // A lone surrogate has no bytes that could be encoded.
  if (!target.isWellFormed()) return undefined;
  const cut = target.indexOf("?");
  const path = decodeReceived(cut === -1 ? target : target.slice(0, cut));
  const query = decodePairs(cut === -1 ? "" : target.slice(cut + 1));
  if (path === undefined || query === undefined) return undefined;
  const parameter = (name: string): string => query.find(([given]) => given === name)?.[1] ?? "";

  const signedHeaders = parameter("X-Amz-SignedHeaders");
  const canonical = canonicalRequest({
    method,
    path: encodePath(path),
    query: canonicalQuery(query.filter(([name]) => name !== "X-Amz-Signature")),
    headers: canonicalHeaders(signedHeaders === "" ? [] : signedHeaders.split(";"), groupByName(rawHeaders)),
    signedHeaders,
    payloadHash: parameter("X-Amz-Content-Sha256") || UNSIGNED_PAYLOAD,
  });
  const scope = parameter("X-Amz-Credential").split("/").slice(1);
  const toSign = stringToSign(parameter("X-Amz-Date"), scope.join("/"), canonical);
  const stages = { canonicalRequest: canonical, canonicalRequestSha256: sha256Hex(canonical), stringToSign: toSign };
  if (secretAccessKey === undefined || scope.length === 0) return { ...stages, keySteps: [], signature: undefined };

  let key = utf8Bytes(`AWS4${secretAccessKey}`);
  const keySteps = scope.map((text) => {
    key = hmacSha256(key, utf8Bytes(text));
    return { text, hex: toHex(key) };
  });
  return { ...stages, keySteps, signature: createSign(key)(toSign) };
}

function decodePairs(raw: string): Pair[] | undefined {
  const pairs: Pair[] = [];
  for (const piece of raw.split("&")) {
    if (piece === "") continue;
    const equals = piece.indexOf("=");
    const name = decodeReceived(equals === -1 ? piece : piece.slice(0, equals));
    const value = equals === -1 ? "" : decodeReceived(piece.slice(equals + 1));
    if (name === undefined || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return pairs;
}

function groupByName(rawHeaders: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[i + 1]!]);
  }
  return headers;
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
