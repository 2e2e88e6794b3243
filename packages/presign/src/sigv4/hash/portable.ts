// `#hash` in plain TypeScript: SHA-256 by FIPS 180-4, HMAC by RFC 2104. WebCrypto would be asynchronous, and slower.
// https://csrc.nist.gov/pubs/fips/180-4/upd1/final
import { toByteText } from "../bytes.ts";
import type { HmacHex } from "./hash.ts";

const BLOCK_BYTES = 64;

/**
 * `count` primes → the first 32 bits of the fractional part of a root of each, for which a double has bits to spare. Plain
 * loops, because a program that has just started runs this before anything was compiled.
 */
function fractionsOfRoots(count: number, root: (prime: number) => number): Int32Array {
  const words = new Int32Array(count);
  for (let n = 2, found = 0; found < count; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n) words[found++] = (root(n) % 1) * 2 ** 32;
  }
  return words;
}

const INITIAL = /* @__PURE__ */ fractionsOfRoots(8, Math.sqrt);
const ROUND = /* @__PURE__ */ fractionsOfRoots(64, Math.cbrt);

// One state and one schedule for all calls: nothing here is asynchronous or calls back.
const state = new Int32Array(8);
const schedule = new Int32Array(64);

/** Works the sixteen words at the front of the schedule into the state. */
function compress(): void {
  const w = schedule;
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + ROUND[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
  state[4] = (state[4]! + e) | 0;
  state[5] = (state[5]! + f) | 0;
  state[6] = (state[6]! + g) | 0;
  state[7] = (state[7]! + h) | 0;
}

/** Works a byte text and the padding into the state, which has `bytesBefore` (whole blocks) in it already. */
function finish(text: string, bytesBefore: number): void {
  const { length } = text;
  let at = 0;
  for (; at + BLOCK_BYTES <= length; at += BLOCK_BYTES) {
    for (let i = 0, p = at; i < 16; i++, p += 4)
      schedule[i] =
        (text.charCodeAt(p) << 24) |
        ((text.charCodeAt(p + 1) & 255) << 16) |
        ((text.charCodeAt(p + 2) & 255) << 8) |
        (text.charCodeAt(p + 3) & 255);
    compress();
  }
  schedule.fill(0, 0, 16);
  let rest = 0;
  for (; at < length; at++, rest++)
    schedule[rest >> 2] = schedule[rest >> 2]! | ((text.charCodeAt(at) & 255) << (24 - 8 * (rest & 3)));
  schedule[rest >> 2] = schedule[rest >> 2]! | (0x80 << (24 - 8 * (rest & 3)));
  if (rest >= 56) {
    compress();
    schedule.fill(0, 0, 16);
  }
  const total = bytesBefore + length;
  schedule[14] = Math.floor(total / 2 ** 29);
  schedule[15] = total << 3;
  compress();
}

const HEX = /* @__PURE__ */ hexOfBytes();

function hexOfBytes(): readonly string[] {
  const digits = "0123456789abcdef";
  const hex: string[] = [];
  for (const high of digits) for (const low of digits) hex.push(high + low);
  return hex;
}

function stateAsHex(): string {
  let hex = "";
  for (let i = 0; i < 8; i++) {
    const word = state[i]!;
    hex += HEX[word >>> 24]! + HEX[(word >>> 16) & 255]! + HEX[(word >>> 8) & 255]! + HEX[word & 255]!;
  }
  return hex;
}

function stateAsBytes(): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = state[i >> 2]! >>> (24 - 8 * (i & 3));
  return bytes;
}

export function sha256Hex(byteText: string): string {
  state.set(INITIAL);
  finish(byteText, 0);
  return stateAsHex();
}

export const sha256HexOfAscii = sha256Hex;

export function sha256(bytes: Uint8Array): Uint8Array {
  state.set(INITIAL);
  finish(toByteText(bytes), 0);
  return stateAsBytes();
}

export function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  createHmac(key.length > BLOCK_BYTES ? sha256(key) : key)(toByteText(bytes));
  return stateAsBytes();
}

/** The state after one block of key and pad. The key is no longer than that. */
function padded(key: Uint8Array, pad: number): Int32Array {
  state.set(INITIAL);
  schedule.fill(pad * 0x01010101, 0, 16);
  for (let i = 0; i < key.length; i++) schedule[i >> 2] = schedule[i >> 2]! ^ (key[i]! << (24 - 8 * (i & 3)));
  compress();
  return state.slice();
}

export function createHmac(key: Uint8Array): HmacHex {
  const inner = padded(key, 0x36);
  const outer = padded(key, 0x5c);
  return (byteText, head = "") => {
    state.set(inner);
    finish(head + byteText, BLOCK_BYTES);
    // The inner digest is the second and last block of the outer hash: 32 bytes, the padding, and the length of both.
    schedule.set(state);
    schedule.fill(0, 8, 15);
    schedule[8] = 1 << 31;
    schedule[15] = (BLOCK_BYTES + 32) * 8;
    state.set(outer);
    compress();
    return stateAsHex();
  };
}
