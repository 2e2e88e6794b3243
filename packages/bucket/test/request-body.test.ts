// The body of one request as its reader sees it: in order, counted, held back, cut off, and decoded from its chunks.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { describe, mock, test } from "node:test";
import { type ChunkedPayload, verify } from "@daypass/presign";
import { encodeChunks } from "../../presign/test/support/chunk-signer.ts";
import { lookup, NOW, REGION, signHeader } from "../../presign/test/support/hand-signer.ts";
import { Refused } from "../src/errors.ts";
import { BODY_LIMITS, RequestBody } from "../src/http/body.ts";
import { decodeChunks } from "../src/http/chunked.ts";

const LIMITS = { windowMilliseconds: 1_000_000, minimumBytes: 10 };
const EVENTS = ["data", "end", "error", "close"];

interface Exchange {
  readonly body: RequestBody;
  readonly request: IncomingMessage;
  /** The sender's. */
  readonly socket: Socket;
  /** What the sender has heard. */
  readonly heard: () => string;
}

/** One request with these headers at a server of its own. */
async function exchange(
  headers: Record<string, string>,
  use: (exchange: Exchange) => Promise<void>,
  { expectsContinue = false } = {},
): Promise<void> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let heard = "";
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  try {
    const lines = Object.entries({ host: "h", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PUT / HTTP/1.1\r\n${lines.join("")}\r\n`);
    const [request, response] = (await once(server, expectsContinue ? "checkContinue" : "request")) as [
      IncomingMessage,
      ServerResponse,
    ];
    request.on("error", () => {});
    const body = new RequestBody({ request, response, expectsContinue, limits: LIMITS });
    await use({ body, request, socket, heard: () => heard });
  } finally {
    socket.destroy();
    server.close();
    server.closeAllConnections();
  }
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((done) => setImmediate(done));
};
const readText = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString("latin1");
};
const isRefused = (code: string) => (failure: unknown) => failure instanceof Refused && failure.code === code;

describe("what a request says of its body", () => {
  for (const { headers, declaredBytes, isAnnounced } of [
    { headers: {}, declaredBytes: undefined, isAnnounced: false },
    { headers: { "content-length": "0" }, declaredBytes: 0, isAnnounced: false },
    { headers: { "content-length": "1" }, declaredBytes: 1, isAnnounced: true },
    { headers: { "transfer-encoding": "chunked" }, declaredBytes: undefined, isAnnounced: true },
  ] as { headers: Record<string, string>; declaredBytes: number | undefined; isAnnounced: boolean }[])
    test(`${JSON.stringify(headers)}: ${isAnnounced ? "one" : "none"}`, () =>
      exchange(headers, async ({ body }) => {
        assert.deepEqual(
          [body.declaredBytes, body.isAnnounced, body.isUnread],
          [declaredBytes, isAnnounced, isAnnounced],
        );
        assert.deepEqual([body.isIdle, body.receivedBytes], [false, 0]);
      }));
});

test("a request without a body has nothing unread, even at the moment when its head has come", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const atOnce = new Promise((resolve) =>
    server.on("request", (request, response) => {
      const body = new RequestBody({ request, response, expectsContinue: false, limits: LIMITS });
      resolve([request.complete, body.isUnread]);
    }),
  );
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  try {
    socket.write("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    assert.deepEqual(await atOnce, [false, false]);
  } finally {
    socket.destroy();
    server.close();
    server.closeAllConnections();
  }
});

describe("a reader", () => {
  test("gets the bytes in order, as they come, and their end", () =>
    exchange({ "content-length": "5" }, async ({ body, request, socket, heard }) => {
      const before = EVENTS.map((event) => request.listenerCount(event));
      const chunks = body.chunks();
      socket.write("he");
      assert.equal((await chunks.next()).value?.toString(), "he");
      assert.deepEqual([body.receivedBytes, body.isUnread], [2, true]);
      const rest = readText(chunks);
      socket.write("llo");
      assert.equal(await rest, "llo");
      assert.deepEqual([body.receivedBytes, body.isUnread, heard()], [5, false, ""]);
      const after = EVENTS.map((event) => request.listenerCount(event));
      assert.deepEqual(after, before, "it listens no more");
    }));

  test("is told that the sender has left", () =>
    exchange({ "content-length": "5" }, async ({ body, socket }) => {
      const chunks = body.chunks();
      socket.write("he");
      await chunks.next();
      const rest = chunks.next();
      socket.destroy();
      await assert.rejects(rest, isRefused("IncompleteBody"));
      assert.equal(body.isUnread, false);
    }));

  test("is told so too when the sender left before it asked", () =>
    exchange({ "content-length": "5" }, async ({ body, request, socket }) => {
      socket.destroy();
      await until(() => request.destroyed);
      await assert.rejects(body.chunks().next(), isRefused("IncompleteBody"));
    }));

  test("that stops leaves a request which nobody reads", () =>
    exchange({ "content-length": "5" }, async ({ body, request, socket }) => {
      socket.write("he");
      for await (const _ of body.chunks()) break;
      assert.deepEqual([request.isPaused(), request.listenerCount("data")], [true, 0]);
    }));

  test("asks for the body of a sender who waits to be asked, once", () =>
    exchange(
      { "content-length": "5", expect: "100-continue" },
      async ({ body, socket, heard }) => {
        assert.deepEqual([body.isIdle, body.isUnread], [true, true]);
        const chunks = body.chunks();
        const first = chunks.next();
        await until(() => heard() !== "");
        assert.equal(heard(), "HTTP/1.1 100 Continue\r\n\r\n");
        assert.equal(body.isIdle, false);
        socket.write("hello");
        assert.equal((await first).value?.toString(), "hello");
        await chunks.return();
        await body.chunks().return();
        assert.equal(heard(), "HTTP/1.1 100 Continue\r\n\r\n");
      },
      { expectsContinue: true },
    ));

  test("that is slow stops the sender, and gets everything once it goes on", () =>
    exchange({ "content-length": "8388608" }, async ({ body, request, socket }) => {
      const sent = Buffer.alloc(8_388_608, "0123456789abcdef");
      const chunks = body.chunks();
      socket.write(sent);
      const got = [(await chunks.next()).value as Buffer];
      await until(() => request.isPaused());
      got.push((await chunks.next()).value as Buffer);
      assert.ok(request.isPaused(), "what waits is more than nothing");
      for await (const chunk of chunks) got.push(chunk);
      assert.ok(Buffer.concat(got).equals(sent));
      assert.equal(body.receivedBytes, sent.length);
    }));
});

describe("a sender who is slow", () => {
  const withClock = async (use: (passWindow: () => void) => Promise<void>): Promise<void> => {
    mock.timers.enable({ apis: ["setInterval"] });
    try {
      await use(() => mock.timers.tick(LIMITS.windowMilliseconds));
    } finally {
      mock.timers.reset();
    }
  };

  test("is waited for while each window brings what it must, and is refused after one that brings a byte less", () =>
    withClock((passWindow) =>
      exchange({ "content-length": "100" }, async ({ body, socket }) => {
        const chunks = body.chunks();
        for (const bytes of [30, LIMITS.minimumBytes]) {
          const next = chunks.next();
          socket.write("x".repeat(bytes));
          assert.equal((await next).value?.length, bytes);
          passWindow();
        }
        const last = chunks.next();
        socket.write("x".repeat(LIMITS.minimumBytes - 1));
        await last;
        assert.equal(body.isIdle, false);
        const waits = chunks.next();
        passWindow();
        await assert.rejects(waits, isRefused("RequestTimeout"));
        assert.deepEqual([body.isIdle, body.isUnread, body.receivedBytes], [true, true, 49]);
      }),
    ));

  test("who says nothing at all is refused after one window", () =>
    withClock((passWindow) =>
      exchange({ "content-length": "100" }, async ({ body }) => {
        const waits = body.chunks().next();
        passWindow();
        await assert.rejects(waits, isRefused("RequestTimeout"));
      }),
    ));

  test("is not who a slow reader is: what waits to be taken has come", () =>
    withClock((passWindow) =>
      exchange({ "content-length": "100" }, async ({ body, request, socket }) => {
        const chunks = body.chunks();
        socket.write("x");
        await chunks.next();
        let arrived = 0;
        request.on("data", (chunk) => {
          arrived += chunk.length;
        });
        socket.write("y");
        await until(() => arrived === 1);
        passWindow();
        passWindow();
        assert.equal(body.isIdle, false);
        assert.equal((await chunks.next()).value?.toString(), "y");
      }),
    ));

  test("is not slow any more when all has come, however long that is looked at", () =>
    withClock((passWindow) =>
      exchange({ "content-length": "1" }, async ({ body, request, socket }) => {
        const chunks = body.chunks();
        socket.write("x");
        await chunks.next();
        await until(() => request.complete);
        passWindow();
        passWindow();
        assert.deepEqual([body.isIdle, await chunks.next()], [false, { done: true, value: undefined }]);
      }),
    ));

  test("is looked at no more when the reader has stopped", () =>
    withClock(() =>
      exchange({ "content-length": "100" }, async ({ body, socket }) => {
        const stop = mock.method(globalThis, "clearInterval");
        try {
          socket.write("x");
          for await (const _ of body.chunks()) break;
          assert.equal(stop.mock.callCount(), 1);
        } finally {
          stop.mock.restore();
        }
      }),
    ));

  test("has half a minute for a kilobyte", () =>
    assert.deepEqual(BODY_LIMITS, { windowMilliseconds: 30_000, minimumBytes: 1024 }));
});

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
