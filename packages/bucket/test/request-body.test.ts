// The body of one request as its reader sees it: in order, counted, held back, and cut off.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { describe, mock, test } from "node:test";
import { Refused } from "../src/errors.ts";
import { BODY_LIMITS, RequestBody } from "../src/http/body.ts";

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
        first.catch(() => {}); // where what follows fails, nobody waits for it
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
