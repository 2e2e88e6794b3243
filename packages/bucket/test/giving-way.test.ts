// Long work lets others have their turn: how much of it is done between two turns of the event loop is counted, not timed.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mock, test } from "node:test";
import { openStore } from "../src/disk/store.ts";
import { runLifecycle } from "../src/lifecycle-job.ts";
import { Rights } from "../src/rights.ts";
import { readLifecycleRules } from "../src/settings/lifecycle-rules.ts";
import { makeFolder, openLab, send } from "./support.ts";

/** From now on, until the function is called that it gives: the most that `count` grew between two turns. */
function watchTurns(count: () => number): () => number {
  let seen = count();
  let most = 0;
  let isOver = false;
  const look = () => {
    most = Math.max(most, count() - seen);
    seen = count();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    isOver = true;
    return Math.max(most, count() - seen);
  };
}

test("a thousand keys to delete are judged fifty at a time", async () => {
  const lab = await openLab();
  const { demand } = Rights.prototype;
  const judged = mock.method(Rights.prototype, "demand", function (this: Rights, deed: Parameters<typeof demand>[0]) {
    return demand.call(this, deed);
  });
  try {
    const document = `<Delete>${Array.from({ length: 1_000 }, (_, i) => `<Object><Key>${i}</Key></Object>`).join("")}</Delete>`;
    const headers = { "content-md5": createHash("md5").update(document).digest("base64") };
    const query = { delete: "" };
    const request = lab.presigner().request({ method: "POST", query, headers, expiresInSeconds: 60 });
    const stop = watchTurns(() => judged.mock.callCount());
    const answer = await send(request, document);
    const most = stop();
    assert.equal(answer.status, 200);
    assert.ok(judged.mock.callCount() >= 1_000);
    assert.ok(most <= 50, `${most} keys were judged before others had their turn`);
  } finally {
    judged.mock.restore();
  }
});

for (const { says, rule, room } of [
  { says: "objects", rule: "<Expiration><Days>1</Days></Expiration>", room: "objects" },
  {
    says: "open uploads",
    rule: "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>",
    room: "uploads",
  },
] as const)
  test(`the lifecycle looks at a page of ${says} at a time`, async () => {
    const now = new Date("2030-01-01T00:00:00Z");
    const store = await openStore(await makeFolder());
    await store.buckets.create("b", now);
    const rules = readLifecycleRules(
      `<LifecycleConfiguration><Rule><Status>Enabled</Status><Prefix></Prefix>${rule}</Rule></LifecycleConfiguration>`,
    );
    await store.buckets.putSetting("b", "lifecycle", rules);
    let pages = 0;
    /** Four full pages, of which nothing is over yet. */
    const list = (_: string, { limit }: { limit: number }) =>
      Array.from({ length: pages++ < 4 ? limit : 0 }, (_, i) => ({
        key: `${pages}/${i}`,
        id: `${i}`,
        etag: "",
        sizeBytes: 1,
        lastModifiedAt: now.getTime(),
        initiatedAt: now.getTime(),
      }));
    mock.method(store[room], "list", list as never);
    const stop = watchTurns(() => pages);
    await runLifecycle(store, now);
    const most = stop();
    store.close();
    assert.equal(pages, 5);
    assert.ok(most <= 2, `${most} pages were looked at before others had their turn`);
  });

test("work that does not give way is seen [the canary of the tests above]", async () => {
  let done = 0;
  const stop = watchTurns(() => done);
  for (; done < 1_000; done++) await undefined;
  assert.equal(stop(), 1_000);
});
