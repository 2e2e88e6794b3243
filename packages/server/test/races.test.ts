// Who wants the last claim at the same moment: tabs of one server, two servers in one process, four processes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import type { DaypassServer } from "@daypass/server";
import { type Daypass, PUBLIC_URL, setUpOwner, startDaypass, type Visitor } from "./support/daypass.ts";
import { makeLink } from "./support/stored-file.ts";

let daypass: Daypass;
let owner: Visitor;
const fileId = `fil_${"f".repeat(26)}`;

before(async () => {
  daypass = await startDaypass();
  owner = await setUpOwner(daypass);
  // A file without an upload: these races need no bucket.
  const db = new DatabaseSync(daypass.file);
  const { id } = db.prepare("select id from users").get() as { id: string };
  db.exec(`insert into objects values ('obj_x', 'daypass', 'f/x', null, '"e"', 5, '[]', 0)`);
  db.prepare("insert into files values (?, ?, 'obj_x', 'race.txt', 'race.txt', 'text/plain', 0, null)").run(fileId, id);
  db.close();
});
after(() => daypass.close());

async function claim(server: DaypassServer, path: string): Promise<number> {
  const headers = { accept: "application/json" };
  const request = new Request(`${PUBLIC_URL}${path}/files/${fileId}/claim`, { method: "POST", headers });
  return (await server.fetch(request)).status;
}

/** Claims that are written down: rows, events and the counter must agree. */
function countClaims(shareId: string) {
  const db = new DatabaseSync(daypass.file, { readOnly: true });
  const read = (query: string) => Number(Object.values(db.prepare(query).get(shareId)!)[0]);
  const counts = {
    counter: read('select "claimCount" from shares where id = ?'),
    rows: read('select count(*) from claims where "shareId" = ?'),
    events: read(`select count(*) from events where kind = 'claim.made' and "shareId" = ?`),
  };
  db.close();
  return counts;
}

for (const maxClaims of [1, 2, 10])
  test(`of 200 who claim at once on two servers, ${maxClaims} win`, async () => {
    const { path, id } = await makeLink(owner, fileId, { maxClaims });
    const servers = [daypass.server, await daypass.another()];
    const statuses = await Promise.all(Array.from({ length: 200 }, (_, index) => claim(servers[index % 2]!, path)));
    assert.equal(statuses.filter((status) => status === 201).length, maxClaims);
    assert.equal(statuses.filter((status) => status === 404).length, 200 - maxClaims);
    assert.deepEqual(countClaims(id), { counter: maxClaims, rows: maxClaims, events: maxClaims });
  });

test("of four processes that claim 50 times each at once, 7 claims win", async () => {
  const { path, id } = await makeLink(owner, fileId, { maxClaims: 7 });
  const worker = new URL("./support/race-worker.ts", import.meta.url).pathname;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [worker, daypass.file, path, fileId, "50"], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const lines = children.map((child) => child.stdout.setEncoding("utf8")[Symbol.asyncIterator]());
  for (const line of lines) assert.equal((await line.next()).value, "ready\n");
  for (const child of children) child.stdin.write("go\n");
  const results = await Promise.all(lines.map(async (line) => JSON.parse((await line.next()).value)));
  await Promise.all(children.map((child) => child.exitCode ?? new Promise((ended) => child.once("exit", ended))));
  assert.deepEqual(
    [results.reduce((sum, { won }) => sum + won, 0), results.reduce((sum, { lost }) => sum + lost, 0)],
    [7, 193],
  );
  assert.deepEqual(countClaims(id), { counter: 7, rows: 7, events: 7 });
});

test("after a withdrawal is answered, no claim that comes later wins", async () => {
  const { path, id } = await makeLink(owner, fileId);
  const racing = Array.from({ length: 50 }, () => claim(daypass.server, path));
  await owner.json("DELETE", `/api/v1/shares/${id}`, 204);
  const late = await Promise.all(Array.from({ length: 50 }, () => claim(daypass.server, path)));
  assert.deepEqual(new Set(late), new Set([404]));
  const won = (await Promise.all(racing)).filter((status) => status === 201).length;
  assert.deepEqual(countClaims(id), { counter: won, rows: won, events: won });
});

test("canary: reading the counter first and writing it later lets too many win", async () => {
  const { id } = await makeLink(owner, fileId, { maxClaims: 1 });
  const db = new DatabaseSync(daypass.file);
  const naive = async (): Promise<boolean> => {
    const { claimCount } = db.prepare('select "claimCount" from shares where id = ?').get(id) as { claimCount: number };
    await Promise.resolve();
    if (claimCount >= 1) return false;
    db.prepare('update shares set "claimCount" = ? where id = ?').run(claimCount + 1, id);
    return true;
  };
  const won = (await Promise.all(Array.from({ length: 20 }, naive))).filter(Boolean).length;
  db.close();
  assert.ok(won > 1);
});
