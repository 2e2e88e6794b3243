// Who asks and does not read. The clock is the test's own; sockets and the system's buffers of them are real.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { after, describe, mock, test } from "node:test";
import { countTaken, RECEIVER_LIMITS, type ReceiverLimits, Receivers } from "../src/http/receivers.ts";
import { HTTP_LIMITS } from "../src/http/server.ts";
import { codeOf, type Lab, openLab, rawHead, until } from "./support.ts";

const MIB = 1024 * 1024;
/** More than the system's buffers of a connection hold. */
const BYTES = randomBytes(24 * MIB);
const expiresInSeconds = 600;
const WINDOW_MILLISECONDS = RECEIVER_LIMITS.windowChecks * RECEIVER_LIMITS.checkMilliseconds;

/** A lab with a large object, and someone who asks for it and reads nothing. */
async function openLabWith(limits: Partial<ReceiverLimits> = {}) {
  const lab = await openLab({}, { ...HTTP_LIMITS, receivers: { ...RECEIVER_LIMITS, ...limits } });
  assert.equal((await lab.put("k", BYTES)).status, 200);
  return { lab, ask: () => askWithoutReading(lab) };
}

async function askWithoutReading(lab: Lab): Promise<{ client: Socket; server: Socket }> {
  const admit = mock.method(Receivers.prototype, "admit");
  const { hostname, port } = new URL(lab.endpoint);
  const client = connect(Number(port), hostname);
  after(() => client.destroy());
  client.on("error", () => {});
  client.write(rawHead(lab.presigner().get("k", { expiresInSeconds })));
  await until(() => admit.mock.callCount() === 1);
  const server = admit.mock.calls[0]!.arguments[0].socket!;
  admit.mock.restore();
  await untilFull(server);
  return { client, server };
}

