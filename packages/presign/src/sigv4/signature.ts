// Stage 3 of SigV4: the signing key, good for one day, region and service; and the signature.
import { createHmac, hmacSha256 } from "#hash";
import { utf8Bytes } from "./bytes.ts";
import type { HmacHex } from "./hash/hash.ts";
import type { Scope } from "./string-to-sign.ts";

/** 32 bytes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function deriveSigningKey(secretAccessKey: string, scope: Scope): Uint8Array {
  let key = utf8Bytes(`AWS4${secretAccessKey}`);
  for (const part of [scope.day, scope.region, scope.service, "aws4_request"]) key = hmacSha256(key, utf8Bytes(part));
  return key;
}

/**
 * String to sign → signature. Also of a POST policy, which is signed as it stands. `head` stands before the text: see
 * `HmacHex`. Asked to be repeatable, it gives equal texts equal signatures; an HMAC always does.
 */
export type Sign = (text: string, head?: string, isRepeatable?: boolean) => string;

export const createSign = (signingKey: Uint8Array): HmacHex => createHmac(signingKey);

/** Compares a signature that came over the wire, in time that does not depend on where they differ. */
export function isSameSignature(received: string, expected: string): boolean {
  // What is equal to ours is 64 lower-case hex digits.
  return expected.length === 64 && isSameSecret(received, expected);
}

/**
 * Compares two texts in time that does not depend on where they differ. Unequal lengths decide at once: how long a
 * signature or a session token is, is no secret.
 */
export function isSameSecret(received: string, expected: string): boolean {
  if (received.length !== expected.length) return false;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) difference |= received.charCodeAt(i) ^ expected.charCodeAt(i);
  return difference === 0;
}
