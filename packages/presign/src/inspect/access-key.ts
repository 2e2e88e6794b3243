import type { PresignedInspection } from "./types.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export function kindOfKey(accessKeyId: string): PresignedInspection["keyKind"] {
  if (/^AKIA[A-Z0-9]{12,}$/.test(accessKeyId)) return "long-term";
  if (accessKeyId.startsWith("ASIA")) return "temporary";
  return accessKeyId.startsWith("GOOG") ? "Google HMAC" : "unknown";
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The account that a key of AWS belongs to: ids that were made since 2019 carry its number in base32, which AWS does not
 * document and does not keep secret. Ids of before (AKIAI…, AKIAJ…) carry none.
 */
export function accountOf(accessKeyId: string): string | undefined {
  const body = /^A[KS]IA([A-HK-Z2-7][A-Z2-7]{15})$/.exec(accessKeyId)?.[1];
  if (body === undefined) return undefined;
  // Ten letters are 50 bits; of the first 48 the account has bits 8 to 47, and the lowest seven are of something else.
  let bits = 0n;
  for (const letter of body.slice(0, 10)) bits = (bits << 5n) | BigInt(BASE32.indexOf(letter));
  const account = String(((bits >> 2n) & 0x7fffffffff80n) >> 7n);
  return account.length > 12 ? undefined : account.padStart(12, "0");
}
