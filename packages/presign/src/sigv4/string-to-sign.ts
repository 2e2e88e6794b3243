// Stage 2 of SigV4: the string to sign, and the scope in it.
import { hash } from "node:crypto";

export const ALGORITHM = "AWS4-HMAC-SHA256";

export interface Scope {
  /** `yyyyMMdd` in UTC. */
  readonly day: string;
  readonly region: string;
  /** `s3`, except in published test vectors. */
  readonly service: string;
}

export const formatScope = (scope: Scope): string => `${scope.day}/${scope.region}/${scope.service}/aws4_request`;

/** `timestamp` is `yyyyMMddTHHmmssZ`. The canonical request is hashed as Latin-1: header values are bytes, the rest is ASCII. */
export function stringToSign(timestamp: string, scope: string, canonicalRequest: string): string {
  return `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256HexOfLatin1(canonicalRequest)}`;
}

const NON_ASCII = /[^\x00-\x7f]/;

function sha256HexOfLatin1(text: string): string {
  // A string is hashed as UTF-8, which is the same for ASCII and several times faster than a buffer.
  return NON_ASCII.test(text) ? hash("sha256", Buffer.from(text, "latin1"), "hex") : hash("sha256", text, "hex");
}
