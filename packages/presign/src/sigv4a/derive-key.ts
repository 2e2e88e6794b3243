// The private key of SigV4A: derived from access key and secret alone, so that both ends can work it out. It is good for
// every day and region. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { hmacSha256 } from "#hash";
import { utf8Bytes } from "../sigv4/bytes.ts";
import { ALGORITHM_4A } from "../sigv4/string-to-sign.ts";
import { numberToBytes } from "./numbers.ts";
import { ORDER } from "./p256.ts";

/** A byte holds 255, which AWS's own code does not use; even the second candidate is needed once in 4 billion keys. */
const LAST_COUNTER = 254;

/**
 * Derives the ECDSA private key, 32 bytes, big-endian, in 1..n-1: NIST SP 800-108 in counter mode with HMAC-SHA256 under
 * `AWS4A` and the secret, the next counter for a candidate above n-2. Comparing and adding take the same time for every key.
 */
export function derivePrivateKey(accessKeyId: string, secretAccessKey: string, hmac = hmacSha256): Uint8Array {
  const inputKey = utf8Bytes(`AWS4A${secretAccessKey}`);
  const label = utf8Bytes(`\0\0\0\u0001${ALGORITHM_4A}\0${accessKeyId}`);
  const input = new Uint8Array(label.length + 5);
  input.set(label);
  input.set([0, 0, 1, 0], label.length + 1); // 256 bits are asked for
  const largest = numberToBytes(ORDER - 2n);
  for (let counter = 1; counter <= LAST_COUNTER; counter++) {
    input[label.length] = counter;
    const candidate = hmac(inputKey, input);
    if (!isAbove(candidate, largest)) return addOne(candidate);
  }
  throw new Error("No private key within 254 tries, which no credentials can bring about");
}

/** Big-endian `a > b` for equal lengths. Looks at every byte, whatever the outcome. */
export function isAbove(a: Uint8Array, b: Uint8Array): boolean {
  let above = 0;
  let equal = 1;
  for (let i = 0; i < a.length; i++) {
    above |= ((b[i]! - a[i]!) >>> 31) & equal;
    equal &= ((a[i]! ^ b[i]!) - 1) >>> 31;
  }
  return above === 1;
}

/** Big-endian `bytes + 1`; all ones become zero. Touches every byte, whatever the carry. */
export function addOne(bytes: Uint8Array): Uint8Array {
  const sum = new Uint8Array(bytes.length);
  let carry = 1;
  for (let i = bytes.length - 1; i >= 0; i--) {
    carry += bytes[i]!;
    sum[i] = carry;
    carry >>>= 8;
  }
  return sum;
}
