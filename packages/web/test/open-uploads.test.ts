// Who has an upload that is open, and which of them a chosen file goes on with.
import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import type { Api, Transfer, Transfers } from "@daypass/client";
import { createBegunHere } from "../src/lib/begun-here.ts";
import {
  createOpenUploads,
  matchUploads,
  type OpenUpload,
  STILL_MILLISECONDS,
  sortUploads,
} from "../src/lib/open-uploads.ts";
import { createStore } from "../src/lib/store.ts";

const NOW = new Date("2026-11-29T20:00:00Z");
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds).toISOString();
const upload = (id: string, more: Partial<OpenUpload> = {}): OpenUpload => ({
  id,
  name: "film.mov",
  sizeBytes: 5,
  createdAt: ago(10 * STILL_MILLISECONDS),
  expiresAt: ago(-86_400_000),
  arrivedBytes: 2,
  lastArrivedAt: ago(STILL_MILLISECONDS + 1),
  ...more,
});
const begun = (known: Record<string, number | null> = {}) => ({ lastModifiedOf: (id: string) => known[id] });
const file = (lastModified: number | null, name = "film.mov", text = "12345") => ({
  name,
  blob: lastModified === null ? new Blob([text]) : new File([text], name, { lastModified }),
});

describe("who has it", () => {
  const inTab = { id: "a", arrivedBytes: 3, isStill: false };
  const lately = { lastArrivedAt: ago(STILL_MILLISECONDS - 1000) };
  for (const { says, of, owned = [], inTabs = [], known = {}, want } of [
    { says: "nothing moved for minutes: cut off", of: upload("a"), want: "cut off" },
    { says: "a part came lately: perhaps in another browser", of: upload("a", lately), want: "elsewhere" },
    {
      says: "a part came lately, begun here, and no tab has it: cut off",
      of: upload("a", lately),
      known: { a: null },
      want: "cut off",
    },
    { says: "another tab has it", of: upload("a"), inTabs: [inTab], known: { a: 1 }, want: "in a tab" },
    {
      says: "begun lately, nothing came yet",
      of: upload("a", { lastArrivedAt: null, createdAt: ago(1) }),
      want: "elsewhere",
    },
    { says: "begun long ago, nothing came", of: upload("a", { lastArrivedAt: null }), want: "cut off" },
    { says: "this page has or had it", of: upload("a"), owned: ["a"], want: "nowhere" },
  ])
    test(says, () => {
      const { cutOff, elsewhere } = sortUploads([of], {
        owned: new Set(owned),
        inTabs: new Map(inTabs.map((one) => [one.id, one])),
        begunHere: begun(known),
        now: NOW,
      });
      const found =
        cutOff.length > 0 ? "cut off" : !elsewhere[0] ? "nowhere" : elsewhere[0].inTab ? "in a tab" : "elsewhere";
      assert.equal(found, want);
    });
});

describe("which a file goes on with", () => {
  for (const { says, source, open = [upload("a")], known = {}, want } of [
    { says: "name, size and change as begun: for certain", source: file(7), known: { a: 7 }, want: ["a", true] },
    { says: "begun elsewhere: perhaps", source: file(7), want: ["a", false] },
    { says: "changed since: none", source: file(8), known: { a: 7 }, want: [null, false] },
    { says: "another size: none", source: file(7, "film.mov", "123"), known: { a: 7 }, want: [null, false] },
    { says: "another name: none", source: file(7, "other.mov"), known: { a: 7 }, want: [null, false] },
    {
      says: "a file that does not say when it changed: perhaps",
      source: file(null),
      known: { a: null },
      want: ["a", false],
    },
    {
      says: "a name that the server has changed",
      source: file(7, "sea/film.mov"),
      open: [upload("a", { name: "sea_film.mov" })],
      known: { a: 7 },
      want: ["a", true],
    },
    {
      says: "of two, the one of which more arrived",
      source: file(7),
      open: [upload("a", { arrivedBytes: null }), upload("b", { arrivedBytes: 4 })],
      known: { a: 7, b: 7 },
      want: ["b", true],
    },
    {
      says: "of two, the certain one before the fuller one",
      source: file(7),
      open: [upload("a"), upload("b", { arrivedBytes: 4 })],
      known: { a: 7 },
      want: ["a", true],
    },
  ])
    test(says, () => {
      const [match] = matchUploads([source], open, begun(known));
      assert.deepEqual([match!.upload?.id ?? null, match!.isCertain], want);
    });

  test("two equal files do not go on with the same upload", () => {
    const matches = matchUploads([file(7), file(7)], [upload("a")], begun({ a: 7 }));
    assert.deepEqual(
      matches.map((match) => match.upload?.id),
      ["a", undefined],
    );
  });
});

