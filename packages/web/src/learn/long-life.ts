// Lives longer than S3's own most, which some services like it take.
import type { PresignedInspection } from "@daypass/presign";

/** What S3 itself takes. */
const MOST_SECONDS = 604_800;

/** Whether a URL lives longer than S3 takes, and its service takes that: who finds what is broken knows which does. */
export const isLongLifeTaken = ({ expiresInSeconds, warnings }: PresignedInspection): boolean =>
  expiresInSeconds > MOST_SECONDS && !warnings.some(({ code }) => code === "lives_too_long");
