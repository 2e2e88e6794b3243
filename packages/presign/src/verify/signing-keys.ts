// Four of the five HMACs of a signature are the same for a whole day: they are done once for each key that is looked up.
import type { HmacHex } from "../sigv4/hash/hash.ts";
import { createSign, deriveSigningKey } from "../sigv4/signature.ts";
import { formatScope, type Scope } from "../sigv4/string-to-sign.ts";
import type { KeyRecord } from "../types.ts";

interface Kept {
  readonly secretAccessKey: string;
  readonly scope: string;
  readonly sign: HmacHex;
}

/** For as long as whoever looks keys up keeps the record: a lookup that makes a new one each time gains nothing. */
const kept = new WeakMap<KeyRecord, Kept>();

/** What signs with this key on this day. */
export function signerOf(key: KeyRecord, scope: Scope): HmacHex {
  const { secretAccessKey } = key;
  const scopeText = formatScope(scope);
  const known = kept.get(key);
  if (known?.scope === scopeText && known.secretAccessKey === secretAccessKey) return known.sign;
  const sign = createSign(deriveSigningKey(secretAccessKey, scope));
  kept.set(key, { secretAccessKey, scope: scopeText, sign });
  return sign;
}
