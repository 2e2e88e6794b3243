// Bodies in aws-chunked encoding: the examples of the documentation, every way to cut them, every refusal S1 to S11.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { type ChunkedPayload, type ChunkReader, type Refusal, verify } from "../src/index.ts";
import { type ChunkedBody, encodeChunks } from "./support/chunk-signer.ts";
import { type HeaderParts, HOST, lookup, NOW, REGION, signHeader, signQuery } from "./support/hand-signer.ts";
import { bodyOf, CHUNKED_EXAMPLES, CHUNKS, CREDENTIALS } from "./vectors/aws-chunks.ts";

const createSha256 = () => createHash("sha256");
const DATE = "20261124T115900Z";
const SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const SIGNED_TRAILER = `${SIGNED}-TRAILER`;
const UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
type Kind = typeof SIGNED | typeof SIGNED_TRAILER | typeof UNSIGNED_TRAILER;
const TRAILER = ["x-amz-checksum-crc32", "AAAAAA=="] as const;
/** Two chunks as S3 wants them: only the last may be small. */
const DATA = [Buffer.alloc(8192, "a"), Buffer.from("the last one")];
const DATA_BYTES = 8192 + 12;

interface Change {
  headers?: [string, string][];
  without?: string;
  signing?: Partial<HeaderParts>;
}

/** The request that stands before such a body, right but for the change. */
function requestOf(kind: string, { headers = [], without, signing = {} }: Change = {}) {
  const all: [string, string][] = [
    ["Host", HOST],
    ["x-amz-content-sha256", kind],
    ["x-amz-date", DATE],
    ["x-amz-decoded-content-length", String(DATA_BYTES)],
    ...(kind.endsWith("-TRAILER") ? [["x-amz-trailer", TRAILER[0]] as [string, string]] : []),
  ];
  const kept = all.filter(([name]) => name !== without && !headers.some(([other]) => other === name));
  const sent = [...kept, ...headers].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const names = [...new Set(sent.map(([name]) => name.toLowerCase()))];
  return signHeader({
    method: "PUT",
    payloadHash: kind,
    headers: sent,
    signedHeaders: names.join(";"),
    ...signing,
  });
}

const judge = (request: ReturnType<typeof signHeader>) =>
  verify(request, lookup, NOW, { region: REGION, authorities: [HOST] });

/** A reader for a body of that kind, and how to sign what it shall read. */
function open(kind: Kind, change: Change = {}): { reader: ChunkReader; signing: ChunkedBody["signing"] } {
  const request = requestOf(kind, change);
  const verified = judge(request);
  assert.ok(verified.ok, JSON.stringify(verified));
  const seed = /Signature=([0-9a-f]{64})/.exec(request.rawHeaders.at(-1)!)![1]!;
  const scope = `20261124/${REGION}/s3/aws4_request`;
  return {
    reader: (verified.payload as ChunkedPayload).createReader(createSha256),
    signing: kind === UNSIGNED_TRAILER ? undefined : { secret: "long-secret", timestamp: DATE, scope, seed },
  };
}

/** Reads the body in pieces of so many bytes: what came out, or the refusal. */
function readAll(reader: ChunkReader, body: Buffer, pieceBytes = body.length) {
  const out: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += pieceBytes) {
    const pieces = reader.read(body.subarray(at, at + pieceBytes));
    if ("ok" in pieces) return pieces;
    out.push(...pieces);
  }
  const end = reader.end();
  return end.ok ? { ok: true as const, data: Buffer.concat(out), trailer: end.trailer } : end;
}

describe("the examples of the documentation", () => {
  for (const example of CHUNKED_EXAMPLES)
    for (const pieceBytes of [70_000, 4096, 1])
      test(`${example.says}, read in pieces of ${pieceBytes} bytes`, () => {
        const { target, rawHeaders } = example;
        const at = new Date("2013-05-24T00:00:00Z");
        const verified = verify({ method: "PUT", target, rawHeaders }, () => CREDENTIALS, at, { region: "us-east-1" });
        assert.ok(verified.ok, JSON.stringify(verified));
        const payload = verified.payload as ChunkedPayload;
        assert.deepEqual(
          [payload.kind, payload.decodedBytes, payload.trailerName],
          ["chunks", 66_560, example.trailer?.name],
        );
        const result = readAll(payload.createReader(createSha256), bodyOf(example), pieceBytes);
        assert.ok(result.ok, JSON.stringify(result));
        assert.ok(result.data.equals(Buffer.concat(CHUNKS)));
        assert.equal(result.trailer, example.trailer?.value);
      });
});

