// From when until when a signature holds: the clock, windows of equal URLs, and credentials that end.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Credentials,
  createPresigner,
  type GetOptions,
  PresignError,
  type PresignerOptions,
  verify,
  verifyForm,
} from "../src/index.ts";

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const NOON = Date.parse("2026-11-24T12:00:00Z");
const at = (seconds: number): Date => new Date(NOON + seconds * 1000);

/** A presigner whose clock stands where `time.seconds` says, counted from noon. */
function presignerAt(time: { seconds: number }, options: Partial<PresignerOptions> = {}) {
  return createPresigner({
    credentials: CREDENTIALS,
    region: "eu-central-1",
    bucket: "photos",
    clock: () => at(time.seconds),
    ...options,
  });
}
const getAt = (seconds: number, options: Partial<GetOptions>, presigner: Partial<PresignerOptions> = {}) =>
  presignerAt({ seconds }, presigner).get("k", { expiresInSeconds: 900, ...options });
const parameter = (url: string, name: string): string | null => new URL(url).searchParams.get(name);

/** The verifier's opinion of a GET at some second after noon. */
function judge(url: string, seconds: number, key: Partial<Credentials> = {}) {
  const { host, pathname, search } = new URL(url);
  const request = { method: "GET", target: pathname + search, rawHeaders: ["Host", host] };
  const result = verify(request, () => ({ ...CREDENTIALS, ...key }), at(seconds), { region: "eu-central-1" });
  return result.ok ? "ok" : result.message;
}

test("a URL is the same, byte for byte, through its window, and another one after it", () => {
  const urls = new Set(Array.from({ length: 3600 }, (_, second) => getAt(second, { stableForSeconds: 3600 }).url));
  assert.equal(urls.size, 1);
  assert.ok(!urls.has(getAt(3600, { stableForSeconds: 3600 }).url));
  assert.ok(!urls.has(getAt(-1, { stableForSeconds: 3600 }).url));
});

test("a stable URL holds as long as was asked, from the last second of its window too, and says when it ends", () => {
  for (const second of [0, 1, 1800, 3599]) {
    const { url, expiresAt } = getAt(second, { stableForSeconds: 3600 });
    assert.deepEqual(expiresAt, at(4500));
    assert.equal(judge(url, second), "ok");
    assert.equal(judge(url, second + 900), "ok");
    assert.equal(judge(url, 4501), "Request has expired");
  }
});

test("windows of a week begin on other days, next to URLs of today", () => {
  const presigner = presignerAt({ seconds: 0 });
  const week = () => presigner.get("k", { expiresInSeconds: 1, stableForSeconds: 604_799 });
  const today = () => presigner.get("k", { expiresInSeconds: 900 });
  const [first, now] = [week(), today()];
  assert.notEqual(parameter(first.url, "X-Amz-Date"), parameter(now.url, "X-Amz-Date"));
  for (let i = 0; i < 3; i++) {
    assert.equal(week().url, first.url);
    assert.equal(today().url, now.url);
  }
  assert.equal(judge(first.url, 0), "ok");
  assert.equal(judge(now.url, 0), "ok");
});

test("a signature of back then holds as long as was asked from now on", () => {
  const { url, expiresAt } = getAt(0, {}, { backdateSeconds: 30 });
  assert.equal(parameter(url, "X-Amz-Date"), "20261124T115930Z");
  assert.equal(parameter(url, "X-Amz-Expires"), "930");
  assert.deepEqual(expiresAt, at(900));
  assert.equal(judge(url, 900), "ok");
});

test("a form is signed back then too, and ends with its policy", () => {
  const form = presignerAt({ seconds: 0 }, { backdateSeconds: 30 }).post({
    key: "k",
    expiresInSeconds: 900,
    contentLengthRange: { min: 0, max: 1 },
  });
  assert.equal(form.fields["x-amz-date"], "20261124T115930Z");
  assert.deepEqual(form.expiresAt, at(900));
  const judgeForm = (seconds: number) =>
    verifyForm({ bucket: "photos", fields: Object.entries(form.fields) }, () => CREDENTIALS, at(seconds), {
      region: "eu-central-1",
    }).ok;
  assert.deepEqual([judgeForm(0), judgeForm(900), judgeForm(901)], [true, true, false]);
});

// Credentials ---------------------------------------------------------------------------------------------------------

const ending = (seconds: number, clamp = false): Partial<PresignerOptions> => ({
  credentials: { ...CREDENTIALS, sessionToken: "token", expiration: at(seconds) },
  ...(clamp && { onCredentialExpiry: "clamp" as const }),
});

