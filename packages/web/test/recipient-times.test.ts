// What is left of a link, as its recipient reads it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLeft } from "../src/recipient-times.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

for (const { leftMs, want } of [
  { leftMs: Number.NaN, want: null },
  { leftMs: -1, want: null },
  { leftMs: 0, want: null },
  { leftMs: 1, want: "less than a minute left" },
  { leftMs: MINUTE - 1, want: "less than a minute left" },
  { leftMs: MINUTE, want: "1 minute left" },
  { leftMs: 2 * HOUR - 1, want: "119 minutes left" },
  { leftMs: 2 * HOUR, want: "2 hours left" },
  { leftMs: 2 * DAY - 1, want: "47 hours left" },
  { leftMs: 7 * DAY, want: "7 days left" },
  { leftMs: 60 * DAY - 1, want: "59 days left" },
  { leftMs: 60 * DAY, want: "2 months left" },
  { leftMs: 730 * DAY - 1, want: "24 months left" },
  { leftMs: 26_330 * DAY, want: "72 years left" },
])
  test(`${leftMs} ms: ${want}`, () => assert.equal(timeLeft(leftMs), want));
