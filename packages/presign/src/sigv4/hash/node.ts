// `#hash` where there is `node:crypto`. To load that takes longer than to sign a few hundred URLs in plain TypeScript, so a
// process that signs one, a command or a cold function, does without; one that goes on hashing gets it.
import type { HmacHex } from "./hash.ts";
import { createNativeHash } from "./native.ts";
import { PORTABLE_HASH } from "./portable.ts";

/** About ninety URLs: with functions that are not compiled yet, as much time as it takes to load `node:crypto`. */
const PORTABLE_BYTES = 65_536;

let current = PORTABLE_HASH;
let isChosen = false;
let bytesLeft = PORTABLE_BYTES;

/** Counts what is hashed, and loads `node:crypto` when that pays. A bundle for Node may run where there is none. */
function choose(bytes: number): void {
  if (isChosen) return;
  bytesLeft -= bytes;
  if (bytesLeft >= 0) return;
  isChosen = true;
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  if (crypto?.hash !== undefined) current = createNativeHash(crypto);
}

export function sha256Hex(byteText: string): string {
  choose(byteText.length);
  return current.sha256Hex(byteText);
}

export function sha256HexOfAscii(text: string): string {
  choose(text.length);
  return current.sha256HexOfAscii(text);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  choose(bytes.length);
  return current.sha256(bytes);
}

export function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  choose(key.length + bytes.length);
  return current.hmacSha256(key, bytes);
}

/** Goes over to `node:crypto` in the middle of a key's life. */
export function createHmac(key: Uint8Array): HmacHex {
  let from = current;
  let sign = from.createHmac(key);
  return (byteText) => {
    choose(byteText.length);
    if (from !== current) {
      from = current;
      sign = from.createHmac(key);
    }
    return sign(byteText);
  };
}