for (const { says, seconds = 0, options, presigner, expiresAt, warnings } of [
  { says: "a plain one", options: {}, presigner: {}, expiresAt: 900, warnings: [] },
  { says: "credentials that end as it does", options: {}, presigner: ending(900), expiresAt: 900, warnings: [] },
  { says: "two minutes", options: { expiresInSeconds: 120 }, presigner: {}, expiresAt: 120, warnings: [] },
  {
    says: "less than two minutes",
    options: { expiresInSeconds: 119 },
    presigner: {},
    expiresAt: 119,
    warnings: ["life_short"],
  },
  {
    says: "a minute, of a signature of ten minutes ago",
    options: { expiresInSeconds: 60 },
    presigner: { backdateSeconds: 600 },
    expiresAt: 60,
    warnings: ["life_short"],
  },
  {
    says: "credentials that end sooner, clamped",
    options: {},
    presigner: ending(600, true),
    expiresAt: 600,
    warnings: ["life_clamped"],
  },
  {
    says: "credentials that end at once, clamped",
    options: {},
    presigner: ending(60, true),
    expiresAt: 60,
    warnings: ["life_clamped", "life_short"],
  },
  {
    says: "credentials that end in the middle of a second, clamped",
    options: {},
    presigner: ending(600.7, true),
    expiresAt: 600,
    warnings: ["life_clamped"],
  },
  {
    says: "a window that would outlive the credentials, where the asked life does not",
    options: { stableForSeconds: 3600 },
    presigner: ending(2000),
    expiresAt: 2000,
    warnings: [],
  },
  {
    says: "the same, later in the window, clamped",
    seconds: 1500,
    options: { stableForSeconds: 3600 },
    presigner: ending(2000, true),
    expiresAt: 2000,
    warnings: ["life_clamped"],
  },
])
  test(`the end is true, and what is wrong with it is said: ${says}`, () => {
    const signed = getAt(seconds, options, presigner);
    assert.deepEqual(signed.expiresAt, at(expiresAt));
    assert.deepEqual(
      signed.warnings.map((warning) => warning.code),
      warnings,
    );
    assert.match(parameter(signed.url, "X-Amz-Expires") ?? "", /^[1-9][0-9]*$/);
    const key = presigner.credentials ? { sessionToken: "token" } : {};
    assert.equal(judge(signed.url, seconds, key), "ok");
    assert.equal(judge(signed.url, expiresAt + 1, key), "Request has expired");
  });

test("a form of clamped credentials ends with them, and says so", () => {
  const form = presignerAt({ seconds: 0 }, ending(60, true)).post({
    key: "k",
    expiresInSeconds: 900,
    contentLengthRange: { min: 0, max: 1 },
  });
  assert.deepEqual(form.expiresAt, at(60));
  assert.deepEqual(
    form.warnings.map((warning) => warning.code),
    ["life_clamped", "life_short"],
  );
});

test("a function is asked for each signature: refreshed credentials sign, with their own token and end", () => {
  const time = { seconds: 0 };
  let current: Credentials = { ...CREDENTIALS, sessionToken: "first", expiration: at(1000) };
  const presigner = presignerAt(time, { credentials: () => current });
  const url = () => presigner.get("k", { expiresInSeconds: 900 }).url;
  const first = url();
  assert.equal(parameter(first, "X-Amz-Security-Token"), "first");
  current = { ...current };
  assert.equal(url(), first, "a new object that says the same");
  time.seconds = 500;
  assert.throws(url, /at most 500/);
  current = { accessKeyId: "ASIASECOND", secretAccessKey: "other", sessionToken: "second", expiration: at(5000) };
  assert.match(url(), /Credential=ASIASECOND%2F.*Security-Token=second&/);
  assert.equal(judge(url(), 500, current), "ok");
  (current as { sessionToken?: string }).sessionToken = "third";
  assert.equal(parameter(url(), "X-Amz-Security-Token"), "third", "an object that was changed");
  current = CREDENTIALS;
  assert.equal(parameter(url(), "X-Amz-Security-Token"), null);
});

test("what a caller does to its credentials later changes nothing", () => {
  const credentials = { ...CREDENTIALS, expiration: at(1000) };
  const presigner = presignerAt({ seconds: 0 }, { credentials });
  const first = presigner.get("k", { expiresInSeconds: 900 });
  credentials.secretAccessKey = "changed";
  credentials.expiration.setTime(0);
  assert.deepEqual(presigner.get("k", { expiresInSeconds: 900 }), first);
});

// The clock -----------------------------------------------------------------------------------------------------------

test("a Date header corrects a clock that is wrong, either way, and again", () => {
  const time = { seconds: 0 };
  const presigner = presignerAt(time);
  assert.equal(presigner.clockOffsetSeconds, 0);
  for (const offset of [7200, -7200, 0]) {
    assert.equal(presigner.learnClock(at(time.seconds + offset).toUTCString()), offset);
    assert.equal(presigner.clockOffsetSeconds, offset);
    const { url, expiresAt } = presigner.get("k", { expiresInSeconds: 900 });
    assert.deepEqual(expiresAt, at(time.seconds + offset + 900));
    assert.equal(judge(url, time.seconds + offset), "ok");
    time.seconds += 100;
  }
});

