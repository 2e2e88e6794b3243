// https://www.rfc-editor.org/rfc/rfc6979#section-3.2, for a curve and a hash of 256 bits each.
import { hmacSha256 } from "#hash";
import { bytesToNumber, numberToBytes } from "../numbers.ts";
import { ORDER } from "../p256.ts";

/** Derives nonces in 1..n-1 from key and digest: no random source is needed, and none can fail. One is enough, almost always. */
export function* deriveNonces(privateKey: Uint8Array, digest: Uint8Array): Generator<bigint, never> {
  const seed = [...privateKey, ...numberToBytes(bytesToNumber(digest) % ORDER)];
  let key: Uint8Array = new Uint8Array(32);
  let value: Uint8Array = new Uint8Array(32).fill(1);
  const stir = (...rest: readonly number[]): void => {
    key = hmacSha256(key, Uint8Array.of(...value, ...rest));
    value = hmacSha256(key, value);
  };
  stir(0, ...seed);
  stir(1, ...seed);
  while (true) {
    value = hmacSha256(key, value);
    const nonce = bytesToNumber(value);
    if (nonce >= 1n && nonce < ORDER) yield nonce;
    stir(0);
  }
}