describe("what is taken", () => {
  for (const kind of [SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER] as const) {
    const trailer = kind === SIGNED ? undefined : TRAILER;
    for (const pieceBytes of [1, 7, 8193, 100_000])
      test(`${kind} in pieces of ${pieceBytes} bytes`, () => {
        const { reader, signing } = open(kind);
        const body = Buffer.concat(encodeChunks({ chunks: DATA, signing, trailer }));
        const result = readAll(reader, body, pieceBytes);
        assert.ok(result.ok, JSON.stringify(result));
        assert.ok(result.data.equals(Buffer.concat(DATA)));
        assert.equal(result.trailer, trailer?.[1]);
      });

    test(`${kind} of an object without a byte`, () => {
      const { reader, signing } = open(kind, { headers: [["x-amz-decoded-content-length", "0"]] });
      const result = readAll(reader, Buffer.concat(encodeChunks({ chunks: [], signing, trailer })));
      assert.ok(result.ok && result.data.length === 0, JSON.stringify(result));
    });
  }

  for (const kind of [SIGNED_TRAILER, UNSIGNED_TRAILER] as const)
    test(`${kind} whose trailer ends with LF CRLF, as the documentation has it and minio-go writes it`, () => {
      const { reader, signing } = open(kind);
      const body = encodeChunks({ chunks: DATA, signing, trailer: TRAILER, trailerLineEnd: "\n\r\n" });
      assert.equal(readAll(reader, Buffer.concat(body), 5).ok, true);
    });

  test("a trailer announced and sent in other case, with blanks around its value", () => {
    const { reader } = open(UNSIGNED_TRAILER, { headers: [["x-amz-trailer", "X-Amz-Checksum-CRC32"]] });
    const body = encodeChunks({ chunks: DATA, trailer: ["X-Amz-Checksum-Crc32", " AAAAAA==\t"] });
    const result = readAll(reader, Buffer.concat(body));
    assert.ok(result.ok && result.trailer === "AAAAAA==", JSON.stringify(result));
  });

  test("a chunk size with leading zeros and in upper case", () => {
    const { reader } = open(UNSIGNED_TRAILER, { headers: [["x-amz-decoded-content-length", "10"]] });
    const body = `0000000A\r\n0123456789\r\n00\r\n${TRAILER.join(":")}\r\n\r\n`;
    assert.equal(readAll(reader, Buffer.from(body)).ok, true);
  });

  test("a line of exactly 1,024 bytes", () => {
    const { reader } = open(UNSIGNED_TRAILER);
    const value = "v".repeat(1024 - TRAILER[0].length - ":\r\n".length);
    const result = readAll(reader, Buffer.concat(encodeChunks({ chunks: DATA, trailer: [TRAILER[0], value] })), 100);
    assert.ok(result.ok && result.trailer === value);
  });

  test("a line that goes on for more than 1,024 bytes is refused at once, before it ends", () => {
    const { reader } = open(UNSIGNED_TRAILER);
    assert.deepEqual(reader.read(Buffer.alloc(1024, "1")), []);
    const refusal = reader.read(Buffer.from("1"));
    assert.ok("code" in refusal && refusal.code === "IncompleteBody", JSON.stringify(refusal));
  });

  test("two readers of one payload know nothing of each other", () => {
    const request = requestOf(SIGNED);
    const verified = judge(request);
    assert.ok(verified.ok);
    const seed = /Signature=([0-9a-f]{64})/.exec(request.rawHeaders.at(-1)!)![1]!;
    const signing = { secret: "long-secret", timestamp: DATE, scope: `20261124/${REGION}/s3/aws4_request`, seed };
    const body = Buffer.concat(encodeChunks({ chunks: DATA, signing }));
    const payload = verified.payload as ChunkedPayload;
    for (const reader of [payload.createReader(createSha256), payload.createReader(createSha256)])
      assert.ok(readAll(reader, body).ok);
  });
});

