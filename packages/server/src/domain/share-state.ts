import type { ShareRecord } from "./records.ts";

export type ShareState = "open" | "expired" | "used_up" | "revoked";

type Limits = Pick<ShareRecord, "revokedAt" | "expiresAt" | "maxClaims" | "claimCount">;

/** What a share is now. The strongest reason first: a withdrawn link stays withdrawn, whatever else became of it. */
export function shareState(share: Limits, now: number): ShareState {
  if (share.revokedAt !== null) return "revoked";
  if (share.expiresAt !== null && now >= share.expiresAt) return "expired";
  if (share.maxClaims !== null && share.claimCount >= share.maxClaims) return "used_up";
  return "open";
}

export const claimsLeft = (share: Pick<ShareRecord, "maxClaims" | "claimCount">): number | null =>
  share.maxClaims === null ? null : Math.max(0, share.maxClaims - share.claimCount);
