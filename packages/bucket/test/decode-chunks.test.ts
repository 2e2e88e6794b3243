// A body in aws-chunked encoding on its way from the wire to the disk.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ChunkedPayload, verify } from "@daypass/presign";
import { encodeChunks } from "../../presign/test/support/chunk-signer.ts";
import { lookup, NOW, REGION, signHeader } from "../../presign/test/support/hand-signer.ts";
import { Refused } from "../src/errors.ts";
import { decodeChunks } from "../src/http/chunked.ts";

const readText = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString("latin1");
};
const isRefused = (code: string) => (failure: unknown) => failure instanceof Refused && failure.code === code;

describe("a body in chunks", () => {
  const SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const TRAILER = ["x-amz-checksum-crc32", "NhCmhg=="] as const;
  const DATE = "20261124T115900Z";
  const openKind = (kind: string, ...more: [string, string][]): { payload: ChunkedPayload; seed: string } => {
    const headers: [string, string][] = [
      ["host", "h"],
      ["x-amz-content-sha256", kind],
      ["x-amz-date", DATE],
      ["x-amz-decoded-content-length", "5"],
      ...more,
    ];
    const signedHeaders = headers.map(([name]) => name).join(";");
    const request = signHeader({ method: "PUT", payloadHash: kind, headers, signedHeaders });
    const verified = verify(request, lookup, NOW, { region: REGION });
    assert.ok(verified.ok, JSON.stringify(verified));
    return { payload: verified.payload as ChunkedPayload, seed: request.rawHeaders.at(-1)!.slice(-64) };
  };
  const open = (): ChunkedPayload =>
    openKind("STREAMING-UNSIGNED-PAYLOAD-TRAILER", ["x-amz-trailer", TRAILER[0]]).payload;
  async function* inPieces(bytes: Buffer, pieceBytes: number) {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const BYTES = Buffer.concat(encodeChunks({ chunks: [Buffer.from("hello")], trailer: TRAILER }));

  for (const pieceBytes of [1, 7, BYTES.length])
    test(`is decoded from pieces of ${pieceBytes} bytes, and has its trailer when it has ended`, async () => {
      const decoded = decodeChunks(inPieces(BYTES, pieceBytes), open());
      assert.throws(() => decoded.readTrailer(), { name: "TypeError", message: /after the body has ended/ });
      assert.equal(await readText(decoded.bytes), "hello");
      assert.equal(decoded.readTrailer(), TRAILER[1]);
    });

  for (const { says, bytes, code } of [
    { says: "ends too early", bytes: BYTES.subarray(0, -1), code: "IncompleteBody" },
    { says: "goes on behind its end", bytes: Buffer.concat([BYTES, Buffer.from("x")]), code: "IncompleteBody" },
    {
      says: "has another trailer",
      bytes: Buffer.from(BYTES.toString().replace("crc32", "crc99")),
      code: "MalformedTrailerError",
    },
  ])
    test(`that ${says} is refused with what its reader says, and has no trailer: ${code}`, async () => {
      const decoded = decodeChunks(inPieces(bytes, 4), open());
      await assert.rejects(readText(decoded.bytes), isRefused(code));
      assert.throws(() => decoded.readTrailer(), TypeError);
    });

  for (const [says, text, want] of [
    ["that are signed", "hello", "hello"],
    ["that somebody else has signed", "hallo", undefined],
  ] as const)
    test(`of chunks ${says} is ${want === undefined ? "refused" : "decoded, and has no trailer"}`, async () => {
      const { payload, seed } = openKind(SIGNED);
      const scope = `20261124/${REGION}/s3/aws4_request`;
      const signing = { secret: "long-secret", timestamp: DATE, scope, seed };
      const pieces = encodeChunks({ chunks: [Buffer.from("hello")], signing });
      const bytes = Buffer.from(Buffer.concat(pieces).toString().replace("hello", text));
      const decoded = decodeChunks(inPieces(bytes, 9), payload);
      if (want === undefined) await assert.rejects(readText(decoded.bytes), isRefused("SignatureDoesNotMatch"));
      else assert.equal(await readText(decoded.bytes), want);
      assert.throws(() => decoded.readTrailer(), TypeError);
    });

  test("is not read ahead of who takes it", async () => {
    let given = 0;
    const pieces = async function* () {
      for await (const piece of inPieces(BYTES, 4)) {
        given++;
        yield piece;
      }
    };
    const { bytes } = decodeChunks(pieces(), open());
    assert.equal(given, 0);
    await bytes.next();
    assert.equal(given, 1, "the first piece has the first letter");
    await bytes.return();
  });
});
