const DAY_MILLISECONDS = 86_400_000;
/** A session that nobody used for this long is over. */
export const SESSION_IDLE_MILLISECONDS = 30 * DAY_MILLISECONDS;
/** A session is over then, used or not. */
export const SESSION_TOTAL_MILLISECONDS = 180 * DAY_MILLISECONDS;

/** A link to set a new password: long enough to be handed over, too short to lie about. */
export const RESET_LINK_MILLISECONDS = 3_600_000;

export const sessionEndsAt = (session: { readonly createdAt: number; readonly seenAt: number }): number =>
  Math.min(session.seenAt + SESSION_IDLE_MILLISECONDS, session.createdAt + SESSION_TOTAL_MILLISECONDS);
