// A hundred thousand malformed documents, forms and chunked bodies into one living process: it must answer each in time,
// with a refusal of its own, and be the same process with the same memory at the end.
import { createHash, createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChunkedKind, signChunkedPut } from "../../packages/bucket/test/signed-requests.ts";
import type { Canary } from "../support/canary.ts";
import { type BucketProcess, startBucketProcess } from "../support/child.ts";
import { encodeForm } from "../support/form.ts";
import { openLedger } from "../support/ledger.ts";
import { spoil } from "../support/malformed.ts";
import { eachOf } from "../support/parallel.ts";
import { createRandom } from "../support/random.ts";
import { toWire, Wire } from "../support/wire.ts";

const BODIES = 100_000;
const SAMPLE_EVERY = 10_000;
/** Sample from which growth counts. */
const SETTLED = 2;
const MAX_GROWTH_BYTES = 50 * 1024 * 1024;
const MAX_MILLISECONDS = 1_000;
const AT_ONCE = 4;

export const canaries: readonly Canary[] = [
  {
    says: "JSON may nest without end",
    patch: { file: "presign/src/verify/strict-json.ts", from: "if (depth > MAX_DEPTH) fail();", to: "" },
  },
  {
    says: "a refusal in the middle of a body is left alone",
    patch: {
      file: "bucket/src/http/chunked.ts",
      from: 'if ("code" in result) throw new Refused(result);',
      to: 'if ("code" in result) void Promise.reject(new Refused(result));',
    },
  },
  {
    says: "memory is kept of every body",
    patch: {
      file: "bucket/src/http/body.ts",
      from: "this.receivedBytes += chunk.length;",
      to: "this.receivedBytes += chunk.length; ((globalThis as any).kept ??= []).push(Buffer.alloc(65536, 1));",
    },
  },
];

interface Kind {
  readonly name: string;
  readonly valid: Buffer;
  build(body: Buffer): { bytes: Buffer; method: string };
}

