/** `seenAt` and `usedAt` move at most this often: reading must not become writing. */
export const TOUCH_MILLISECONDS = 3_600_000;
