// `#hash` where there is `node:crypto`. To load that takes longer than to sign a few hundred URLs in plain TypeScript, so a
// process that signs one, a command or a cold function, does without; one that goes on hashing gets it.
import type { Hash, HmacHex } from "./hash.ts";
import { createNativeHash } from "./native.ts";
import * as portable from "./portable.ts";

/** About ninety URLs: with functions that are not compiled yet, as much time as it takes to load `node:crypto`. */
const PORTABLE_BYTES = 65_536;

let native: Hash | undefined;
let bytesLeft = PORTABLE_BYTES;

/** Counts what is hashed, and loads `node:crypto` when that pays. A bundle for Node may run where there is none. */
function nativeFor(bytes: number): Hash | undefined {
  if (native !== undefined || bytesLeft < 0) return native;
  bytesLeft -= bytes;
  if (bytesLeft >= 0) return undefined;
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  if (crypto?.hash !== undefined) native = createNativeHash(crypto);
  return native;
}

// Each calls the one or the other by name: a call that meets two functions is never inlined.

export function sha256Hex(byteText: string): string {
  const hash = nativeFor(byteText.length);
  return hash === undefined ? portable.sha256Hex(byteText) : hash.sha256Hex(byteText);
}

export function sha256HexOfAscii(text: string): string {
  const hash = nativeFor(text.length);
  return hash === undefined ? portable.sha256HexOfAscii(text) : hash.sha256HexOfAscii(text);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return (nativeFor(bytes.length) ?? portable).sha256(bytes);
}

export function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return (nativeFor(key.length + bytes.length) ?? portable).hmacSha256(key, bytes);
}

/** Goes over to `node:crypto` in the middle of a key's life. */
export function createHmac(key: Uint8Array): HmacHex {
  const portableHmac = native === undefined ? portable.createHmac(key) : undefined;
  let nativeHmac = native?.createHmac(key);
  return (byteText, head) => {
    nativeHmac ??= nativeFor(byteText.length)?.createHmac(key);
    return nativeHmac === undefined ? portableHmac!(byteText, head) : nativeHmac(byteText, head);
  };
}
