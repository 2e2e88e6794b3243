/** Cryptographically strong random bytes. A value, so that tests decide what is drawn. */
export type RandomBytes = (count: number) => Uint8Array;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** Lower-case base32 (RFC 4648 alphabet, no padding): safe in URLs, keys, headers and on every file system. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >>> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  if (bits > 0) text += ALPHABET[(buffer << (5 - bits)) & 31];
  return text;
}

/** 128 random bits as 26 characters. */
export const createSecretText = (random: RandomBytes): string => encodeBase32(random(16));

export type IdPrefix = "fil" | "upl" | "shr" | "clm" | "evt" | "usr" | "obj" | "tok" | "del" | "grt";

/** For example `fil_k5x…`: a prefix that says what it names, and 128 random bits. */
export const createId = (prefix: IdPrefix, random: RandomBytes): string => `${prefix}_${createSecretText(random)}`;

/** Where a new object goes: made here, with no text of a user in it, so that no name can reach another's object. */
export const createObjectKey = (keyPrefix: string, random: RandomBytes): string =>
  `${keyPrefix}f/${createSecretText(random)}`;
