// Stage 2 of SigV4: the string to sign, and the scope in it.
import { sha256Hex } from "#hash";

export const ALGORITHM = "AWS4-HMAC-SHA256";
/** That of SigV4A, whose signature holds in several regions. */
export const ALGORITHM_4A = "AWS4-ECDSA-P256-SHA256";

export interface Scope {
  /** `yyyyMMdd` in UTC. */
  readonly day: string;
  readonly region: string;
  /** `s3`, except in published test vectors. */
  readonly service: string;
}

export const formatScope = (scope: Scope): string => `${scope.day}/${scope.region}/${scope.service}/aws4_request`;

/** `timestamp` is `yyyyMMddTHHmmssZ`. The canonical request is hashed as a byte text: header values are bytes, the rest is ASCII. */
export function stringToSign(
  timestamp: string,
  scope: string,
  canonicalRequest: string,
  algorithm = ALGORITHM,
): string {
  return `${algorithm}\n${timestamp}\n${scope}\n${sha256Hex(canonicalRequest)}`;
}

/** All but the hash of the canonical request, for many of one moment. Joined: what is added up stays in pieces, to be put together each time. */
export const startOfStringToSign = (timestamp: string, scope: string, algorithm: string): string =>
  [algorithm, timestamp, scope, ""].join("\n");
