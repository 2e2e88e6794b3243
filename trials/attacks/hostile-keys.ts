// Ten thousand keys that would like to be paths: whatever a bucket is asked for, it opens no file outside of its folder. Its
// calls to the kernel are watched by strace; without it, by the permission model of Node.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { timestampOf } from "../../packages/bucket/test/signed-requests.ts";
import { percent, signQuery } from "../../packages/presign/test/support/hand-signer.ts";
import type { Canary } from "../support/canary.ts";
import { type BucketProcess, startBucketProcess } from "../support/child.ts";
import { type Ledger, openLedger } from "../support/ledger.ts";
import { eachOf } from "../support/parallel.ts";
import { createRandom, type Random } from "../support/random.ts";
import { toWire, Wire, type WireAnswer } from "../support/wire.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const KEYS = 10_000;
const AT_ONCE = 16;
/** Above what is kept in the index. */
const LARGE_BYTES = 128 * 1024;
const OPENING =
  "openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,truncate";

export const canaries: readonly Canary[] = [
  {
    says: "a blob is written under a name that leads out of the folder",
    patch: {
      file: "bucket/src/disk/drafts.ts",
      from: "draftPath: join(this.#drafts, name)",
      to: 'draftPath: join(this.#drafts, "../../daypass-canary-" + name)',
    },
  },
];

const PIECES = [
  "../",
  "..",
  "./",
  "/",
  "//",
  "\\",
  "..\\",
  "%2e%2e/",
  "%2f",
  "%5c",
  "%00",
  "\0",
  "etc/passwd",
  "/etc/passwd",
  "root/.ssh/",
  "tmp/",
  "C:\\",
  "\\\\host\\share\\",
  "con",
  "aux.txt",
  "a:b",
  "~",
  "~root/",
  "$HOME",
  "`id`",
  "|",
  ";",
  "index.sqlite",
  "folder-id",
  "blobs/",
  "lost/",
  "\u2215",
  "\uff0f",
  "\u202e",
  "é",
  "e\u0301",
  "日本",
  "😀",
  " ",
  "\t",
  "\n",
  "\r\n",
  "*",
  "?",
  "[a]",
  ".",
  "...",
  ".hidden",
  "-rf",
  "'",
  '"',
  "&",
  "<",
  ">",
  "a".repeat(300),
];

const makeKey = (random: Random): string => {
  let key = "";
  for (let n = 1 + random.below(6); n > 0; n--) key += random.pick(PIECES);
  return key;
};

export async function run(): Promise<boolean> {
  const ledger = openLedger("hostile-keys");
  const parent = await realpath(await mkdtemp(join(tmpdir(), "daypass-trial-")));
  const dir = join(parent, "bucket");
  const log = join(parent, "strace.log");
  const isTraced = hasStrace();
  if (!isTraced) console.log("SKIPPED hostile-keys: strace is not here; Node's permission model watches instead");
  // Under it an open of another path fails, which is an InternalError and a miss.
  const permissions = [
    "--permission",
    `--allow-fs-read=${ROOT}`,
    `--allow-fs-read=${dir}`,
    `--allow-fs-write=${dir}`,
    "--allow-worker",
  ];
  const bucket = isTraced
    ? await startBucketProcess(dir, [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-e",
        `trace=${OPENING}`,
        "-s",
        "512",
        "-o",
        log,
      ])
    : await startBucketProcess(dir, [], permissions);
  try {
    const before = isTraced ? (await readFile(log, "latin1")).length : 0;
    await attack(bucket, ledger);
    if (isTraced) await readLog(log, before, dir, ledger);
    if (bucket.errors() !== "") ledger.miss(`the process said: ${bucket.errors().slice(0, 400)}`);
  } finally {
    await bucket.stop();
    await rm(parent, { recursive: true, force: true });
  }
  return ledger.close({
    keys: KEYS,
    "keys stored": 1_000,
    ...(isTraced ? { "opens inside of the folder": 100 } : {}),
  });
}

function hasStrace(): boolean {
  try {
    execFileSync("strace", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function attack(bucket: BucketProcess, ledger: Ledger): Promise<void> {
  const random = createRandom(4_711);
  const wires = Array.from({ length: AT_ONCE }, () => new Wire(bucket.endpoint));
  const keys = new Set<string>();
  while (keys.size < KEYS) keys.add(makeKey(random));
  await eachOf(keys, AT_ONCE, async (key, worker) => {
    if (ledger.isEnough) return;
    const wire = wires[worker]!;
    // Most bytes live in the index; every tenth object is large enough for a file.
    const body = Buffer.from(key.padEnd(random.chance(10) ? LARGE_BYTES : 0, "."));
    ledger.count("keys");
    const stored = await send(bucket, wire, { method: "PUT", key, body });
    if (stored?.status === 200) {
      const got = await send(bucket, wire, { method: "GET", key });
      if (got?.status !== 200 || !got.body.equals(body))
        ledger.miss(`${JSON.stringify(key)} came back as ${got?.status} ${got?.body}`);
      ledger.count("keys stored");
    } else if (stored === undefined || stored.status >= 500)
      ledger.miss(`${JSON.stringify(key)}: ${stored?.status} ${stored?.code}`);
    // The key as it is in the target, not encoded at all, for those that a URL can carry.
    if (/^[\x21-\x7e]+$/.test(key)) {
      const raw = await send(bucket, wire, { method: "GET", key, isRaw: true });
      if (raw === undefined || raw.status >= 500 || /root:.*:0:0:/.test(raw.body.toString("latin1")))
        ledger.miss(`raw ${JSON.stringify(key)}: ${raw?.status}`);
    }
  });
  for (const wire of wires) wire.close();
}

function send(
  bucket: BucketProcess,
  wire: Wire,
  ask: { method: string; key: string; body?: Buffer; isRaw?: boolean },
): Promise<WireAnswer | undefined> {
  const { host } = new URL(bucket.endpoint);
  const date = timestampOf(new Date());
  const path = `/daypass/${ask.key}`;
  const { target } = signQuery({
    method: ask.method,
    path,
    secret: bucket.credentials.secretAccessKey,
    credential: `${bucket.credentials.accessKeyId}/${date.slice(0, 8)}/${bucket.region}/s3/aws4_request`,
    date,
    headers: [["host", host]],
  });
  const sent = ask.isRaw ? target.replace(percent(path, "/"), () => path) : target;
  const length: [string, string][] = ask.body === undefined ? [] : [["content-length", String(ask.body.length)]];
  return wire.send(toWire(ask.method, sent, [["host", host], ...length], ask.body), ask.method);
}

/** Every path that was opened, made, renamed or removed since then lies in the folder. */
async function readLog(log: string, from: number, dir: string, ledger: Ledger): Promise<void> {
  const lines = (await readFile(log, "latin1")).slice(from).split("\n");
  for (const line of lines) {
    if (/^\d+ +(?:---|\+\+\+|<\.\.\.)/.test(line)) continue;
    for (const [, path] of line.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      if (path === dir || path!.startsWith(`${dir}/`)) {
        if (/\/\.\.(\/|$)/.test(path!.slice(dir.length))) ledger.miss(`climbed: ${line}`);
        else ledger.count("opens inside of the folder");
      } else if (path!.startsWith(`${ROOT}/`) || /^\/(proc|sys)\/|^\/(?:etc|usr|lib)\/(?!passwd)/.test(path!))
        ledger.count("opens of the runtime's own files");
      else ledger.miss(`outside of the folder: ${line}`);
    }
  }
}
