import { hideInAddress, PresignError, requireString, show } from "../errors.ts";
import { utf8Length } from "../sigv4/bytes.ts";

export const MAX_KEY_BYTES = 1024;

const DOT_SEGMENT = /(?:^|\/)\.{1,2}(?:\/|$)/;

export type KeyFault = "empty" | "not_unicode" | "too_long" | "dot_segment";

/** What keeps a key out of a URL, if anything. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function findKeyFault(key: string): KeyFault | undefined {
  if (key === "") return "empty";
  if (!key.isWellFormed()) return "not_unicode";
  // A UTF-16 unit is at most three bytes, so only long keys need to be measured.
  if (key.length * 3 > MAX_KEY_BYTES && utf8Length(key) > MAX_KEY_BYTES) return "too_long";
  return (key.includes("/.") || key[0] === ".") && DOT_SEGMENT.test(key) ? "dot_segment" : undefined;
}

const REASONS: Record<KeyFault, string> = {
  empty: "must not be empty",
  not_unicode: "must be well-formed Unicode, without lone surrogates",
  too_long: `must be at most ${MAX_KEY_BYTES} bytes in UTF-8`,
  dot_segment:
    'must not have a segment "." or "..": browsers and HTTP clients fold them, and the URL would name another object',
};

export function requireKey(argument: string, key: unknown): asserts key is string {
  requireString(argument, key);
  const fault = findKeyFault(key);
  if (fault === undefined) return;
  const size = fault === "too_long" ? ` (${utf8Length(key)} bytes)` : "";
  throw new PresignError("key_invalid", `${argument} ${REASONS[fault]}, got ${show(hideInAddress(key))}${size}`);
}