/** Until the system takes no more: what the server has written waits. */
async function untilFull(server: Socket): Promise<void> {
  for (let taken = -1; taken !== countTaken(server) || server.writableLength === 0; ) {
    taken = countTaken(server);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const roomy = await openLabWith();
/** Holds a list, or a second chunk of a download, and not both. */
const tight = await openLabWith({ maxHeldBytes: 600_000 });
await Promise.all(Array.from({ length: 300 }, (_, i) => tight.lab.put(String(i).padStart(1_000, "k"), "x")));
// From here on, so that no timer is made by one clock and stopped by another.
mock.timers.enable({ apis: ["setInterval"] });
after(() => mock.timers.reset());

describe("receivers of a large object", () => {
  const { lab, ask } = roomy;

  test("a slow and steady download of half an hour arrives whole", async () => {
    const { client, server } = await ask();
    const hash = createHash("sha256");
    let bytes = 0;
    let head = "";
    const take = (chunk: Buffer) => {
      if (head === "") {
        const end = chunk.indexOf("\r\n\r\n") + 4;
        head = chunk.toString("latin1", 0, end);
        return take(chunk.subarray(end));
      }
      bytes += chunk.length;
      hash.update(chunk);
    };
    for (let window = 0; window < (30 * 60_000) / WINDOW_MILLISECONDS; window++) {
      const before = countTaken(server);
      while (countTaken(server) - before < RECEIVER_LIMITS.minimumBytes) {
        const chunk: Buffer | null = client.read();
        if (chunk) take(chunk);
        else await new Promise((done) => setTimeout(done, 5));
      }
      mock.timers.tick(WINDOW_MILLISECONDS);
    }
    assert.ok(bytes < BYTES.length && !server.destroyed);
    client.on("data", take);
    await until(() => bytes === BYTES.length);
    assert.match(head, /^HTTP\/1.1 200 /);
    assert.equal(hash.digest("hex"), createHash("sha256").update(BYTES).digest("hex"));
    await until(() => lab.lines.at(-1)?.operation === "GetObject");
    assert.equal(lab.lines.at(-1)!.cut, undefined);
    client.destroy();
  });

  test("one who reads nothing is cut after a window without a byte, and not before [the canary of the rate]", async () => {
    const { client, server } = await ask();
    // The buffers of the system have taken something in the first.
    mock.timers.tick(2 * WINDOW_MILLISECONDS - 1);
    assert.equal(server.destroyed, false);
    mock.timers.tick(1);
    await once(client.resume(), "close");
    await until(() => lab.lines.at(-1)?.cut === "receiver-slow");
    const { status, error } = lab.lines.at(-1)!;
    assert.deepEqual([status, error], [200, undefined]);
  });

  test("one who leaves is told apart", async () => {
    (await ask()).client.destroy();
    await until(() => lab.lines.at(-1)?.cut === "receiver-left");
  });
});

describe("when answers that wait hold all the memory they may", () => {
  const { lab, ask } = tight;
  const list = () => {
    const { url } = lab.presigner().request({ method: "GET", query: { "list-type": "2" }, expiresInSeconds });
    return fetch(url);
  };

  test("a document is refused, until whoever takes nothing has given way to it", async () => {
    assert.equal((await list()).status, 200);
    const { client, server } = await ask();
    const refused = await list();
    assert.deepEqual([refused.status, await codeOf(refused)], [503, "SlowDown"]);
    await until(() => lab.lines.at(-1)?.code === "SlowDown");
    assert.match(lab.lines.at(-1)!.error!.message, /^Answers of 262144 bytes wait for receivers/);
    mock.timers.tick(RECEIVER_LIMITS.checkMilliseconds * (1 + RECEIVER_LIMITS.stalledChecks));
    assert.equal(server.destroyed, false);
    assert.equal((await list()).status, 200);
    await once(client.resume(), "close");
    await until(() => lab.lines.some(({ cut }) => cut === "receiver-slow"));
  });

  test("an object still goes out, a chunk at a time", async () => {
    const got = new Uint8Array(await (await lab.get("k")).arrayBuffer());
    assert.ok(BYTES.equals(got));
  });
});

describe("Receivers", () => {
  const limits = { checkMilliseconds: 10, windowChecks: 3, minimumBytes: 100, maxHeldBytes: 1_000, stalledChecks: 2 };
  const tick = () => mock.timers.tick(limits.checkMilliseconds);
  /** A connection of which the system has taken so much, while the rest of a chunk waits. */
  const connectionOf = ({ taken = 0, waits = 1_000 } = {}) => {
    const socket = { writableLength: waits, _handle: { bytesWritten: taken + waits, writeQueueSize: waits } };
    const response = { socket, destroyed: false, destroy: () => Object.assign(response, { destroyed: true }) };
    return {
      response: response as unknown as ServerResponse,
      take: (bytes: number) => {
        socket._handle.bytesWritten += bytes;
      },
      empty: () => {
        socket.writableLength = 0;
      },
    };
  };
  const admit = (receivers: Receivers, connection: ReturnType<typeof connectionOf>, bytes: number, must = false) =>
    receivers.admit(connection.response, { bytes, must });

  for (const { says, bytes, wants } of [
    { says: "the least", bytes: [100, 0, 0, 0, 0, 100], wants: false },
    { says: "a byte less, in the first window", bytes: [33, 33, 33, 500, 0, 0], wants: true },
    { says: "a byte less, in the second", bytes: [500, 0, 0, 33, 33, 33], wants: true },
  ])
    test(`one who takes ${says} is ${wants ? "" : "not "}cut`, () => {
      const receivers = new Receivers(limits);
      const connection = connectionOf();
      const receiver = admit(receivers, connection, 10)!;
      for (const each of bytes) {
        connection.take(each);
        tick();
      }
      assert.deepEqual([receiver.isCut, connection.response.destroyed], [wants, wants]);
      receiver.release();
      assert.equal(receivers.heldBytes, 0);
    });

  test("who has taken everything is not blamed for a disk that brings nothing", () => {
    const receivers = new Receivers(limits);
    const connection = connectionOf();
    const receiver = admit(receivers, connection, 10)!;
    connection.empty();
    for (let i = 0; i < 10; i++) tick();
    assert.equal(receiver.isCut, false);
  });

  test("without room, those who stand still give way, the longest first, and no more of them than needed", () => {
    const receivers = new Receivers(limits);
    const all = [0, 1, 2].map(() => connectionOf());
    const [oldest, moving, second] = all.map((connection) => admit(receivers, connection, 300)!);
    tick();
    all[1]!.take(1);
    all[2]!.take(1);
    tick();
    all[1]!.take(1);
    assert.equal(admit(receivers, connectionOf(), 800), undefined);
    assert.equal(oldest!.isCut, true, "stood still for two checks, although that was not enough");
    assert.deepEqual([moving!.isCut, second!.isCut, receivers.heldBytes], [false, false, 600]);
    assert.ok(admit(receivers, connectionOf(), 400));
    assert.equal(receivers.heldBytes, 1_000);
  });

  test("downloads leave half of the room to documents, and a new one cuts nobody", () => {
    const receivers = new Receivers(limits);
    const slow = admit(receivers, connectionOf(), 0, true)!;
    assert.equal(slow.grow(500), true);
    const others = Array.from({ length: 100 }, () => admit(receivers, connectionOf(), 0, true)!);
    assert.ok(others.every((other) => !other.grow(1)));
    for (let i = 0; i < limits.stalledChecks; i++) tick();
    assert.ok(admit(receivers, connectionOf(), 500));
    assert.ok(admit(receivers, connectionOf(), 0, true));
    assert.equal(slow.isCut, false);
    assert.ok(admit(receivers, connectionOf(), 1), "a document without room lets one who stands still give way");
    assert.equal(slow.isCut, true);
  });

  test("a download cuts nobody either where a deed had to be told above the limit", () => {
    const receivers = new Receivers(limits);
    const told = admit(receivers, connectionOf(), 1_100, true)!;
    for (let i = 0; i < limits.stalledChecks; i++) tick();
    assert.ok(admit(receivers, connectionOf(), 0, true));
    assert.equal(told.isCut, false);
  });

  test("what must be admitted is; more of it only where there is room; and what is released is free", () => {
    const receivers = new Receivers(limits);
    const first = admit(receivers, connectionOf(), 300, true)!;
    assert.deepEqual([first.grow(201), first.grow(200), first.grow(1)], [false, true, false]);
    const second = admit(receivers, connectionOf(), 900, true)!;
    assert.equal(receivers.heldBytes, 1_400);
    first.release();
    first.release();
    assert.equal(receivers.heldBytes, 900);
    second.release();
    assert.equal(receivers.heldBytes, 0);
  });
});