test("files that were chosen are not held up by a server that is silent", async (t) => {
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ["setTimeout"] });
  const forEver = new Promise<never>(() => {});
  const openUploads = createOpenUploads(
    { listUploads: () => forEver } as unknown as Api,
    { items: [], subscribe: () => () => {} } as unknown as Transfers,
    { uploads: createStore(new Map()), ask: () => forEver, watch: () => () => {} },
    begun(),
  );
  const matching = openUploads.match([file(7)]);
  mock.timers.tick(60_000);
  const matches = await matching;
  assert.deepEqual(
    matches.map(({ upload }) => upload),
    [null],
  );
});

test("an answer that was asked for before brings back nothing that was thrown away meanwhile", async () => {
  const look = Promise.withResolvers<object>();
  const openUploads = createOpenUploads(
    {
      listUploads: async () => ({ items: [upload("a"), upload("b")] }),
      getUpload: () => look.promise,
      abortUpload: async () => {},
    } as unknown as Api,
    { items: [], subscribe: () => () => {} } as unknown as Transfers,
    { uploads: createStore(new Map()), ask: async () => {}, watch: () => () => {} },
    begun(),
  );
  const loading = openUploads.load();
  await openUploads.discard("a");
  look.resolve({ parts: [] });
  await loading;
  assert.deepEqual(
    openUploads.items.get().map(({ id }) => id),
    ["b"],
  );
});

describe("what this browser began", () => {
  function start(storage: Pick<Storage, "getItem" | "setItem"> | null) {
    const listeners: (() => void)[] = [];
    const transfers = {
      items: [] as Partial<Transfer>[],
      subscribe: (listener: () => void) => listeners.push(listener),
    };
    const begunHere = createBegunHere(transfers as unknown as Transfers, storage);
    const show = (...items: Partial<Transfer>[]) => {
      transfers.items = items;
      for (const listener of listeners) listener();
    };
    return { begunHere, show };
  }
  function memory(text: string | null = null) {
    const kept = { text };
    return {
      kept,
      getItem: () => kept.text,
      setItem(_: string, value: string) {
        kept.text = value;
      },
    };
  }

  test("is known to the next page", () => {
    const storage = memory();
    start(storage).show(
      { uploadId: null, lastModified: 1 },
      { uploadId: "a", lastModified: 7 },
      { uploadId: "b", lastModified: null },
    );
    const { begunHere } = start(storage);
    assert.deepEqual(["a", "b", "c"].map(begunHere.lastModifiedOf), [7, null, undefined]);
  });

  test("is forgotten from the oldest on", () => {
    const storage = memory();
    const { show, begunHere } = start(storage);
    for (let index = 0; index < 300; index++) show({ uploadId: `u${index}`, lastModified: index });
    assert.equal(begunHere.lastModifiedOf("u0"), undefined);
    assert.equal(begunHere.lastModifiedOf("u299"), 299);
    assert.ok(storage.kept.text!.length < 5000);
  });

  for (const { says, storage } of [
    { says: "no storage", storage: null },
    { says: "a storage that holds something else", storage: memory("{") },
    { says: "a storage that holds another kind", storage: memory('{"a":1}') },
    {
      says: "a storage that throws",
      storage: {
        getItem: () => {
          throw new Error("denied");
        },
        setItem: () => {
          throw new Error("full");
        },
      },
    },
  ])
    test(`with ${says} is nothing, and nothing fails`, () => {
      const { show, begunHere } = start(storage);
      assert.equal(begunHere.lastModifiedOf("a"), undefined);
      show({ uploadId: "a", lastModified: 7 });
    });
});