describe("what is refused of the request", () => {
  for (const { says, kind, change, wants } of [
    {
      says: "S1 a wrong signature of the request, although its chunks need none (E2, E3)",
      kind: UNSIGNED_TRAILER,
      change: { signing: { secret: "guess" } },
      wants: ["SignatureDoesNotMatch", 403],
    },
    {
      says: "S1 a wrong signature of the request with signed chunks",
      kind: SIGNED,
      change: { signing: { secret: "guess" } },
      wants: ["SignatureDoesNotMatch", 403],
    },
    {
      says: "S1 no signature at all (E2)",
      kind: UNSIGNED_TRAILER,
      change: { signing: { authorization: () => "" } },
      wants: ["AccessDenied", 403],
    },
    {
      says: "S3 no decoded length",
      kind: SIGNED,
      change: { without: "x-amz-decoded-content-length" },
      wants: ["MissingContentLength", 411],
    },
    ...["", "-1", "1e3", "0x10", "1.5", "12345678901234567", "9999999999999999", "66560, 66560"].map((length) => ({
      says: `S3 the decoded length ${JSON.stringify(length)}`,
      kind: SIGNED,
      change: { headers: [["x-amz-decoded-content-length", length] as [string, string]] },
      wants: ["MissingContentLength", 411],
    })),
    {
      says: "S8 no trailer announced",
      kind: UNSIGNED_TRAILER,
      change: { without: "x-amz-trailer" },
      wants: ["InvalidRequest", 400],
    },
    {
      says: "S8 no trailer announced, signed",
      kind: SIGNED_TRAILER,
      change: { without: "x-amz-trailer" },
      wants: ["InvalidRequest", 400],
    },
    {
      says: "S8 a trailer that is no checksum",
      kind: SIGNED_TRAILER,
      change: { headers: [["x-amz-trailer", "x-amz-acl"]] },
      wants: ["InvalidRequest", 400],
    },
    {
      says: "S8 two trailers",
      kind: SIGNED_TRAILER,
      change: { headers: [["x-amz-trailer", "x-amz-checksum-crc32,x-amz-checksum-sha1"]] },
      wants: ["InvalidRequest", 400],
    },
    {
      says: "S8 a trailer announced where the payload has none",
      kind: SIGNED,
      change: { headers: [["x-amz-trailer", "x-amz-checksum-crc32"]] },
      wants: ["InvalidRequest", 400],
    },
    ...["x-amz-decoded-content-length", "x-amz-trailer", "x-amz-content-sha256"].map((name) => ({
      says: `S11 ${name} not signed`,
      kind: UNSIGNED_TRAILER,
      change: {
        signing: {
          signedHeaders: ["host", "x-amz-content-sha256", "x-amz-date", "x-amz-decoded-content-length", "x-amz-trailer"]
            .filter((each) => each !== name)
            .join(";"),
        },
      },
      wants: ["AccessDenied", 403],
    })),
    {
      says: "H8 chunks of a GET",
      kind: SIGNED,
      change: { signing: { method: "GET" } },
      wants: ["InvalidRequest", 400],
    },
    {
      says: "H8 chunks of a POST",
      kind: UNSIGNED_TRAILER,
      change: { signing: { method: "POST" } },
      wants: ["InvalidRequest", 400],
    },
    ...["", "-TRAILER"].map((end) => ({
      says: `H7 ECDSA chunks${end}`,
      kind: `STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD${end}`,
      change: {},
      wants: ["NotImplemented", 501],
    })),
    ...[
      `${SIGNED}-`,
      `x${SIGNED}`,
      SIGNED.toLowerCase(),
      "STREAMING-UNSIGNED-PAYLOAD",
      "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILERS",
    ].map((kind) => ({ says: `H7 ${kind}`, kind, change: {}, wants: ["InvalidArgument", 400] })),
  ] as { says: string; kind: string; change: Change; wants: [string, number] }[])
    test(says, () => {
      const result = judge(requestOf(kind, change)) as Refusal;
      assert.deepEqual([result.ok, result.code, result.status], [false, ...wants], JSON.stringify(result));
    });

  for (const kind of [SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER])
    test(`S2 a presigned URL with ${kind}, in its query or in a signed header`, () => {
      const inQuery = signQuery({ method: "PUT", extra: [["X-Amz-Content-Sha256", kind]], payloadHash: kind });
      const inHeader = signQuery({
        method: "PUT",
        headers: [
          ["Host", HOST],
          ["x-amz-content-sha256", kind],
        ],
        signedHeaders: "host;x-amz-content-sha256",
        payloadHash: kind,
      });
      for (const request of [inQuery, inHeader]) {
        const result = judge(request) as Refusal;
        assert.deepEqual([result.ok, result.code, result.status], [false, "InvalidArgument", 400]);
      }
    });
});

