// Uploads in aws-chunked encoding, each with one bit of its body flipped or its end cut off: none may become an object.
import { crc32 } from "node:zlib";
import { type ChunkedKind, signChunkedPut } from "../../packages/bucket/test/signed-requests.ts";
import type { Canary } from "../support/canary.ts";
import { BUCKET, type Lab, withLab } from "../support/lab.ts";
import { openLedger } from "../support/ledger.ts";
import { eachOf } from "../support/parallel.ts";
import { Wire } from "../support/wire.ts";

const READER = "presign/src/verify/chunk-reader.ts";
export const canaries: readonly Canary[] = [
  {
    says: "the signature of the last chunk is not looked at",
    patch: {
      file: READER,
      from: "if (signatures && !signatures.signsChunk(",
      to: "if (signatures && !isLast && !signatures.signsChunk(",
    },
  },
  {
    says: "no chunk's signature is looked at",
    patch: {
      file: READER,
      from: "if (signatures && !signatures.signsChunk(",
      to: "if (signatures && isLast && decodedBytes < 0 && !signatures.signsChunk(",
    },
  },
  {
    says: "an upload counts before its last chunk",
    patch: { file: "bucket/src/http/chunked.ts", from: "({ trailer } = orThrow(reader.end()));", to: 'trailer = "";' },
  },
  {
    says: "a trailer's checksum is not compared",
    patch: {
      file: "bucket/src/receive.ts",
      from: "if (expectedValue !== undefined && value !== expectedValue) {",
      to: "if (false) {",
    },
  },
];

const CHUNKS = [Buffer.alloc(8192, "first "), Buffer.alloc(300, "second ")];
const KINDS: readonly ChunkedKind[] = [
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
];
const AT_ONCE = 8;

function crcOf(bytes: Buffer): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString("base64");
}

/** Head and body of a right upload. */
function signUpload(lab: Lab, kind: ChunkedKind): { head: string; body: Buffer } {
  const trailer = ["x-amz-checksum-crc32", crcOf(Buffer.concat(CHUNKS))] as const;
  const { head, pieces } = signChunkedPut(lab, { kind, path: `/${BUCKET}/k`, chunks: CHUNKS, trailer });
  return { head, body: Buffer.concat(pieces) };
}

export function run(): Promise<boolean> {
  return withLab({}, async (lab) => {
    const ledger = openLedger("chunk-tampering");
    const wires = Array.from({ length: AT_ONCE }, () => new Wire(lab.endpoint));
    for (const kind of KINDS) {
      const upload = signUpload(lab, kind);
      const places = Array.from(upload.body, (_, i) => i);
      await eachOf(places, AT_ONCE, async (at, worker) => {
        if (ledger.isEnough) return;
        const body = Buffer.from(upload.body);
        body[at] = body[at]! ^ 1;
        const answer = await wires[worker]!.send(Buffer.concat([Buffer.from(upload.head), body]), "PUT");
        ledger.count("flipped bits");
        if (answer === undefined || answer.status < 400 || answer.status >= 500)
          ledger.miss(`${kind}, byte ${at} flipped: ${answer?.status} ${answer?.code}`);
      });
      // Cut anywhere, with a Content-Length that says so.
      await eachOf(
        places.filter((at) => at % 29 === 0 || at > upload.body.length - 200),
        AT_ONCE,
        async (at, worker) => {
          if (ledger.isEnough) return;
          const head = upload.head.replace(/\r\ncontent-length: \d+/, `\r\ncontent-length: ${at}`);
          const answer = await wires[worker]!.send(
            Buffer.concat([Buffer.from(head), upload.body.subarray(0, at)]),
            "PUT",
          );
          ledger.count("cut bodies");
          if (answer?.status !== 400 || answer.code !== "IncompleteBody")
            ledger.miss(`${kind}, cut at ${at}: ${answer?.status} ${answer?.code}`);
        },
      );
    }
    const { blobs, drafts } = await lab.listFiles();
    const there = await fetch(lab.presigner().head("k", { expiresInSeconds: 60 }).url, { method: "HEAD" });
    if (there.status !== 404 || blobs.length + drafts.length > 0)
      ledger.miss(`an object is ${there.status}; ${blobs.length} blobs and ${drafts.length} drafts are left`);

    // What was flipped is taken when it is not: each kind, as it was signed.
    for (const kind of KINDS) {
      const { head, body } = signUpload(lab, kind);
      const answer = await wires[0]!.send(Buffer.concat([Buffer.from(head), body]), "PUT");
      if (answer?.status !== 200) ledger.miss(`${kind} as it is: ${answer?.status} ${answer?.code}`);
    }
    for (const wire of wires) wire.close();
    return ledger.close({ "flipped bits": 25_000, "cut bodies": 1_000 });
  });
}
