// Bodies in aws-chunked encoding on the wire: nothing of them is visible before the last chunk and the trailer are right.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { crc32 } from "node:zlib";
import { type ChunkedKind, signChunkedPut, signHead } from "./signed-requests.ts";
import { codeOf, openLab, sendRaw, until } from "./support.ts";

const SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const SIGNED_TRAILER = `${SIGNED}-TRAILER` as const;
const UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const KINDS: readonly ChunkedKind[] = [SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER];
const DATA = [Buffer.alloc(65_536, "a"), Buffer.alloc(8192, "b"), Buffer.from("the end")];
const BODY = Buffer.concat(DATA);
const crc32Of = (bytes: Buffer) => {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString("base64");
};
const TRAILER = ["x-amz-checksum-crc32", crc32Of(BODY)] as const;
const CLOSE = { connection: "close" };

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const errorOf = (answer: string) => /<Code>(.*?)<\/Code>/.exec(answer)?.[1];

describe("bodies in chunks", async () => {
  const lab = await openLab();
  const put = (kind: ChunkedKind, more: Partial<Parameters<typeof signChunkedPut>[1]> = {}) =>
    signChunkedPut(lab, { kind, path: "/daypass/k", chunks: DATA, trailer: TRAILER, unsigned: CLOSE, ...more });
  const remove = async () => {
    await fetch(lab.presigner().delete("k", { expiresInSeconds: 60 }).url, { method: "DELETE" });
  };
  const nothingIsThere = async () => {
    assert.equal((await lab.get("k")).status, 404);
    const { blobs, drafts } = await lab.listFiles();
    assert.deepEqual([blobs, drafts], [[], []]);
  };

  for (const kind of KINDS) {
    test(`${kind}: not visible before its end is verified, then whole, stored without chunks`, async () => {
      const { head, pieces } = put(kind, { headers: { "content-encoding": "aws-chunked,gzip" } });
      const { hostname, port } = new URL(lab.endpoint);
      const socket = connect(Number(port), hostname);
      let answer = "";
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
      });
      const last = pieces.at(-1)!;
      socket.write(Buffer.concat([Buffer.from(head), ...pieces.slice(0, -1), last.subarray(0, -1)]));
      // All data has arrived when the draft has its size; the last byte of the body has not.
      await until(async () => (await lab.listFiles()).drafts.length === 1);
      assert.equal((await lab.get("k")).status, 404);
      socket.write(last.subarray(-1));
      await until(() => answer !== "");
      assert.equal(statusOf(answer), 200, answer);
      const got = await lab.get("k", { "accept-encoding": "identity" });
      assert.equal(got.headers.get("content-encoding"), "gzip");
      assert.equal(Number(got.headers.get("content-length")), BODY.length);
      assert.match(answer, new RegExp(`etag: "${createHash("md5").update(BODY).digest("hex")}"`, "i"));
      if (kind !== SIGNED) assert.ok(answer.includes(`${TRAILER[0]}: ${TRAILER[1]}`), answer);
      await got.body?.cancel();
      await remove();
    });

    test(`${kind} with Transfer-Encoding instead of Content-Length, in pieces of HTTP's own`, async () => {
      const { head, pieces } = put(kind);
      const plain = head.replace(/\r\ncontent-length: \d+/, "\r\ntransfer-encoding: chunked");
      const body = pieces.flatMap((piece) => [`${piece.length.toString(16)}\r\n`, piece, "\r\n"]);
      const answer = await sendRaw(lab.endpoint, [plain, ...body, "0\r\n\r\n"]);
      assert.equal(statusOf(answer), 200, answer);
      assert.ok(Buffer.from(await (await lab.get("k")).arrayBuffer()).equals(BODY));
      await remove();
    });

    test(`${kind} cut before its end: 400 IncompleteBody, and nothing is left`, async () => {
      const { head, pieces } = put(kind);
      const short = Buffer.concat(pieces).subarray(0, -2);
      const shorter = head.replace(/\r\ncontent-length: \d+/, `\r\ncontent-length: ${short.length}`);
      const answer = await sendRaw(lab.endpoint, [shorter, short]);
      assert.deepEqual([statusOf(answer), errorOf(answer)], [400, "IncompleteBody"]);
      await nothingIsThere();
    });

    test(`${kind} whose sender leaves: nothing is left`, async () => {
      const { head, pieces } = put(kind);
      await sendRaw(lab.endpoint, [head, ...pieces.slice(0, 4)], { end: true });
      await until(async () => (await lab.listFiles()).drafts.length === 0);
      await nothingIsThere();
    });

    test(`${kind} as a part`, async () => {
      const created = await fetch(lab.presigner().multipart.create("parts", { expiresInSeconds: 60 }).url, {
        method: "POST",
      });
      const uploadId = /<UploadId>(.*?)</.exec(await created.text())![1]!;
      const query = [
        ["partNumber", "1"],
        ["uploadId", uploadId],
      ] as const;
      const { head, pieces } = put(kind, { path: "/daypass/parts", query });
      assert.equal(statusOf(await sendRaw(lab.endpoint, [head, ...pieces])), 200);
      const { url } = lab.presigner().multipart.listParts("parts", { expiresInSeconds: 60, uploadId });
      assert.match(await (await fetch(url)).text(), new RegExp(`<Size>${BODY.length}</Size>`));
      await fetch(lab.presigner().multipart.abort("parts", { expiresInSeconds: 60, uploadId }).url, {
        method: "DELETE",
      });
    });
  }

  for (const { says, kind, change, wants } of [
    {
      says: "S6 a chunk whose bytes were changed",
      kind: SIGNED,
      change: (pieces: Buffer[]) => pieces.with(4, Buffer.alloc(8192, "c")),
      wants: [403, "SignatureDoesNotMatch"],
    },
    {
      says: "S10 bytes that do not fit the unsigned trailer (E32)",
      kind: UNSIGNED_TRAILER,
      change: (pieces: Buffer[]) => pieces.with(4, Buffer.alloc(8192, "c")),
      wants: [400, "BadDigest"],
    },
    {
      says: "S10 no checksum at all behind an unsigned body",
      kind: UNSIGNED_TRAILER,
      change: (pieces: Buffer[]) =>
        pieces.with(10, Buffer.from(`${"x-amz-meta-a:".padEnd(pieces[10]!.length - 2)}\r\n`)),
      wants: [400, "MalformedTrailerError"],
    },
  ] as { says: string; kind: ChunkedKind; change: (pieces: Buffer[]) => Buffer[]; wants: [number, string] }[])
    test(`${says}: ${wants[1]}, and nothing is left`, async () => {
      const { head, pieces } = put(kind);
      const answer = await sendRaw(lab.endpoint, [head, ...change(pieces)]);
      assert.deepEqual([statusOf(answer), errorOf(answer)], wants, answer);
      await nothingIsThere();
    });

  for (const { says, trailer, headers, wants } of [
    { says: "S10 a checksum of other bytes", trailer: ["x-amz-checksum-crc32", "AAAAAA=="], wants: [400, "BadDigest"] },
    {
      says: "S10 a checksum that is too short",
      trailer: ["x-amz-checksum-crc32", "AAAA"],
      wants: [400, "InvalidRequest"],
    },
    {
      says: "S10 a checksum of another algorithm",
      trailer: ["x-amz-checksum-sha256", crc32Of(BODY)],
      wants: [400, "InvalidRequest"],
    },
    {
      says: "a second checksum in a header",
      trailer: TRAILER,
      headers: { "x-amz-checksum-sha256": createHash("sha256").update(BODY).digest("base64") },
      wants: [400, "InvalidRequest"],
    },
    {
      says: "the same checksum in a header",
      trailer: TRAILER,
      headers: { [TRAILER[0]]: TRAILER[1] },
      wants: [400, "InvalidRequest"],
    },
    {
      says: "x-amz-sdk-checksum-algorithm of another one",
      trailer: TRAILER,
      headers: { "x-amz-sdk-checksum-algorithm": "SHA256" },
      wants: [400, "InvalidRequest"],
    },
    {
      says: "S3 more than 5 GiB announced",
      trailer: TRAILER,
      headers: { "x-amz-decoded-content-length": String(5 * 1024 ** 3 + 1) },
      wants: [400, "EntityTooLarge"],
    },
    {
      says: "another Content-MD5",
      trailer: TRAILER,
      headers: { "content-md5": createHash("md5").update("x").digest("base64") },
      wants: [400, "BadDigest"],
    },
  ] as { says: string; trailer: [string, string]; headers?: Record<string, string>; wants: [number, string] }[])
    for (const kind of [SIGNED_TRAILER, UNSIGNED_TRAILER] as const)
      test(`${says}, ${kind}: ${wants[1]}, and nothing is left`, async () => {
        const { head, pieces } = put(kind, { trailer, headers: headers ?? {} });
        const answer = await sendRaw(lab.endpoint, [head, ...pieces]);
        assert.deepEqual([statusOf(answer), errorOf(answer)], wants, answer);
        await nothingIsThere();
      });

  test("the right checksum in its header and its Content-MD5 are taken with signed chunks [the canary of the rows above]", async () => {
    const { head, pieces } = put(SIGNED, {
      headers: {
        "x-amz-checksum-sha256": createHash("sha256").update(BODY).digest("base64"),
        "x-amz-sdk-checksum-algorithm": "SHA256",
        "content-md5": createHash("md5").update(BODY).digest("base64"),
      },
    });
    assert.equal(statusOf(await sendRaw(lab.endpoint, [head, ...pieces])), 200);
    await remove();
  });

  test("20 MiB of chunks of many sizes arrive as they were sent, and read back whole", async () => {
    const chunks = [8192, 1 << 20, 65_537, 12 << 20, (6 << 20) + 1, 5].map((size, i) =>
      Buffer.alloc(size, `${i} chunk `),
    );
    const body = Buffer.concat(chunks);
    for (const kind of KINDS) {
      const { head, pieces } = put(kind, { chunks, trailer: [TRAILER[0], crc32Of(body)] });
      const answer = await sendRaw(lab.endpoint, [head, ...pieces]);
      assert.equal(statusOf(answer), 200, answer);
      const got = Buffer.from(await (await lab.get("k")).arrayBuffer());
      assert.equal(got.length, body.length);
      assert.ok(got.equals(body));
    }
    await remove();
  });

  for (const { says, ask } of [
    {
      says: "CompleteMultipartUpload",
      ask: { method: "POST", path: "/daypass/k", query: [["uploadId", "u"]] as [string, string][] },
    },
    {
      says: "CreateMultipartUpload",
      ask: { method: "POST", path: "/daypass/k", query: [["uploads", ""]] as [string, string][] },
    },
    { says: "GetObject", ask: { method: "GET", path: "/daypass/k" } },
    { says: "DeleteObject", ask: { method: "DELETE", path: "/daypass/k" } },
  ])
    test(`H8 ${says} has no chunks`, async () => {
      const { head } = signHead(lab, {
        ...ask,
        payloadHash: UNSIGNED_TRAILER,
        headers: { "x-amz-decoded-content-length": "0", "x-amz-trailer": TRAILER[0] },
        unsigned: { ...CLOSE, "content-length": "0" },
      });
      const answer = await sendRaw(lab.endpoint, [head]);
      assert.deepEqual([statusOf(answer), errorOf(answer)], [400, "InvalidRequest"]);
    });

  test("a presigned URL cannot be turned into an upload in chunks (S2)", async () => {
    const { url } = lab.presigner().put("k", { expiresInSeconds: 60 });
    for (const kind of KINDS) {
      const answer = await fetch(url, { method: "PUT", body: "0\r\n\r\n", headers: { "x-amz-content-sha256": kind } });
      assert.deepEqual([answer.status, await codeOf(answer)], [400, "InvalidArgument"]);
    }
    await nothingIsThere();
  });
});