type Reshape = (pieces: Buffer[]) => (Buffer | string)[];
/** Indexes of the pieces that encodeChunks gives for DATA. */
const [HEAD_1, DATA_1, END_1, HEAD_2, DATA_2, END_2, HEAD_0] = [0, 1, 2, 3, 4, 5, 6] as const;
const replace =
  (at: number, change: (piece: string) => string): Reshape =>
  (pieces) =>
    pieces.map((piece, i) => (i === at ? Buffer.from(change(piece.toString("latin1")), "latin1") : piece));
const flip =
  (at: number): Reshape =>
  (pieces) =>
    pieces.map((piece, i) => (i === at ? Buffer.from([piece[0]! ^ 1, ...piece.subarray(1)]) : piece));

interface BodyRow {
  says: string;
  kinds: readonly Kind[];
  body: Reshape;
  wants: [code: string, status: number];
  data?: readonly Buffer[];
  declared?: number;
}

const BOTH_SIGNED = [SIGNED, SIGNED_TRAILER] as const;
const EVERY = [...BOTH_SIGNED, UNSIGNED_TRAILER] as const;
const WITH_TRAILER = [SIGNED_TRAILER, UNSIGNED_TRAILER] as const;
const INCOMPLETE: [string, number] = ["IncompleteBody", 400];
const MALFORMED_TRAILER: [string, number] = ["MalformedTrailerError", 400];
const MISMATCH: [string, number] = ["SignatureDoesNotMatch", 403];

