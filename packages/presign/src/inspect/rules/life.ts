// How long it lives, and whose key signed it.
import type { Examined, Rule } from "./rule.ts";

const MAX_SECONDS = 604_800;
/** Yandex alone is known to take more: 30 days. */
const maxSeconds = ({ facts }: Examined): number =>
  facts.provider === "Yandex Object Storage" ? 2_592_000 : MAX_SECONDS;
const LONG_SECONDS = 24 * 3600;
/** AWS's guidance: below two minutes, expect random failures. */
const SHORT_SECONDS = 120;

export const LIFE_RULES: readonly Rule[] = [
  ["expired", "broken", ({ facts }) => facts.state === "expired" && `It expired at ${facts.expiresAt.toISOString()}.`],
  [
    "not_yet_valid",
    "broken",
    ({ facts }) => facts.state === "not_yet_valid" && "It is dated in the future: a clock is wrong.",
  ],
  [
    "lives_too_long",
    "broken",
    (examined) =>
      examined.facts.expiresInSeconds > maxSeconds(examined) &&
      `S3 takes at most ${MAX_SECONDS} seconds (7 days), this says ${examined.facts.expiresInSeconds}.`,
  ],
  [
    "lives_long",
    "unwise",
    (examined) =>
      examined.facts.expiresInSeconds > LONG_SECONDS &&
      examined.facts.expiresInSeconds <= maxSeconds(examined) &&
      "It lives for more than a day, and whoever sees it can use it: sign shorter and later.",
  ],
  ["lives_never", "broken", ({ facts }) => facts.expiresInSeconds < 1 && "Its life is 0 seconds: it was never valid."],
  [
    "lives_short",
    "unwise",
    ({ facts: { expiresInSeconds: seconds } }) =>
      seconds >= 1 &&
      seconds < SHORT_SECONDS &&
      "It lives for less than two minutes: a slow client or a clock that is off will miss it.",
  ],
  [
    "temporary_credentials",
    "unwise",
    ({ facts, parameters }) =>
      facts.isTemporary &&
      !parameters.has("X-Amz-S3session-Token") &&
      "It was signed with temporary credentials and ends when they end (often after one hour), whatever its expiry says.",
  ],
  [
    "express_session",
    "unwise",
    ({ parameters }) =>
      parameters.has("X-Amz-S3session-Token") &&
      "It was signed with a session of S3 Express, which ends within five minutes of CreateSession.",
  ],
  [
    "token_missing",
    "broken",
    ({ facts, parameters }) =>
      facts.accessKeyId.startsWith("ASIA") &&
      !parameters.has("X-Amz-Security-Token") &&
      !parameters.has("X-Amz-S3session-Token") &&
      "The key is a temporary one, but X-Amz-Security-Token is missing: S3 will refuse it.",
  ],
  [
    "token_damaged",
    "broken",
    ({ parameters }) =>
      /\s/.test(parameters.get("X-Amz-Security-Token") ?? "") &&
      "The session token holds a blank: its + was not written as %2B.",
  ],
];
