// Connections that end at a random byte: `npm run trial -- torn [COUNT]`, default 1,000 uploads and 1,000 downloads.
import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, type RunningChild, sha256, startChild } from "../../packages/bucket/test/crash-harness.ts";
import type { Canary } from "../support/canary.ts";
import { holdsWithin, inTurns, judge, newLog, readCount } from "../support/durability.ts";
import { openLedger } from "../support/ledger.ts";

const BODY_BYTES = 1_000_000;
const MINUTE = { expiresInSeconds: 60 };

export const canaries: readonly Canary[] = [
  {
    says: "a body that ends early is filled up and stored",
    args: ["60"],
    patch: {
      file: "bucket/src/http/body.ts",
      from: 'else if (this.#request.destroyed) throw refuse("IncompleteBody");',
      to: "else if (this.#request.destroyed) return yield Buffer.alloc(this.declaredBytes - this.receivedBytes);",
    },
  },
  {
    says: "what was written of an upload that broke off is kept",
    args: ["60"],
    patch: {
      file: "bucket/src/disk/drafts.ts",
      from: "for (const path of paths) await rm(path, { force: true }).catch(warnOfLeftovers);",
      to: "void [paths, rm, warnOfLeftovers];",
    },
  },
  {
    says: "a file that was being sent stays open",
    args: ["60"],
    patch: {
      file: "bucket/src/disk/blob-reader.ts",
      from: "() => this.#file.close(),\n      () => this.#file.close(),",
      to: "() => void (globalThis.kept ??= []).push(this.#file),\n      () => {},",
    },
  },
];

export async function run([count]: readonly string[]): Promise<boolean> {
  const times = readCount("COUNT", count, 1_000);
  const ledger = openLedger("torn");
  const dir = mkdtempSync(join(tmpdir(), "daypass-torn-"));
  const child = await startChild(dir);
  const log = newLog();
  try {
    const body = randomBytes(BODY_BYTES);
    const { url } = child.presigner.put("whole", MINUTE);
    const stored = await fetch(url, { method: "PUT", body });
    if (!stored.ok) throw new Error(`The first upload was answered ${stored.status}`);
    log.sent.set("whole", sha256(body));
    log.acknowledged.add("whole");
    // One that is finished, and one of each kind that is torn: what they open once stays open.
    await tearUpload(child, "first", body, 300_000);
    await tearDownload(child, 300_000);
    await holdsWithin(10_000, () => isTidy(dir));
    const handles = await countHandles(child.pid);
    await inTurns(times, async (i) => {
      await tearUpload(child, `torn/${i}`, body, randomInt(0, BODY_BYTES));
      ledger.count("uploads torn");
    });
    await inTurns(times, async () => {
      await tearDownload(child, randomInt(1, BODY_BYTES));
      ledger.count("downloads torn");
    });
    const isBack = await holdsWithin(15_000, async () => (await countHandles(child.pid)) <= handles);
    if (!isBack) ledger.miss(`${await countHandles(child.pid)} handles are open, where ${handles} were before`);
    if (!(await holdsWithin(10_000, () => isTidy(dir)))) ledger.miss("drafts are left over");
    const report = await inspect(child, dir, log);
    judge(ledger, report);
    if (report.listed !== 1) ledger.miss(`${report.listed - 1} torn uploads became objects`);
  } finally {
    await child.kill();
    await rm(dir, { recursive: true });
  }
  return ledger.close({ "uploads torn": times, "downloads torn": times });
}

async function tearUpload(child: RunningChild, key: string, body: Buffer, bytes: number): Promise<void> {
  const socket = await open(child);
  socket.write(headOf("PUT", child.presigner.put(key, MINUTE).url, `Content-Length: ${BODY_BYTES}\r\n`));
  await new Promise((done) => socket.write(body.subarray(0, bytes), done));
  socket.resetAndDestroy();
}

async function tearDownload(child: RunningChild, bytes: number): Promise<void> {
  const socket = await open(child);
  socket.write(headOf("GET", child.presigner.get("whole", MINUTE).url));
  let received = 0;
  for await (const chunk of socket) {
    received += (chunk as Buffer).length;
    if (received >= bytes) break;
  }
  socket.resetAndDestroy();
}

function headOf(method: string, url: string, more = ""): string {
  const { host, pathname, search } = new URL(url);
  return `${method} ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;
}

async function open(child: RunningChild) {
  const { hostname, port } = new URL(child.presigner.get("whole", MINUTE).url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

const isTidy = async (dir: string): Promise<boolean> => (await readdir(join(dir, "tmp"))).length === 0;

const countHandles = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length;