const BODIES: BodyRow[] = [
  {
    says: "S4 a size that is not hexadecimal",
    kinds: EVERY,
    body: replace(HEAD_1, (head) => `g${head}`),
    wants: INCOMPLETE,
  },
  {
    says: "S4 no size",
    kinds: EVERY,
    body: replace(HEAD_1, (head) => head.replace(/^[0-9a-f]+/, "")),
    wants: INCOMPLETE,
  },
  { says: "S4 a blank before the size", kinds: EVERY, body: replace(HEAD_1, (head) => ` ${head}`), wants: INCOMPLETE },
  { says: "S4 a sign before the size", kinds: EVERY, body: replace(HEAD_1, (head) => `+${head}`), wants: INCOMPLETE },
  {
    says: "S4 17 digits",
    kinds: EVERY,
    body: replace(HEAD_1, (head) => head.padStart(head.length + 13, "0")),
    wants: INCOMPLETE,
  },
  {
    says: "S4 LF alone behind a head",
    kinds: EVERY,
    body: replace(HEAD_1, (head) => head.replace("\r", "")),
    wants: INCOMPLETE,
  },
  {
    says: "S4 a blank at the end of a head",
    kinds: EVERY,
    body: replace(HEAD_1, (head) => head.replace("\r", " \r")),
    wants: INCOMPLETE,
  },
  {
    says: "S4 another extension",
    kinds: EVERY,
    body: replace(HEAD_1, (head) => head.replace("\r", ";a=b\r")),
    wants: INCOMPLETE,
  },
  {
    says: "S4 no signature of a chunk (E2)",
    kinds: BOTH_SIGNED,
    body: replace(HEAD_1, (head) => head.replace(/;.*\r/, "\r")),
    wants: INCOMPLETE,
  },
  {
    says: "S4 no signature of the last chunk",
    kinds: BOTH_SIGNED,
    body: replace(HEAD_0, () => "0\r\n"),
    wants: INCOMPLETE,
  },
  {
    says: "S4 a signature in upper case (E29)",
    kinds: BOTH_SIGNED,
    body: replace(HEAD_1, (head) => head.replace(/=.*/, (s) => s.toUpperCase())),
    wants: INCOMPLETE,
  },
  {
    says: "S4 a signature of 63 digits",
    kinds: BOTH_SIGNED,
    body: replace(HEAD_1, (head) => head.replace(/.\r/, "\r")),
    wants: INCOMPLETE,
  },
  {
    says: "S4 a signature of 65 digits",
    kinds: BOTH_SIGNED,
    body: replace(HEAD_1, (head) => head.replace("\r", "0\r")),
    wants: INCOMPLETE,
  },
  {
    says: "S4 a signature where there are none",
    kinds: [UNSIGNED_TRAILER],
    body: replace(HEAD_1, (head) => head.replace("\r", `;chunk-signature=${"0".repeat(64)}\r`)),
    wants: INCOMPLETE,
  },
  {
    says: "S4 a head of 1,025 bytes",
    kinds: EVERY,
    body: (pieces) => ["0".repeat(1023), "\r\n", ...pieces],
    wants: INCOMPLETE,
  },
  { says: "S4 a head without an end", kinds: EVERY, body: () => ["1".repeat(5000)], wants: INCOMPLETE },
  {
    says: "S4 more data than the head says",
    kinds: EVERY,
    body: replace(DATA_1, (data) => `${data}a`),
    wants: INCOMPLETE,
  },
  { says: "S4 LF alone behind data", kinds: EVERY, body: replace(END_1, () => "\n"), wants: INCOMPLETE },
  { says: "S4 nothing behind data", kinds: EVERY, body: replace(END_2, () => ""), wants: INCOMPLETE },
  {
    says: "S5 a small chunk before the last",
    kinds: EVERY,
    data: [Buffer.alloc(8191), Buffer.alloc(8193)],
    declared: 16_384,
    body: (pieces) => pieces,
    wants: ["InvalidChunkSizeError", 400],
  },
  { says: "S6 a bit of the first chunk", kinds: BOTH_SIGNED, body: flip(DATA_1), wants: MISMATCH },
  { says: "S6 a bit of the last chunk", kinds: BOTH_SIGNED, body: flip(DATA_2), wants: MISMATCH },
  {
    says: "S6 the second signature is the first again",
    kinds: BOTH_SIGNED,
    body: (pieces) =>
      replace(HEAD_2, (head) => head.replace(/;.*/s, () => /;.*/s.exec(pieces[HEAD_1]!.toString())![0]))(pieces),
    wants: MISMATCH,
  },
  {
    says: "S6 a wrong signature of the empty chunk",
    kinds: BOTH_SIGNED,
    body: replace(HEAD_0, () => `0;chunk-signature=${"0".repeat(64)}\r\n`),
    wants: MISMATCH,
  },
  {
    says: "S6 two chunks in the other order",
    kinds: BOTH_SIGNED,
    data: [Buffer.alloc(8192, "a"), Buffer.alloc(8192, "b")],
    declared: 16_384,
    body: ([h1, d1, e1, h2, d2, e2, ...rest]) => [h2!, d2!, e2!, h1!, d1!, e1!, ...rest],
    wants: MISMATCH,
  },
  { says: "S7 no empty chunk at the end", kinds: EVERY, body: (pieces) => pieces.slice(0, HEAD_0), wants: INCOMPLETE },
  { says: "S7 an empty body", kinds: EVERY, body: () => [], wants: INCOMPLETE },
  {
    says: "S7 the end too early",
    kinds: [UNSIGNED_TRAILER],
    body: (pieces) => pieces.toSpliced(HEAD_2, 3),
    wants: INCOMPLETE,
  },
  {
    says: "S7 less than declared, signed",
    kinds: EVERY,
    declared: DATA_BYTES + 1,
    body: (pieces) => pieces,
    wants: INCOMPLETE,
  },
  {
    says: "S7 more than declared, signed",
    kinds: EVERY,
    declared: DATA_BYTES - 1,
    body: (pieces) => pieces,
    wants: INCOMPLETE,
  },
  { says: "S7 a byte behind the end", kinds: EVERY, body: (pieces) => [...pieces, "x"], wants: INCOMPLETE },
  { says: "S7 a CRLF behind the end", kinds: EVERY, body: (pieces) => [...pieces, "\r\n"], wants: INCOMPLETE },
  { says: "S7 the final CRLF missing", kinds: EVERY, body: (pieces) => pieces.slice(0, -1), wants: INCOMPLETE },
  {
    says: "S7 something else than CRLF at the end",
    kinds: [SIGNED],
    body: (pieces) => [...pieces.slice(0, -1), "x\r\n"],
    wants: INCOMPLETE,
  },
  {
    says: "S7 half a head at the end",
    kinds: EVERY,
    body: (pieces) => [...pieces.slice(0, HEAD_2), "c"],
    wants: INCOMPLETE,
  },
  {
    says: "S8 no trailer",
    kinds: WITH_TRAILER,
    body: (pieces) => [...pieces.slice(0, HEAD_0 + 1), "\r\n"],
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 a trailer that was not announced",
    kinds: WITH_TRAILER,
    body: replace(HEAD_0 + 1, (line) => line.replace("crc32", "crc32c")),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 the trailer twice",
    kinds: WITH_TRAILER,
    body: (pieces) => pieces.toSpliced(HEAD_0 + 1, 0, pieces[HEAD_0 + 1]!),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 another header besides",
    kinds: WITH_TRAILER,
    body: (pieces) => pieces.toSpliced(HEAD_0 + 1, 0, Buffer.from("x-amz-acl:public-read\r\n")),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 a trailer without a colon",
    kinds: WITH_TRAILER,
    body: replace(HEAD_0 + 1, (line) => line.replace(":", "=")),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 a blank before the colon",
    kinds: WITH_TRAILER,
    body: replace(HEAD_0 + 1, (line) => line.replace(":", " :")),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 something before the name",
    kinds: WITH_TRAILER,
    body: replace(HEAD_0 + 1, (line) => `(${line}`),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 a CR in the value",
    kinds: WITH_TRAILER,
    body: replace(HEAD_0 + 1, (line) => line.replace("==", "\r==")),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 a line that ends with LF and goes on",
    kinds: WITH_TRAILER,
    body: replace(HEAD_0 + 1, (line) => line.replace("\r\n", "\nx\r\n")),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S8 a trailer where none is announced",
    kinds: [SIGNED],
    body: (pieces) => pieces.toSpliced(HEAD_0 + 1, 0, Buffer.from("x-amz-checksum-crc32:AAAAAA==\r\n")),
    wants: INCOMPLETE,
  },
  {
    says: "S8 a signature of a trailer where none is due",
    kinds: [UNSIGNED_TRAILER],
    body: (pieces) => pieces.toSpliced(HEAD_0 + 2, 0, Buffer.from(`x-amz-trailer-signature:${"0".repeat(64)}\r\n`)),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S9 no signature of the trailer",
    kinds: [SIGNED_TRAILER],
    body: (pieces) => pieces.toSpliced(HEAD_0 + 2, 1),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S9 the signature before the trailer",
    kinds: [SIGNED_TRAILER],
    body: (pieces) => pieces.toSpliced(HEAD_0 + 1, 2, pieces[HEAD_0 + 2]!, pieces[HEAD_0 + 1]!),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S9 the signature twice",
    kinds: [SIGNED_TRAILER],
    body: (pieces) => pieces.toSpliced(HEAD_0 + 2, 0, pieces[HEAD_0 + 2]!),
    wants: MALFORMED_TRAILER,
  },
  {
    says: "S9 another value than was signed",
    kinds: [SIGNED_TRAILER],
    body: replace(HEAD_0 + 1, (line) => line.replace("AAAAAA", "BAAAAA")),
    wants: MISMATCH,
  },
  {
    says: "S9 a wrong signature of the trailer",
    kinds: [SIGNED_TRAILER],
    body: replace(HEAD_0 + 2, () => `x-amz-trailer-signature:${"0".repeat(64)}\r\n`),
    wants: MISMATCH,
  },
];

describe("what is refused of the body", () => {
  for (const { says, kinds, body, wants, data = DATA, declared = data === DATA ? DATA_BYTES : undefined } of BODIES)
    for (const kind of kinds)
      test(`${says}: ${kind}`, () => {
        const trailer = kind === SIGNED ? undefined : TRAILER;
        const reads = [1, 1000, 1_000_000].map((pieceBytes) => {
          const { reader, signing } = open(kind, { headers: [["x-amz-decoded-content-length", String(declared)]] });
          const pieces = body(encodeChunks({ chunks: data, signing, trailer }));
          const bytes = Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
          const result = readAll(reader, bytes, pieceBytes) as Refusal;
          assert.deepEqual([result.ok, result.code, result.status], [false, ...wants], JSON.stringify(result));
          // What was refused once stays refused, whatever comes.
          if (result.code !== "IncompleteBody")
            assert.deepEqual([reader.read(Buffer.from("0\r\n")), reader.end()], [result, result]);
          return result;
        });
        assert.deepEqual(reads[0], reads[1]);
        if (says.startsWith("S5")) assert.deepEqual(reads[0]!.details, { BadChunkSize: "8191" });
        assert.deepEqual(reads[0], reads[2]);
      });
});
