// Times on the wire: what is one, to the second, and what is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatTimestamp,
  isDay,
  isRepresentable,
  parseHttpDate,
  parseIsoUtc,
  parseTimestamp,
} from "../src/sigv4/time.ts";

const pad = (number: number, length: number): string => String(number).padStart(length, "0");

test("a day is one where a calendar has it, in common years, leap years and centuries", () => {
  for (const year of [100, 1900, 1970, 2000, 2024, 2026, 2100, 9999])
    for (let month = 0; month <= 13; month++)
      for (let day = 0; day <= 32; day++) {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        const text = pad(year, 4) + pad(month, 2) + pad(day, 2);
        assert.equal(isDay(text), isReal, text);
        const ms = isReal ? date.getTime() : undefined;
        assert.equal(parseTimestamp(`${text}T000000Z`), ms, text);
      }
});

for (const text of [
  "",
  "2026112",
  "202611240",
  "0099-101",
  "00991231",
  "2026112x",
  "x0261124",
  "2026 124",
  "２０２６１１２４",
  "+0261124",
])
  test(`${JSON.stringify(text)} is no day`, () => assert.equal(isDay(text), false));

for (const [text, iso] of [
  ["20261124T120000Z", "2026-11-24T12:00:00Z"],
  ["20261124T235959Z", "2026-11-24T23:59:59Z"],
  ["20240229T000001Z", "2024-02-29T00:00:01Z"],
  ["19700101T000000Z", "1970-01-01T00:00:00Z"],
] as const)
  test(`${text} is ${iso}, and is written so`, () => {
    const ms = Date.parse(iso);
    assert.equal(parseTimestamp(text), ms);
    assert.equal(formatTimestamp(ms / 1000), text);
  });

for (const text of [
  "20261124T240000Z",
  "20261124T126000Z",
  "20261124T120060Z",
  "20261332T000000Z",
  "20260229T000000Z",
  "20261124t120000Z",
  "20261124T120000z",
  "20261124T1200000Z",
  "20261124T12000Z",
  "20261124T120000ZZ",
  "20261124T120000",
  "20261124 120000Z",
  "20261124T-10000Z",
  "20261124T1:0000Z",
  "20261124T12/000Z",
  "20261124T1200 0Z",
  " 0261124T120000Z",
  "",
])
  test(`${JSON.stringify(text)} is no timestamp`, () => assert.equal(parseTimestamp(text), undefined));

test("what four digits of a year can say can be written", () => {
  const last = Date.parse("9999-12-31T23:59:59Z") / 1000;
  assert.deepEqual([-1, 0, last, last + 1, Number.NaN].map(isRepresentable), [false, true, true, false, false]);
  assert.equal(formatTimestamp(last), "99991231T235959Z");
});

for (const [text, iso] of [
  ["Tue, 24 Nov 2026 15:00:00 GMT", "2026-11-24T15:00:00Z"],
  ["Mon, 24 Nov 2026 15:00:00 GMT", undefined],
  ["Tue, 24 Nov 2026 15:00:00 UTC", undefined],
  ["Tue, 24 Nov 2026 15:00:00 GMT ", undefined],
  ["2026-11-24T15:00:00Z", undefined],
  ["Invalid Date", undefined],
  ["", undefined],
] as const)
  test(`a Date header ${JSON.stringify(text)} is ${iso ?? "none"}`, () =>
    assert.equal(parseHttpDate(text), iso && Date.parse(iso)));

for (const [text, iso] of [
  ["2026-11-24T12:10:00.000Z", "2026-11-24T12:10:00Z"],
  ["2026-11-24T12:10:00Z", "2026-11-24T12:10:00Z"],
  ["2026-11-24T12:10:00.5Z", "2026-11-24T12:10:00.500Z"],
  ["2026-11-24T12:10:00.123456789Z", "2026-11-24T12:10:00.123Z"],
  ["2026-11-24T12:10:00.1234567890Z", undefined],
  ["2026-11-24T12:10:00.Z", undefined],
  ["2026-11-24T12:10:00", undefined],
  ["2026-11-24T12:10:00+00:00", undefined],
  ["2026-11-24T12:10Z", undefined],
  ["2026-11-24T12:10:00Zx", undefined],
  // What Date.parse takes all the same: an end of a C string, and a year with a sign.
  ["2026-11-24T12:10:00Z\u0000", undefined],
  ["x2026-11-24T12:10:00Z", undefined],
  [" 2026-11-24T12:10:00Z", undefined],
  ["2026-11-24T12:10:00Z ", undefined],
  ["2026-02-29T12:10:00Z", undefined],
  ["2026-11-24T24:00:00Z", undefined],
  ["2026-13-24T12:10:00Z", undefined],
  ["+02026-11-24T12:10:00Z", undefined],
  ["+002026-11-24T12:10:00Z", undefined],
  ["2026-11-24 12:10:00Z", undefined],
  ["2026-11-24T12:10:00.1x3Z", undefined],
] as const)
  test(`an expiration ${JSON.stringify(text)} is ${iso ?? "none"}`, () =>
    assert.equal(parseIsoUtc(text), iso && Date.parse(iso)));
