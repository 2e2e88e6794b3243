// Whether finding and listing stay as quick when there are a thousand times more objects.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { median } from "../measure.ts";
import { type Contestant, startDaypass } from "./contestants.ts";
import { Connection, writeHead } from "./http-load.ts";

const ROUNDS = 9;
const LOOKUPS_A_ROUND = 200;
const LISTS_A_ROUND = 10;

export interface Growth {
  readonly says: string;
  /** Median time with many objects to median time with few, of rounds that took turns. */
  readonly ratio: number;
}

export async function measureIndexGrowth(folder: string, counts: { few: number; many: number }): Promise<Growth[]> {
  const few = await startWith(`${folder}-few`, counts.few);
  const many = await startWith(`${folder}-many`, counts.many);
  try {
    const growth: Growth[] = [];
    for (const { says, measure } of QUESTIONS) {
      const times: [number[], number[]] = [[], []];
      await measure(few, counts.few);
      await measure(many, counts.many);
      for (let round = 0; round < ROUNDS; round++) {
        times[0].push(await measure(few, counts.few));
        times[1].push(await measure(many, counts.many));
      }
      growth.push({ says, ratio: median(times[1]) / median(times[0]) });
    }
    return growth;
  } finally {
    await few.stop();
    await many.stop();
  }
}

type Server = Contestant & { listUrl(after: string): string };

const keyOf = (i: number): string => `objects/${String(i).padStart(9, "0")}`;

const QUESTIONS: readonly { says: string; measure: (server: Server, count: number) => Promise<number> }[] = [
  {
    says: "HeadObject",
    measure: (server, count) =>
      time(server, LOOKUPS_A_ROUND, () =>
        writeHead("HEAD", server.url("HEAD", keyOf(Math.floor(Math.random() * count)))),
      ),
  },
  {
    says: "ListObjectsV2 of 100 keys from anywhere",
    measure: (server, count) =>
      time(server, LISTS_A_ROUND, () =>
        writeHead("GET", server.listUrl(keyOf(Math.floor(Math.random() * (count - 200))))),
      ),
  },
];

async function time(server: Server, times: number, write: () => Buffer): Promise<number> {
  const heads = Array.from({ length: times }, write);
  const connection = await Connection.open(server.port);
  const from = performance.now();
  for (const head of heads) await connection.send({ head });
  const milliseconds = performance.now() - from;
  connection.close();
  return milliseconds;
}

/** The rows are written past the endpoint: a million uploads would take an hour and change nothing of the answer. */
async function startWith(folder: string, count: number): Promise<Server> {
  await (await startDaypass(folder)).stop();
  const index = new DatabaseSync(join(folder, "index.sqlite"));
  index.exec(`
    PRAGMA foreign_keys = OFF;
    BEGIN;
    INSERT INTO objects (bucket, key, etag, sizeBytes, lastModifiedAt, headers, metadata)
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})
      SELECT 'daypass', printf('objects/%09d', i), printf('%032x', i), 1024, 0, '{"content-type":"text/plain"}', '{}' FROM n;
    INSERT INTO objectBlobs (objectId, position, blob, sizeBytes) SELECT id, 0, printf('%032x', id), 1024 FROM objects;
    COMMIT;
  `);
  index.close();
  return startDaypass(folder);
}
