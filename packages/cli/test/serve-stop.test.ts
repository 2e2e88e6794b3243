// What is under way when Daypass is stopped: it ends well, and nothing new begins.
import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, type ClientRequest, type IncomingMessage, request as sendRequest } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { listen } from "../src/serve/listen.ts";
import { daypass, startDaypass, temporaryFolder, until } from "./command.ts";

const PASSWORD = "a password of many words";

/** A request of which half the body was sent, and which the server has begun to read. */
async function beginSlowly(
  url: string,
  { method, body, ...headers }: Record<string, string> & { method: string; body: string },
): Promise<{ finish(): Promise<{ status: number | undefined; text: string; connection: string | undefined }> }> {
  const request: ClientRequest = sendRequest(url, {
    method,
    headers: { ...headers, "content-length": String(Buffer.byteLength(body)), expect: "100-continue" },
  });
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  request.flushHeaders();
  await once(request, "continue");
  request.write(body.slice(0, 1));
  return {
    finish: async () => {
      request.end(body.slice(1));
      const [response] = await answered;
      const { statusCode: status, headers } = response;
      return { status, text: await text(response), connection: headers.connection };
    },
  };
}

async function isRefused(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, "connect");
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

test("serve: a stop lets what is under way end, in the bucket too, and refuses what comes after", async () => {
  const dataDir = temporaryFolder();
  const serve = startDaypass(["serve", "--data-dir", dataDir, "--port", "0", "--bucket-port", "0", "--json"]);
  const { publicUrl, setupUrl } = JSON.parse(await serve.waitFor(/publicUrl/));
  const owner = new URLSearchParams({ login: "owner", password: PASSWORD, passwordAgain: PASSWORD });
  await fetch(setupUrl, { method: "POST", headers: { origin: publicUrl }, body: owner, redirect: "manual" });
  const token = (await daypass(["token", "create", "--name", "test", "--data-dir", dataDir])).stdout.trim();
  const asked = {
    method: "POST",
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    body: JSON.stringify({ name: "slow.txt", sizeBytes: 5 }),
  };
  const planned = await fetch(`${publicUrl}/api/v1/uploads`, { method: "POST", headers: asked, body: asked.body });
  const { plan } = (await planned.json()) as {
    plan: { request: { method: string; url: string; headers: Record<string, string> } };
  };

  const { url, method, headers } = plan.request;
  const sending = await beginSlowly(url, { ...headers, method, body: "hello" });
  const asking = await beginSlowly(`${publicUrl}/api/v1/uploads`, asked);
  serve.child.kill("SIGINT");
  await until(() => isRefused(publicUrl), "the end of the listening");
  const sent = await sending.finish();
  assert.deepEqual([sent.status, sent.text], [200, ""]);
  const answer = await asking.finish();
  assert.deepEqual([answer.status, answer.connection], [201, "close"], answer.text);

  const { code, stderr } = await serve.ended;
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /destroyed|"level":"(warn|error)"|\n\s+at /);
});

test("a connection that never asked anything does not hold the end up", async () => {
  const LONG_MILLISECONDS = 1_000_000;
  const listener = await listen({ host: "127.0.0.1", port: 0, trustedProxies: [] });
  listener.handle(async () => new Response("hello"));
  const silent = connect(listener.port, "127.0.0.1");
  let said = "";
  silent.on("data", (chunk) => {
    said += chunk;
  });
  const ended = new Promise((resolve) => silent.on("error", () => {}).once("close", resolve));
  await once(silent, "connect");
  // Taken after the silent one: with its answer, that one is the server's too, and no longer the kernel's.
  const agent = new Agent({ keepAlive: false });
  const asked = sendRequest({ host: "127.0.0.1", port: listener.port, agent }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  assert.equal(await text(answer), "hello");
  await listener.close(LONG_MILLISECONDS);
  await ended;
  assert.equal(said, "");
});

test("a connection that is kept open gets no further request through, and does not hold the end up", async () => {
  const LONG_MILLISECONDS = 1_000_000;
  const listener = await listen({ host: "127.0.0.1", port: 0, trustedProxies: [] });
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const handled: string[] = [];
  listener.handle(async ({ url }) => {
    const { pathname } = new URL(url);
    handled.push(pathname);
    if (pathname === "/slow") await mayEnd;
    return Response.redirect("http://localhost/somewhere", 303);
  });
  const agent = new Agent({ keepAlive: true });
  const slow = once(sendRequest({ host: "127.0.0.1", port: listener.port, path: "/slow", agent }).end(), "response");
  await until(() => handled.includes("/slow"), "the slow request");
  // A request that has begun, so that its connection is none of the idle ones, behind one that was answered.
  const socket = connect(listener.port, "127.0.0.1");
  let said = "";
  socket.on("data", (chunk) => {
    said += chunk;
  });
  socket.write("GET /quick HTTP/1.1\r\nhost: x\r\n\r\nGET /late HTTP/1.1\r\n");
  await until(() => said.includes("303"), "the first answer");

  const closed = listener.close(LONG_MILLISECONDS);
  socket.write("host: x\r\n\r\n");
  await once(socket, "end");
  assert.match(said, /HTTP\/1\.1 503 [\s\S]*Daypass is stopping/);
  end();
  const [{ statusCode, headers }] = (await slow) as [IncomingMessage];
  assert.deepEqual([statusCode, headers.connection], [303, "close"]);
  agent.destroy();
  await closed;
  assert.deepEqual(handled, ["/slow", "/quick"]);
});
