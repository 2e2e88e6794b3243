// Signing keys that the verifier has derived, kept for a while: four HMACs for each request would cost more than the rest.
import { createSign, deriveSigningKey, type Sign } from "../sigv4/signature.ts";
import { formatScope, type Scope } from "../sigv4/string-to-sign.ts";
import type { KeyRecord } from "../types.ts";

/** A URL lives for a week, so today's requests are of nine days at most; an endpoint has one region. */
export const MAX_SCOPES = 16;

interface Known {
  readonly secretAccessKey: string;
  readonly byScope: Map<string, Sign>;
}

/**
 * What was derived lies beside the record that the lookup gave, and goes with it: no secret is kept longer than its owner
 * keeps it. An endpoint that answers with the same record each time saves the derivation; one that makes new records does
 * not, and is no less right. A record whose secret was changed begins anew.
 */
const known = new WeakMap<KeyRecord, Known>();

/** `name` is the scope in one text, where that is at hand. */
export function signWith(record: KeyRecord, scope: Scope, name: string = formatScope(scope)): Sign {
  const { secretAccessKey } = record;
  let keys = known.get(record);
  if (keys === undefined || keys.secretAccessKey !== secretAccessKey) {
    keys = { secretAccessKey, byScope: new Map() };
    known.set(record, keys);
  }
  let sign = keys.byScope.get(name);
  if (sign === undefined) {
    if (keys.byScope.size >= MAX_SCOPES) keys.byScope.clear();
    sign = createSign(deriveSigningKey(secretAccessKey, scope));
    keys.byScope.set(name, sign);
  }
  return sign;
}
