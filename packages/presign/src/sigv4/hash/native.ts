// The hash of `node:crypto`, which is handed in: nothing here imports it.
import type { Hash, HmacHex } from "./hash.ts";

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INITIAL_TEXT_BYTES = 1024;

/** The key in one block, under a pad, with room behind it. */
function padded(key: Uint8Array, pad: number, roomBytes: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES + roomBytes);
  for (let i = 0; i < BLOCK_BYTES; i++) block[i] = (key[i] ?? 0) ^ pad;
  return block;
}

export function createNativeHash({ hash }: Pick<typeof import("node:crypto"), "hash">): Hash {
  /** A string is hashed as UTF-8, which is the same for ASCII and faster than a buffer. */
  const sha256HexOfAscii = (text: string): string => hash("sha256", text, "hex");

  function sha256Hex(byteText: string): string {
    // What is not ASCII has more bytes in UTF-8 than characters.
    if (Buffer.byteLength(byteText) === byteText.length) return sha256HexOfAscii(byteText);
    return hash("sha256", Buffer.from(byteText, "latin1"), "hex");
  }

  const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");

  /** Two one-shot hashes: `createHmac` of Node builds a key object first, which takes ten times as long. */
  function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
    const short = key.length > BLOCK_BYTES ? sha256(key) : key;
    const inner = padded(short, 0x36, bytes.length);
    inner.set(bytes, BLOCK_BYTES);
    const outer = padded(short, 0x5c, DIGEST_BYTES);
    outer.set(sha256(inner), BLOCK_BYTES);
    return sha256(outer);
  }

  /** The same over pads that are filled once. */
  function createHmac(key: Uint8Array): HmacHex {
    let inner = padded(key, 0x36, INITIAL_TEXT_BYTES);
    let filled = inner; // the part of `inner` in use; most texts of one key have one length, so it is seldom cut anew
    const outer = padded(key, 0x5c, DIGEST_BYTES);
    let headInPlace = "";
    return (byteText, head = "") => {
      const textAt = BLOCK_BYTES + head.length;
      const end = textAt + byteText.length;
      if (end > inner.length) {
        const larger = Buffer.alloc(end * 2);
        inner.copy(larger, 0, 0, BLOCK_BYTES);
        inner = larger;
        filled = larger;
        headInPlace = "";
      }
      if (head !== headInPlace) {
        inner.write(head, BLOCK_BYTES, "latin1");
        headInPlace = head;
      }
      if (filled.length !== end) filled = inner.subarray(0, end);
      inner.write(byteText, textAt, "latin1");
      outer.write(hash("sha256", filled, "binary"), BLOCK_BYTES, "binary");
      return hash("sha256", outer, "hex");
    };
  }

  return { sha256Hex, sha256HexOfAscii, sha256, hmacSha256, createHmac };
}
