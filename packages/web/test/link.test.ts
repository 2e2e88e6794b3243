// The link beside the files: what its form says, and when it is made.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CreateShare, Share } from "@daypass/api/schemas";
import type { Api, Transfer, Transfers } from "@daypass/client";
import { createLinkMaker } from "../src/lib/link-maker.ts";
import {
  checkOptions,
  DEFAULT_OPTIONS,
  type LinkOptions,
  shareOf,
  suggestPassword,
  tellDownloads,
} from "../src/lib/link-options.ts";
import { isLoopback } from "../src/lib/loopback.ts";

const NOW = new Date("2026-11-24T14:00:00Z");
const options = (change: Partial<LinkOptions>): LinkOptions => ({ ...DEFAULT_OPTIONS, ...change });

describe("the form", () => {
  for (const { says, change, field } of [
    { says: "a moment that has passed", change: { expiry: "at", expiryAt: "2026-11-24T13:00Z" }, field: "expiryAt" },
    { says: "no moment", change: { expiry: "at", expiryAt: "" }, field: "expiryAt" },
    { says: "no number", change: { downloads: "other", downloadsOther: "" }, field: "downloadsOther" },
    { says: "zero", change: { downloads: "other", downloadsOther: "0" }, field: "downloadsOther" },
    { says: "a fraction", change: { downloads: "other", downloadsOther: "1.5" }, field: "downloadsOther" },
    { says: "more than a million", change: { downloads: "other", downloadsOther: "1000001" }, field: "downloadsOther" },
    { says: "a title of 201 characters", change: { title: "x".repeat(201) }, field: "title" },
    { says: "a password of 257 characters", change: { password: "x".repeat(257) }, field: "password" },
  ] as const)
    test(`refuses ${says}`, () => assert.deepEqual(Object.keys(checkOptions(options(change), NOW)), [field]));

  test("accepts what it begins with, and a hidden field's mistake does not count", () => {
    assert.deepEqual(checkOptions(DEFAULT_OPTIONS, NOW), {});
    assert.deepEqual(checkOptions(options({ downloads: "5", downloadsOther: "nonsense" }), NOW), {});
  });

  for (const { says, change, want } of [
    { says: "a week by default", change: {}, want: { expiresAt: "2026-12-01T14:00:00.000Z", maxClaims: null } },
    { says: "never", change: { expiry: "never" }, want: { expiresAt: null, maxClaims: null } },
    {
      says: "everything set",
      change: { title: " T ", password: " p ", expiry: "hour", downloads: "other", downloadsOther: "7" },
      want: { title: "T", password: " p ", expiresAt: "2026-11-24T15:00:00.000Z", maxClaims: 7 },
    },
  ] as const)
    test(`asks for ${says}`, () => assert.deepEqual(shareOf(["f"], options(change), NOW), { fileIds: ["f"], ...want }));

  for (const { says, change, fileCount, usedCount = 0, want } of [
    { says: "no limit", change: {}, fileCount: 9, want: undefined },
    { says: "one file, nothing used", change: { downloads: "1" }, fileCount: 1, want: undefined },
    { says: "no number yet", change: { downloads: "other", downloadsOther: "" }, fileCount: 9, want: undefined },
    {
      says: "one download of nine files",
      change: { downloads: "1" },
      fileCount: 9,
      want: "One of these 9 files, once: each file counts as a download.",
    },
    {
      says: "five downloads of nine files",
      change: { downloads: "5" },
      fileCount: 9,
      want: "Too few for all 9 files: each file counts as a download.",
    },
    {
      says: "enough for all",
      change: { downloads: "25" },
      fileCount: 9,
      want: "All 9 files once take 9: each file counts as a download.",
    },
    {
      says: "a limit that is used up",
      change: { downloads: "1" },
      fileCount: 1,
      usedCount: 1,
      want: "This number includes 1 that is used: none left, so the link is used up.",
    },
    {
      says: "a limit of which some is used, of two files",
      change: { downloads: "other", downloadsOther: "3" },
      fileCount: 2,
      usedCount: 2,
      want: "This number includes 2 that are used: 1 left. All 2 files once take 2: each file counts as a download.",
    },
  ] as const)
    test(`tells of the downloads: ${says}`, () =>
      assert.equal(tellDownloads(options(change), { fileCount, usedCount }), want));

  test("a suggested password is three groups of four, of letters that are not mistaken", () => {
    assert.match(
      suggestPassword(Uint8Array.from({ length: 12 }, (_, i) => i * 21)),
      /^([a-km-np-z2-9]{4}-){2}[a-km-np-z2-9]{4}$/,
    );
  });
});

