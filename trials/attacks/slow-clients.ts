// Five hundred clients that send a byte now and then, in their headers and in their bodies, with the limits that ship: all are
// cut within a minute, and meanwhile who behaves is served as fast as before.

import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Canary } from "../support/canary.ts";
import { type BucketProcess, startBucketProcess } from "../support/child.ts";
import { openLedger } from "../support/ledger.ts";

const DRIPPERS = 500;
const DRIP_MILLISECONDS = 2_000;
const CUT_WITHIN_MILLISECONDS = 60_000;
const BASELINE_REQUESTS = 400;
/** Below this a doubled time is the machine's noise and nobody's wait. */
const UNNOTICED_MILLISECONDS = 100;

export const canaries: readonly Canary[] = [
  {
    says: "a body may take as long as it likes",
    patch: {
      file: "bucket/src/http/body.ts",
      from: "this.#stalled ||= source.endWindow() < this.#limits.minimumBytes;",
      to: "source.endWindow();",
    },
  },
];

interface Dripper {
  readonly kind: string;
  readonly socket: Socket;
  isCut: boolean;
}

export async function run(): Promise<boolean> {
  const ledger = openLedger("slow-clients");
  const dir = await mkdtemp(join(tmpdir(), "daypass-trial-"));
  const bucket = await startBucketProcess(dir);
  const { url } = bucket.presigner().put("normal", { expiresInSeconds: 900 });
  await fetch(url, { method: "PUT", body: "x" });
  const get = bucket.presigner().get("normal", { expiresInSeconds: 900 }).url;
  const drippers: Dripper[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const baseline = await measure(get, BASELINE_REQUESTS, () => false);
    const startedAt = performance.now();
    for (let i = 0; i < DRIPPERS; i++) drippers.push(openDripper(bucket, i));
    timer = setInterval(() => {
      for (const { socket, isCut } of drippers) if (!isCut) socket.write("a");
    }, DRIP_MILLISECONDS);
    const isOver = () =>
      drippers.every(({ isCut }) => isCut) || performance.now() - startedAt > CUT_WITHIN_MILLISECONDS;
    const meanwhile = await measure(get, 0, isOver);
    while (!isOver()) await wait(100);
    const cutAfterSeconds = (performance.now() - startedAt) / 1000;
    ledger.count("slow clients", drippers.length);
    ledger.count("requests meanwhile", meanwhile.length);
    const left = drippers.filter(({ isCut }) => !isCut);
    if (left.length > 0) ledger.miss(`${left.length} were not cut, the first in its ${left[0]!.kind}`);
    // Before and after, because a busy machine is not equally busy all the time.
    const after = await measure(get, BASELINE_REQUESTS, () => false);
    const before = Math.max(percentile(baseline, 99), percentile(after, 99));
    const during = percentile(meanwhile, 99);
    console.log(
      `all cut after ${cutAfterSeconds.toFixed(0)} s; p99 of others ${before.toFixed(1)} ms without them, ${during.toFixed(1)} ms meanwhile`,
    );
    if (during > Math.max(2 * before, UNNOTICED_MILLISECONDS))
      ledger.miss(`p99 was ${during.toFixed(1)} ms, ${before.toFixed(1)} ms without them`);
    if (bucket.errors() !== "") ledger.miss(`the process said: ${bucket.errors().slice(0, 400)}`);
  } finally {
    clearInterval(timer);
    for (const { socket } of drippers) socket.destroy();
    await bucket.stop();
    await rm(dir, { recursive: true, force: true });
  }
  return ledger.close({ "slow clients": DRIPPERS, "requests meanwhile": BASELINE_REQUESTS });
}

/** In turn: headers that do not end, a body that is signed right, and a form. */
function openDripper(bucket: BucketProcess, i: number): Dripper {
  const { hostname, port, host } = new URL(bucket.endpoint);
  const put = bucket.presigner().put(`slow-${i}`, { expiresInSeconds: 900 }).url.slice(bucket.endpoint.length);
  const heads: readonly (readonly [kind: string, head: string])[] = [
    ["headers", `GET /daypass/normal HTTP/1.1\r\nHost: ${host}\r\nX: `],
    ["body", `PUT ${put} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000000\r\n\r\n`],
    [
      "form",
      `POST /daypass HTTP/1.1\r\nHost: ${host}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\nContent-Disposition: form-data; name="`,
    ],
  ];
  const [kind, head] = heads[i % heads.length]!;
  const socket = connect(Number(port), hostname);
  const dripper: Dripper = { kind, socket, isCut: false };
  socket.on("error", () => {});
  socket.on("close", () => {
    dripper.isCut = true;
  });
  socket.resume();
  socket.write(head);
  return dripper;
}

/** Milliseconds of each request, one after the other, until so many and until it is over. */
async function measure(url: string, atLeast: number, isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (times.length < atLeast || (atLeast === 0 && !isOver())) {
    const startedAt = performance.now();
    await (await fetch(url)).arrayBuffer();
    times.push(performance.now() - startedAt);
    await wait(10);
  }
  return times;
}

const percentile = (times: readonly number[], percent: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length * percent) / 100)]!;
