// The size of a body: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
import { requireInteger } from "../../errors.ts";
import type { OptionRule } from "./rules.ts";

/** What one request may bring, 5 GiB. */
export const MAX_BODY_BYTES = 5 * 1024 ** 3;

/** Of calls with a body: its exact size in bytes. */
export const CONTENT_LENGTH_RULE: OptionRule = {
  read(draft, value) {
    requireInteger("contentLength", value, { min: 0, max: MAX_BODY_BYTES });
    draft.contentLength = value as number;
  },
};