describe("an address that leads to whoever asks it", () => {
  for (const url of [
    "http://localhost:3000/s/a",
    "http://app.localhost/",
    "http://127.0.0.1:1",
    "http://127.3.2.1",
    "http://[::1]:3000",
  ])
    test(url, () => assert.equal(isLoopback(url), true));
  for (const url of [
    "http://192.168.1.20:3000",
    "https://localhost.example.org",
    "https://example.org/localhost",
    "http://[fe80::1]",
  ])
    test(`not ${url}`, () => assert.equal(isLoopback(url), false));
});

/** A queue whose items the test sets. */
function openTable(createShare: (input: CreateShare) => Promise<Share>) {
  let listener = () => {};
  const calls: { input: CreateShare; key: string | undefined }[] = [];
  const transfers = {
    items: [] as Transfer[],
    subscribe(given: () => void) {
      listener = given;
      return () => {};
    },
    remove() {},
  };
  const api = {
    createShare(input: CreateShare, given?: { idempotencyKey?: string }) {
      calls.push({ input, key: given?.idempotencyKey });
      return createShare(input);
    },
  };
  // A clock that moves, as clocks do between two tries.
  let readings = 0;
  const clock = () => new Date(NOW.getTime() + 1000 * readings++);
  const maker = createLinkMaker(api as unknown as Api, transfers as unknown as Transfers, clock);
  const put = (...kinds: string[]) => {
    transfers.items = kinds.map(
      (kind, index) => ({ state: { kind, file: { id: `f${index}` } } }) as unknown as Transfer,
    );
    listener();
  };
  return { maker, calls, put };
}
const made = { id: "shr_1" } as Share;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("the link maker", () => {
  test("makes nothing before it is wanted, nor before every file has arrived, and then once", async () => {
    const { maker, calls, put } = openTable(async () => made);
    put("done", "done");
    assert.equal(calls.length, 0);
    put("done", "sending");
    maker.want();
    put("done", "paused");
    assert.equal(maker.phase.get().kind, "wanted");
    put("done", "done");
    put("done", "done");
    await settle();
    assert.deepEqual(
      calls.map(({ input }) => input.fileIds),
      [["f0", "f1"]],
    );
    assert.deepEqual(maker.phase.get(), { kind: "made", share: made });
  });

  test("leaves out what was refused only when told to", async () => {
    const { maker, calls, put } = openTable(async () => made);
    put("done", "refused");
    maker.want();
    assert.equal(calls.length, 0);
    maker.want({ withoutRefused: true });
    await settle();
    assert.deepEqual(calls[0]?.input.fileIds, ["f0"]);
  });

  test("a try that failed is said, and the next has the same key, so that no second link is made", async () => {
    let fails = true;
    const { maker, calls, put } = openTable(async () => {
      if (fails) throw new TypeError("lost");
      return made;
    });
    put("done");
    maker.want();
    await settle();
    assert.equal(maker.phase.get().kind, "failed");
    fails = false;
    maker.want();
    await settle();
    assert.equal(calls.length, 2);
    assert.deepEqual(calls[0], calls[1], "the very same request: under one key the server refuses another");
  });

  test("with other limits it is another link", async () => {
    const { maker, calls, put } = openTable(() => Promise.reject(new TypeError("lost")));
    put("done");
    maker.want();
    await settle();
    maker.options.set(options({ title: "Other" }));
    maker.want();
    await settle();
    assert.notEqual(calls[0]!.key, calls[1]!.key);
  });
});
