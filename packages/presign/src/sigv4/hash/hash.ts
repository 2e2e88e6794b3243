/**
 * What SigV4 needs of SHA-256, synchronously. Two files have it, and `imports` of the package picks one as `#hash`:
 * `node.ts` over `node:crypto` where that is (Node, Deno, Bun), `portable.ts` in plain TypeScript everywhere else.
 * A byte text is a string whose characters are bytes (Latin-1); of a larger character the low byte counts.
 */
export interface Hash {
  /** SHA-256 of a byte text, as 64 lower-case hex digits. */
  sha256Hex(byteText: string): string;
  /** The same for a text that is known to be ASCII, which need not be looked through. */
  sha256HexOfAscii(text: string): string;
  /** SHA-256, 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array;
  /** HMAC-SHA256 under a key of any length, 32 bytes. */
  hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** HMAC-SHA256 under one key of at most 64 bytes: what depends on the key alone is worked out once. */
  createHmac(key: Uint8Array): HmacHex;
}

/**
 * HMAC-SHA256 of a byte text, as 64 lower-case hex digits. `head` is a byte text before it: one that is the same as in the
 * call before is where it should be already.
 */
export type HmacHex = (byteText: string, head?: string) => string;
