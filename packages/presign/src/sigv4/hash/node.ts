// `#hash` where there is `node:crypto`.
import { createHmac as createNodeHmac, hash } from "node:crypto";
import type { HmacHex } from "./hash.ts";

const NON_ASCII = /[^\x00-\x7f]/;

export function sha256Hex(byteText: string): string {
  // A string is hashed as UTF-8, which is the same for ASCII and several times faster than a buffer.
  return hash("sha256", NON_ASCII.test(byteText) ? Buffer.from(byteText, "latin1") : byteText, "hex");
}

export const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");

export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  createNodeHmac("sha256", key).update(bytes).digest();

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INITIAL_TEXT_BYTES = 1024;

/** Two one-shot hashes over pads that are filled once: a fifth of the time of `createHmac`, which builds an object for each call. */
export function createHmac(key: Uint8Array): HmacHex {
  let inner = Buffer.alloc(BLOCK_BYTES + INITIAL_TEXT_BYTES);
  let filled = inner; // the part of `inner` in use; most texts of one key have one length, so it is seldom cut anew
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);
  for (let i = 0; i < BLOCK_BYTES; i++) {
    const byte = key[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  return (byteText) => {
    if (byteText.length > inner.length - BLOCK_BYTES) {
      const larger = Buffer.alloc(BLOCK_BYTES + byteText.length * 2);
      inner.copy(larger, 0, 0, BLOCK_BYTES);
      inner = larger;
    }
    const bytes = BLOCK_BYTES + byteText.length;
    if (filled.length !== bytes || filled.buffer !== inner.buffer) filled = inner.subarray(0, bytes);
    inner.write(byteText, BLOCK_BYTES, "latin1");
    outer.write(hash("sha256", filled, "hex"), BLOCK_BYTES, "hex");
    return hash("sha256", outer, "hex");
  };
}
