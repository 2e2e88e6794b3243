// kill -9 in the middle of uploads, again and again, and what must hold after each start: nothing that was acknowledged
// is lost, nothing partial is visible, nothing unnamed is left on the disk.
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { createPresigner, type Presigner } from "@daypass/presign";
import type { Identity } from "../src/index.ts";

export const CRASH_CREDENTIALS = { accessKeyId: "CRASHTEST", secretAccessKey: "only-for-this-test" };
export const CRASH_IDENTITY: Identity = {
  ...CRASH_CREDENTIALS,
  policy: [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }],
};
const MINUTE = { expiresInSeconds: 60 };
const WORKERS = 8;

export interface CrashLog {
  /** SHA-256 that each key was sent with, whether or not an answer came. */
  readonly sent: Map<string, string>;
  readonly acknowledged: Set<string>;
}

export interface CrashReport {
  readonly lost: string[];
  readonly partial: string[];
  readonly drafts: number;
  readonly orphans: number;
  readonly listed: number;
}

export interface RunningChild {
  readonly pid: number;
  readonly presigner: Presigner;
  /** SIGKILL; may be asked for again. */
  kill(): Promise<void>;
}

export async function startChild(dir: string): Promise<RunningChild> {
  const script = join(import.meta.dirname, "crash-child.ts");
  const child: ChildProcess = spawn(process.execPath, [script, dir], {
    // Each start would compile the same sources.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "daypass-node-compile"), ...process.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout! });
  const first = await Promise.race([once(lines, "line"), exited]);
  if (typeof first[0] !== "string" || !first[0].startsWith("http")) throw new Error("The child did not start");
  return {
    pid: child.pid!,
    presigner: createPresigner({
      credentials: CRASH_CREDENTIALS,
      region: "us-east-1",
      bucket: "daypass",
      endpoint: first[0],
    }),
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Uploads of every kind until so many more are acknowledged, then kill -9 while others run. */
export async function uploadUntilKilled(child: RunningChild, log: CrashLog, acknowledgements: number): Promise<void> {
  const target = log.acknowledged.size + acknowledgements;
  let killed: Promise<void> | undefined;
  await uploadWhile(child, log, () => {
    if (log.acknowledged.size >= target) killed ??= child.kill();
    return killed === undefined;
  });
  await killed;
}

/** Eight senders that go on while they may; asked again after each upload. */
export async function uploadWhile(child: RunningChild, log: CrashLog, mayGoOn: () => boolean): Promise<void> {
  const work = async () => {
    while (mayGoOn()) {
      const key = `f/${randomBytes(8).toString("hex")}`;
      const body = randomBytes(randomInt(1, 300_000));
      log.sent.set(key, sha256(body));
      try {
        await uploadSomehow(child.presigner, key, body);
        log.acknowledged.add(key);
      } catch {
        // No answer, no promise.
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

/** By PUT, by form, or in parts. Rejects unless it is acknowledged. */
export async function uploadSomehow(presigner: Presigner, key: string, body: Buffer<ArrayBuffer>): Promise<void> {
  const kind = randomInt(3);
  if (kind === 0)
    return expectOk(
      fetch(presigner.put(key, { ...MINUTE, createOnly: true }).url, {
        method: "PUT",
        body,
        headers: { "if-none-match": "*" },
      }),
    );
  if (kind === 1) {
    const { url, fields } = presigner.post({ key, ...MINUTE, contentLengthRange: { min: 0, max: 1 << 20 } });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([body]));
    return expectOk(fetch(url, { method: "POST", body: form }));
  }
  const { multipart } = presigner;
  const created = await (await fetch(multipart.create(key, MINUTE).url, { method: "POST" })).text();
  const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(created)![1]!;
  const part = await fetch(multipart.part(key, { ...MINUTE, uploadId, partNumber: 1 }).url, { method: "PUT", body });
  const xml = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.get("etag")}</ETag></Part></CompleteMultipartUpload>`;
  return expectOk(
    fetch(multipart.complete(key, { ...MINUTE, uploadId }).url, {
      method: "POST",
      body: xml,
      headers: { "content-type": "" },
    }),
  );
}

async function expectOk(sent: Promise<Response>): Promise<void> {
  const { ok, status } = await sent;
  if (!ok) throw new Error(`Answered ${status}`);
}

/** Reads everything back from a bucket that was started again, and counts what lies on its disk. */
export async function inspect(child: RunningChild, dir: string, log: CrashLog): Promise<CrashReport> {
  const listed = new Set<string>();
  for (let after = ""; ; ) {
    const query = { "list-type": "2", ...(after === "" ? {} : { "start-after": after }) };
    const xml = await (await fetch(child.presigner.request({ method: "GET", query, ...MINUTE }).url)).text();
    const keys = [...xml.matchAll(/<Key>(.*?)<\/Key>/g)].map((match) => match[1]!);
    for (const key of keys) listed.add(key);
    if (!xml.includes("<IsTruncated>true<")) break;
    after = keys.at(-1)!;
  }
  const partial: string[] = [];
  const keys = [...listed];
  const read = async () => {
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
      const bytes = await fetch(child.presigner.get(key, MINUTE).url)
        .then((answer) => (answer.status === 200 ? answer.bytes() : undefined))
        .catch(() => undefined);
      if (bytes === undefined || sha256(bytes) !== log.sent.get(key)) partial.push(key);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, read));
  const drafts = (await readdir(join(dir, "tmp"))).length;
  const named = await readNamedBlobs(dir);
  const blobs = await readdir(join(dir, "blobs"));
  return {
    lost: [...log.acknowledged].filter((key) => !listed.has(key)),
    partial,
    drafts,
    orphans: blobs.filter((blob) => !named.has(blob)).length,
    listed: listed.size,
  };
}

/** What the rows name, from a copy of the index: the running bucket has it alone, and writes nothing meanwhile. */
export async function readNamedBlobs(dir: string): Promise<Set<string>> {
  const copy = await mkdtemp(join(tmpdir(), "daypass-index-"));
  try {
    for (const file of ["index.sqlite", "index.sqlite-wal"]) await copyFile(join(dir, file), join(copy, file));
    const index = new DatabaseSync(join(copy, "index.sqlite"));
    const rows = index.prepare("SELECT blob FROM objectBlobs UNION ALL SELECT blob FROM parts").all();
    index.close();
    return new Set(rows.map(({ blob }) => blob as string));
  } finally {
    await rm(copy, { recursive: true });
  }
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
