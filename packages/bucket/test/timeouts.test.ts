// Who is slow and who is gone. The clock of the bodies' rate is the test's own, so that half an hour takes no time at all.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { after, describe, mock, test } from "node:test";
import { BODY_LIMITS, RequestBody } from "../src/http/body.ts";
import { createHttpServer, HTTP_LIMITS, TIMEOUTS } from "../src/http/server.ts";
import { openLab, rawHead, until } from "./support.ts";

const WINDOWS_IN_HALF_AN_HOUR = (30 * 60_000) / BODY_LIMITS.windowMilliseconds;
const expiresInSeconds = 600;

describe("slow senders", async () => {
  const lab = await openLab();
  mock.timers.enable({ apis: ["setInterval"] });
  after(() => mock.timers.reset());
  let current: RequestBody | undefined;
  const { chunks } = RequestBody.prototype;
  mock.method(RequestBody.prototype, "chunks", function (this: RequestBody) {
    current = this;
    return chunks.call(this);
  });

  const begin = (key: string, bytes: number) => {
    const { hostname, port } = new URL(lab.endpoint);
    const socket = connect(Number(port), hostname);
    const heard = { answer: "" };
    socket.on("data", (chunk) => {
      heard.answer += chunk;
    });
    current = undefined;
    socket.write(rawHead(lab.presigner().put(key, { expiresInSeconds }), { "content-length": String(bytes) }));
    return { socket, heard };
  };
  /** Sends the bytes, and lets a window pass once they have arrived. */
  const sendWithinWindow = async (socket: Socket, bytes: Buffer) => {
    const before = current?.receivedBytes ?? 0;
    socket.write(bytes);
    await until(() => (current?.receivedBytes ?? 0) === before + bytes.length);
    mock.timers.tick(BODY_LIMITS.windowMilliseconds);
  };

  test("a steady upload of half an hour is stored whole", async () => {
    const bytes = randomBytes(WINDOWS_IN_HALF_AN_HOUR * BODY_LIMITS.minimumBytes + 1);
    const { socket, heard } = begin("steady", bytes.length);
    for (let sent = 0; sent < bytes.length - 1; sent += BODY_LIMITS.minimumBytes)
      await sendWithinWindow(socket, bytes.subarray(sent, sent + BODY_LIMITS.minimumBytes));
    assert.equal(heard.answer, "");
    socket.write(bytes.subarray(-1));
    await until(() => heard.answer !== "");
    assert.match(heard.answer, /^HTTP\/1.1 200 /);
    assert.deepEqual(await (await lab.get("steady")).bytes(), new Uint8Array(bytes));
    socket.destroy();
  });

  test("one that drips a byte less than the least in a window is cut after it [the canary of the rate]", async () => {
    const { socket, heard } = begin("drip", 1_000_000);
    await sendWithinWindow(socket, randomBytes(BODY_LIMITS.minimumBytes));
    assert.equal(heard.answer, "");
    await sendWithinWindow(socket, randomBytes(BODY_LIMITS.minimumBytes - 1));
    await once(socket, "close");
    assert.match(heard.answer, /^HTTP\/1.1 400 [\s\S]*<Code>RequestTimeout</);
    assert.equal((await lab.get("drip")).status, 404);
    assert.deepEqual((await lab.listFiles()).drafts, []);
  });
});

describe("those who say nothing, with each time divided by five hundred", async () => {
  const shorten = (milliseconds: number) => Math.ceil(milliseconds / 500);
  const timeouts = {
    headersMilliseconds: shorten(TIMEOUTS.headersMilliseconds),
    keepAliveMilliseconds: shorten(TIMEOUTS.keepAliveMilliseconds),
    idleMilliseconds: shorten(TIMEOUTS.idleMilliseconds),
    checkMilliseconds: shorten(TIMEOUTS.checkMilliseconds),
  };
  const lab = await openLab({}, { ...HTTP_LIMITS, timeouts });
  const { hostname, port } = new URL(lab.endpoint);

  for (const { says, bytes } of [
    { says: "before its first byte", bytes: "" },
    { says: "in the middle of its headers", bytes: "GET / HTTP/1.1\r\nX: " },
    { says: "after its answer", bytes: `GET / HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n` },
  ])
    test(`a connection that falls silent ${says} is closed`, async () => {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => {});
      socket.resume();
      socket.write(bytes);
      await once(socket, "close");
    });
});

test("a request has no limit for the whole of it; headers, silence and connections have one", () => {
  const { server } = createHttpServer({} as never, { limits: HTTP_LIMITS, onRequest: undefined });
  const { requestTimeout, headersTimeout, keepAliveTimeout, timeout, maxConnections } = server;
  assert.deepEqual(
    { requestTimeout, headersTimeout, keepAliveTimeout, timeout, maxConnections },
    { requestTimeout: 0, headersTimeout: 15_000, keepAliveTimeout: 65_000, timeout: 300_000, maxConnections: 1_000 },
  );
});
