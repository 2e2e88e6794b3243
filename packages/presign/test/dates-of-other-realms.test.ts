// A Date of a frame, a `vm` context or a test runner is a Date: what comes of it is what comes of one of our own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { explain } from "../src/explain/explain.ts";
import { createPresigner, inspect, verify } from "../src/index.ts";
import { createCredentialSource } from "../src/sign/credentials.ts";
import { presignGet } from "../src/sign/get-presigner.ts";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const PLACE = { region: "eu-central-1", bucket: "photos" };
const AT = { region: PLACE.region, bucketUrl: "https://photos.s3.eu-central-1.amazonaws.com" };
const NOW = "2026-11-24T12:00:00.500Z";
const LATER = "2026-11-24T12:10:00.000Z";
const own = (iso: string): Date => new Date(iso);
const foreign = (iso: string): Date => runInNewContext(`new Date("${iso}")`);

const life = { expiresInSeconds: 900 };
const presignerAt = (clock: () => Date, expiration?: Date) =>
  createPresigner({ ...PLACE, credentials: { ...KEYS, expiration }, clock, onCredentialExpiry: "clamp" });
const { url } = presignerAt(() => own(NOW)).get("k", life);
const sent = { method: "GET", target: url.slice(url.indexOf("/k")), rawHeaders: ["Host", new URL(url).host] };
const lookup = () => KEYS;
const MD5 = "1B2M2Y8AsgTpgAmy7PhCfg==";
const ended = "<Error><Code>AccessDenied</Code><Message></Message></Error>";

for (const [says, answer] of Object.entries<(date: typeof own) => unknown>({
  "a clock": (date) => presignerAt(() => date(NOW)).get("k", life),
  "the end of credentials, which shortens the URL": (date) => presignerAt(() => own(NOW), date(LATER)).get("k", life),
  "the end of credentials of a call": (date) =>
    presignGet({
      ...AT,
      ...life,
      credentials: { ...KEYS, expiration: date("2030-01-01") },
      key: "k",
      now: own(NOW),
    }),
  "the time of a call": (date) => presignGet({ ...AT, ...life, credentials: KEYS, key: "k", now: date(NOW) }),
  "a header of the answer": (date) =>
    presignerAt(() => own(NOW)).get("k", { ...life, response: { expires: date(LATER) } }),
  "a condition": (date) => presignerAt(() => own(NOW)).get("k", { ...life, ifModifiedSince: date(LATER) }),
  "the end of a lock": (date) =>
    presignerAt(() => own(NOW)).put("k", {
      ...life,
      contentMd5: MD5,
      objectLock: { mode: "GOVERNANCE", retainUntil: date(LATER) },
    }),
  "the time of verify": (date) => verify(sent, lookup, date(LATER), { region: PLACE.region }),
  "the time of a refusal": (date) => verify(sent, lookup, date("2026-11-24T12:15:01Z"), { region: PLACE.region }),
  "the time of inspect": (date) => inspect(url, { now: date("2026-11-25") }),
  "the time of explain": (date) => explain(url, ended, { now: date("2026-11-25") }),
}))
  test(`a Date of another realm counts: ${says}`, () => {
    assert.equal(foreign(NOW) instanceof Date, false);
    assert.deepEqual(answer(foreign), answer(own));
  });

test("credentials with the same end, of another realm each time, are the same: what was worked out is kept", () => {
  const source = createCredentialSource(() => ({ ...KEYS, expiration: foreign(LATER) }), undefined);
  assert.equal(source(), source());
});

test("a date alone is no options, of whatever realm", () => {
  for (const date of [own(NOW), foreign(NOW)])
    assert.throws(() => inspect(url, date as never), /options must be \{ now \}, got a Date alone/);
});
