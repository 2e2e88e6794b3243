// What tabs of one browser tell each other about their uploads.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Transfer, Transfers } from "@daypass/client";
import { createOtherTabs } from "../src/lib/other-tabs.ts";

type Listener = (event: { data: unknown }) => void;
const channels = new Set<FakeChannel>();
/** Delivers at once, to all but the sender, a copy. */
class FakeChannel {
  onmessage: Listener | null = null;
  isDead = false;
  constructor() {
    channels.add(this);
  }
  postMessage(data: unknown): void {
    if (this.isDead) return;
    for (const channel of channels)
      if (channel !== this && !channel.isDead) channel.onmessage?.({ data: structuredClone(data) });
  }
}

/** A tab with a queue that the test fills, which can leave, come back, or die without a word. */
function openTab(name: string) {
  const before = new Set(channels);
  const listeners = new Map<string, () => void>();
  Object.assign(globalThis, {
    addEventListener: (kind: string, listener: () => void) => listeners.set(kind, listener),
  });
  let changed = () => {};
  const transfers = {
    items: [] as Partial<Transfer>[],
    subscribe(listener: () => void) {
      changed = listener;
    },
  };
  const tabs = createOtherTabs(transfers as unknown as Transfers, name);
  const channel = [...channels].find((one) => !before.has(one))!;
  return {
    tabs,
    seen: () =>
      [...tabs.uploads.get().values()].map(
        ({ id, arrivedBytes, isStill }) => `${id} ${arrivedBytes}${isStill ? " still" : ""}`,
      ),
    show(...items: [uploadId: string | null, kind: Transfer["state"]["kind"], acknowledgedBytes: number][]) {
      transfers.items = items.map(([uploadId, kind, acknowledgedBytes]) => ({
        uploadId,
        acknowledgedBytes,
        state: { kind } as Transfer["state"],
      }));
      changed();
    },
    leave: () => listeners.get("pagehide")!(),
    comeBack: () => listeners.get("pageshow")!(),
    die() {
      channel.isDead = true;
    },
  };
}

const real = { BroadcastChannel: globalThis.BroadcastChannel, addEventListener: globalThis.addEventListener };
beforeEach(() => {
  channels.clear();
  Object.assign(globalThis, { BroadcastChannel: FakeChannel });
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
});
afterEach(() => {
  mock.timers.reset();
  Object.assign(globalThis, real);
});

test("a tab hears at once what another begins, stops and ends", () => {
  const [first, second] = [openTab("1"), openTab("2")];
  first.show([null, "sending", 0]);
  assert.deepEqual(second.seen(), []);
  first.show(["a", "sending", 0], ["b", "paused", 3], ["c", "done", 9]);
  assert.deepEqual(second.seen(), ["a 0", "b 3 still"]);
  assert.deepEqual(first.seen(), []);
  first.show(["b", "paused", 3]);
  assert.deepEqual(second.seen(), ["b 3 still"]);
  first.show();
  assert.deepEqual(second.seen(), []);
});

test("how far it is comes a little later, and not with every byte", () => {
  const [first, second] = [openTab("1"), openTab("2")];
  first.show(["a", "sending", 0]);
  first.show(["a", "sending", 5]);
  assert.deepEqual(second.seen(), ["a 0"]);
  mock.timers.tick(1000);
  assert.deepEqual(second.seen(), ["a 5"]);
});

test("a tab that is opened later asks", () => {
  const first = openTab("1");
  first.show(["a", "sending", 5]);
  const second = openTab("2");
  assert.deepEqual(second.seen(), []);
  void second.tabs.ask();
  assert.deepEqual(second.seen(), ["a 5"]);
});

test("a tab that leaves says so, and one that comes back too", () => {
  const [first, second] = [openTab("1"), openTab("2")];
  first.show(["a", "sending", 5]);
  first.leave();
  assert.deepEqual(second.seen(), []);
  first.comeBack();
  assert.deepEqual(second.seen(), ["a 5"]);
});

test("a tab that died without a word is given up after some questions, and one that answers is not", () => {
  const [dead, alive, watcher] = [openTab("1"), openTab("2"), openTab("3")];
  dead.show(["a", "sending", 5]);
  alive.show(["b", "sending", 6]);
  const stop = watcher.tabs.watch();
  dead.die();
  mock.timers.tick(3000);
  assert.deepEqual(watcher.seen(), ["a 5", "b 6"]);
  mock.timers.tick(60_000);
  assert.deepEqual(watcher.seen(), ["b 6"]);
  stop();
});