function* listKinds(bucket: BucketProcess, uploadId: string): Generator<Kind> {
  const presigner = bucket.presigner();
  const { host } = new URL(bucket.endpoint);
  const minute = { expiresInSeconds: 3_600 };
  const withMd5 = (
    name: string,
    method: "PUT" | "POST",
    ask: { key?: string; query: Record<string, string> },
    valid: string,
  ): Kind => {
    const target = presigner.request({ method, ...ask, ...minute }).url.slice(bucket.endpoint.length);
    return {
      name,
      valid: Buffer.from(valid),
      build: (body) => ({
        method,
        bytes: toWire(
          method,
          target,
          [
            ["host", host],
            ["content-md5", createHash("md5").update(body).digest("base64")],
            ["content-length", String(body.length)],
          ],
          body,
        ),
      }),
    };
  };
  yield withMd5(
    "DeleteObjects",
    "POST",
    { query: { delete: "" } },
    "<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object><Quiet>true</Quiet></Delete>",
  );
  yield withMd5(
    "CompleteMultipartUpload",
    "POST",
    { key: "k", query: { uploadId } },
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"0"</ETag></Part></CompleteMultipartUpload>',
  );
  yield withMd5(
    "PutObjectTagging",
    "PUT",
    { key: "k", query: { tagging: "" } },
    "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
  );
  yield withMd5(
    "PutBucketCors",
    "PUT",
    { query: { cors: "" } },
    "<CORSConfiguration><CORSRule><AllowedOrigin>https://a.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>",
  );
  yield withMd5(
    "PutBucketPolicy",
    "PUT",
    { query: { policy: "" } },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObjectTagging","Resource":"arn:aws:s3:::daypass/none/*","Condition":{"NumericGreaterThan":{"s3:signatureAge":"1000"}}}]}',
  );
  const form = presigner.post({ key: "form", contentLengthRange: { min: 0, max: 100 }, ...minute });
  const { body, contentType } = encodeForm({ fields: Object.entries(form.fields), file: Buffer.from("a file") });
  yield {
    name: "PostObject",
    valid: body,
    build: (spoilt) => ({
      method: "POST",
      bytes: toWire(
        "POST",
        new URL(form.url).pathname,
        [
          ["host", host],
          ["content-type", contentType],
          ["content-length", String(spoilt.length)],
        ],
        spoilt,
      ),
    }),
  };
  yield deepPolicy(bucket);
  for (const kind of [
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  ] as const)
    yield chunkedKind(bucket, kind);
}

/** Signed right, with a policy that nests as deep as a form has room for. */
function deepPolicy(bucket: BucketProcess): Kind {
  const { fields, url } = bucket.presigner().post({
    key: "deep",
    contentLengthRange: { min: 0, max: 9 },
    expiresInSeconds: 3_600,
  });
  const { host, pathname } = new URL(url);
  const at = fields["x-amz-date"]!;
  return {
    name: "a nested policy",
    valid: Buffer.from("[".repeat(12_000)),
    build: (policy) => {
      const text = policy.subarray(0, 12_000).toString("base64");
      let key: string | Buffer = `AWS4${bucket.credentials.secretAccessKey}`;
      for (const part of [at.slice(0, 8), bucket.region, "s3", "aws4_request"]) key = hmac(key, part);
      const changed = { ...fields, policy: text, "x-amz-signature": hmac(key, text).toString("hex") };
      const { body, contentType } = encodeForm({ fields: Object.entries(changed), file: Buffer.alloc(1) });
      return {
        method: "POST",
        bytes: toWire(
          "POST",
          pathname,
          [
            ["host", host],
            ["content-type", contentType],
            ["content-length", String(body.length)],
          ],
          body,
        ),
      };
    },
  };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

function chunkedKind(bucket: BucketProcess, kind: ChunkedKind): Kind {
  const chunks = [Buffer.alloc(8192, "a"), Buffer.from("the end")];
  // The checksum is of other bytes, so that nothing is ever stored.
  const { head, pieces } = signChunkedPut(bucket, {
    kind,
    path: "/daypass/chunked",
    chunks,
    trailer: ["x-amz-checksum-crc32", "AAAAAA=="],
    headers: kind.endsWith("TRAILER") ? {} : { "x-amz-checksum-crc32": "AAAAAA==" },
  });
  return {
    name: kind,
    valid: Buffer.concat(pieces),
    build: (body) => ({
      method: "PUT",
      bytes: Buffer.concat([
        Buffer.from(head.replace(/\r\ncontent-length: \d+/, `\r\ncontent-length: ${body.length}`)),
        body,
      ]),
    }),
  };
}

export async function run(): Promise<boolean> {
  const ledger = openLedger("malformed-bodies");
  const dir = await mkdtemp(join(tmpdir(), "daypass-trial-"));
  const bucket = await startBucketProcess(dir);
  try {
    await attack(bucket, ledger);
    const errors = bucket.errors();
    if (errors !== "") ledger.miss(`the process said: ${errors.slice(0, 400)}`);
  } finally {
    await bucket.stop();
    await rm(dir, { recursive: true, force: true });
  }
  return ledger.close({ bodies: BODIES });
}

async function attack(bucket: BucketProcess, ledger: ReturnType<typeof openLedger>): Promise<void> {
  const presigner = bucket.presigner();
  const minute = { expiresInSeconds: 3_600 };
  await fetch(presigner.put("k", minute).url, { method: "PUT", body: "x" });
  const created = await fetch(presigner.multipart.create("k", minute).url, { method: "POST" });
  const kinds = [...listKinds(bucket, /<UploadId>(.*?)</.exec(await created.text())![1]!)];
  for (const { name, valid, build } of kinds) {
    const { bytes, method } = build(valid);
    const wire = new Wire(bucket.endpoint);
    if ((await wire.send(bytes, method)) === undefined) ledger.miss(`${name} as it is got no answer`);
    wire.close();
  }
  const wires = Array.from({ length: AT_ONCE }, () => new Wire(bucket.endpoint));
  const random = createRandom(100_000);
  const samples: number[] = [];
  let isBloated = false;
  let slowest = 0;
  await eachOf(Array(BODIES).keys(), AT_ONCE, async (i, worker) => {
    if (ledger.isEnough || !bucket.isAlive()) return;
    if (isBloated) return;
    if (i % SAMPLE_EVERY === 0) {
      samples.push(await bucket.readRss());
      isBloated = samples.at(-1)! - (samples[SETTLED] ?? Number.POSITIVE_INFINITY) > MAX_GROWTH_BYTES;
    }
    const kind = kinds[i % kinds.length]!;
    const { bytes, method } = kind.build(spoil(random, kind.valid));
    const startedAt = performance.now();
    const answer = await wires[worker]!.send(bytes, method);
    ledger.count("bodies");
    if (answer === undefined || (answer.status >= 500 && answer.status !== 501))
      ledger.miss(`${kind.name}: ${answer?.status} ${answer?.code}: ${bytes.subarray(-200).toString("latin1")}`);
    let milliseconds = performance.now() - startedAt;
    if (milliseconds > MAX_MILLISECONDS) {
      // A busy machine is no finding: what is slow is so again.
      const againAt = performance.now();
      await wires[worker]!.send(bytes, method);
      milliseconds = performance.now() - againAt;
      if (milliseconds > MAX_MILLISECONDS) ledger.miss(`${kind.name} took ${Math.round(milliseconds)} ms twice`);
    }
    slowest = Math.max(slowest, milliseconds);
  });
  for (const wire of wires) wire.close();
  if (!bucket.isAlive()) ledger.miss("the process has ended");
  else {
    // The heap takes its size in the first rounds, by the collector's own choice; what a leak keeps comes with every round.
    const growth = (await bucket.readRss()) - (samples[SETTLED] ?? 0);
    const memory = samples.map((bytes) => Math.round(bytes / 2 ** 20));
    console.log(
      `memory in MiB, every ${SAMPLE_EVERY} bodies: ${memory}; the slowest answer took ${Math.round(slowest)} ms`,
    );
    if (growth > MAX_GROWTH_BYTES) ledger.miss(`memory grew by ${Math.round(growth / 2 ** 20)} MiB`);
  }
}