const noon = () => presignerAt({ seconds: 0 });
for (const [says, header] of [
  ["no text", undefined],
  ["nothing", ""],
  ["another form of a date", "2026-11-24T12:00:00Z"],
  ["a day that does not exist", "Tue, 31 Feb 2026 12:00:00 GMT"],
  ["the wrong day of the week", "Mon, 24 Nov 2026 12:00:00 GMT"],
  ["another zone", "Tue, 24 Nov 2026 12:00:00 CET"],
  ["more behind it", "Tue, 24 Nov 2026 12:00:00 GMT, x"],
  ["more than a day ahead", "Wed, 25 Nov 2026 12:00:01 GMT"],
  ["more than a day behind", "Mon, 23 Nov 2026 11:59:59 GMT"],
] as const)
  test(`no Date header to learn from: ${says}`, () => {
    const presigner = noon();
    assert.throws(
      () => presigner.learnClock(header as string),
      (error: unknown) =>
        error instanceof Error &&
        /^dateHeader must/.test(error.message) &&
        (header === undefined || (error as PresignError).code === "clock_invalid"),
    );
    assert.equal(presigner.clockOffsetSeconds, 0);
  });

test("a day ahead or behind can still be learnt", () => {
  assert.equal(noon().learnClock("Wed, 25 Nov 2026 12:00:00 GMT"), 86_400);
  assert.equal(noon().learnClock("Mon, 23 Nov 2026 12:00:00 GMT"), -86_400);
});

// Refusals ------------------------------------------------------------------------------------------------------------

const stable =
  (stableForSeconds: unknown, expiresInSeconds = 900) =>
  () =>
    getAt(0, { expiresInSeconds, stableForSeconds: stableForSeconds as number });
const create = (options: object) => () => presignerAt({ seconds: 0 }, options);
const provide = (credentials: unknown) => () => getAt(0, {}, { credentials: (() => credentials) as never });

for (const [says, call, kind, message] of [
  ["no window at all", stable(0), "option_invalid", /stableForSeconds must be an integer in 1\.\.604800, got 0/],
  ["a window of NaN", stable(Number.NaN), "option_invalid", /stableForSeconds.*got NaN/],
  ["a window of half a second", stable(0.5), "option_invalid", /stableForSeconds.*got 0\.5/],
  ["a window that is a text", stable("60"), TypeError, /stableForSeconds must be a number, got "60"/],
  ["a window that is null", stable(null), TypeError, /stableForSeconds must be a number, got null/],
  [
    "a window and a life of more than a week",
    stable(604_000, 801),
    "expiry_invalid",
    /at most 604800, got 801 \+ 604000 \+ 0/,
  ],
  [
    "a stable upload",
    () => presignerAt({ seconds: 0 }).put("k", { expiresInSeconds: 1, stableForSeconds: 1 } as never),
    TypeError,
    /unknown option "stableForSeconds"/,
  ],
  [
    "a signature of the future",
    create({ backdateSeconds: -1 }),
    "option_invalid",
    /backdateSeconds must be an integer in 0\.\.900, got -1/,
  ],
  ["a signature of long ago", create({ backdateSeconds: 901 }), "option_invalid", /backdateSeconds.*got 901/],
  ["a time that is a text", create({ backdateSeconds: "1" }), TypeError, /backdateSeconds must be a number/],
  [
    "another way to end",
    create({ onCredentialExpiry: "ignore" }),
    TypeError,
    /onCredentialExpiry must be "refuse" or "clamp", got "ignore"/,
  ],
  ["a promise of credentials", provide(Promise.resolve(CREDENTIALS)), TypeError, /must answer at once, got a promise/],
  ["no credentials", provide(undefined), TypeError, /credentials must be an object/],
  ["null for credentials", provide(null), TypeError, /credentials must be an object/],
  [
    "credentials without a secret",
    provide({ accessKeyId: "AKIDEXAMPLE" }),
    TypeError,
    /credentials\.secretAccessKey must be a string/,
  ],
  [
    "credentials with another end",
    provide({ ...CREDENTIALS, expiration: "2026" }),
    TypeError,
    /expiration must be a valid Date/,
  ],
  [
    "clamped credentials that are over",
    () => getAt(0, {}, ending(0, true)),
    "credentials_expired",
    /ended at 2026-11-24T12:00:00\.000Z/,
  ],
  [
    "credentials with less than a second left",
    () => getAt(0, {}, ending(0.9, true)),
    "credentials_expired",
    /ended at/,
  ],
  [
    "a window in which the credentials end too soon",
    () => getAt(1500, { stableForSeconds: 3600 }, ending(2000)),
    "credentials_expired",
    /at most 500.*got 900/,
  ],
] as const)
  test(`refused: ${says}`, () =>
    assert.throws(call, (error: unknown) => {
      if (typeof kind === "string") assert.equal((error as PresignError).code, kind);
      else assert.ok(error instanceof kind && !(error instanceof PresignError));
      assert.match((error as Error).message, message);
      return true;
    }));
