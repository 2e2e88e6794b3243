import type { Tx } from "./schema.ts";

/** An `Idempotency-Key` and what it was sent with. */
export interface IdempotentRequest {
  readonly key: string;
  /** Keyed hashes of the request, one for each instance key; the first is written, any may match. */
  readonly fingerprints: readonly string[];
}

export type Replay =
  | { readonly kind: "first" }
  | { readonly kind: "again"; readonly resourceId: string }
  | { readonly kind: "conflict" };

/** In the transaction that creates: the second request of a key finds what the first made. */
export async function noteRequest(
  tx: Tx,
  request: IdempotentRequest | undefined,
  { ownerId, resourceId, now }: { ownerId: string; resourceId: string; now: number },
): Promise<Replay> {
  if (!request) return { kind: "first" };
  const inserted = await tx
    .insertInto("idempotencyKeys")
    .values({ ownerId, key: request.key, fingerprint: request.fingerprints[0]!, resourceId, createdAt: now })
    .onConflict((conflict) => conflict.columns(["ownerId", "key"]).doNothing())
    .returning("resourceId")
    .executeTakeFirst();
  if (inserted) return { kind: "first" };
  const known = await tx
    .selectFrom("idempotencyKeys")
    .select(["fingerprint", "resourceId"])
    .where("ownerId", "=", ownerId)
    .where("key", "=", request.key)
    .executeTakeFirstOrThrow();
  return request.fingerprints.includes(known.fingerprint)
    ? { kind: "again", resourceId: known.resourceId }
    : { kind: "conflict" };
}
