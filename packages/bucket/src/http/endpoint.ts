// What stays the same from request to request.
import { type KeyLookup, parsePath, type RawRequest } from "@daypass/presign";
import type { Store } from "../disk/store.ts";
import type { CorsRules } from "../settings/cors-rules.ts";
import type { Identity } from "../types.ts";
import { type Authorities, findAddress, splitPath } from "./address.ts";

export interface Endpoint {
  readonly store: Store;
  readonly region: string;
  readonly identities: ReadonlyMap<string, Identity>;
  readonly authorities: Authorities;
  /** Of buckets that have none of their own. */
  readonly cors: CorsRules;
  /** Whether every request comes through a proxy that ends TLS. */
  readonly isBehindTls: boolean;
  readonly clock: () => Date;
}

/** What is known of a request so far, for its line in the log. */
export interface RequestFacts {
  operation: string;
  accessKeyId?: string | undefined;
}

export const lookupIn =
  (identities: ReadonlyMap<string, Identity>): KeyLookup =>
  (accessKeyId) =>
    // The identity itself and no copy: the verifier keeps what it derives of a secret beside the record that it was in.
    identities.get(accessKeyId);

/**
 * The rules of the bucket that a request seems to be about, its name decoded as the verifier decodes it: another spelling
 * must not find other rules. Never throws: a refusal needs these headers too.
 */
export function corsRulesFor(endpoint: Endpoint, raw: Pick<RawRequest, "target" | "rawHeaders">): CorsRules {
  try {
    const path = parsePath(raw.target.split("?", 1)[0]!) ?? "/";
    const { bucket = splitPath(path)[0] } = findAddress(endpoint.authorities, raw);
    return endpoint.store.buckets.getSetting(bucket, "cors") ?? endpoint.cors;
  } catch {
    return endpoint.cors;
  }
}
