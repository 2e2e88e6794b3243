// Below HTTP clients: what the socket sees. Bodies that end early, stall or must not be sent; requests no parser takes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { describe, mock, test } from "node:test";
import aws4 from "aws4";
import { Blobs } from "../src/disk/blobs.ts";
import { HTTP_LIMITS } from "../src/http/server.ts";
import { codeOf, long, openLab, rawHead, send, sendRaw, until } from "./support.ts";

const expiresInSeconds = 60;
const MIB = 1024 * 1024;

describe("bodies", async () => {
  const lab = await openLab();
  const presigner = lab.presigner();
  const nothingOf = async (key: string) => {
    assert.equal((await lab.get(key)).status, 404);
    assert.deepEqual(await lab.listFiles(), { blobs: [], drafts: [] });
  };

  test("shorter than declared: IncompleteBody, and nothing is left", async () => {
    const head = rawHead(presigner.put("short", { expiresInSeconds }), { "content-length": "10" });
    const answer = await sendRaw(lab.endpoint, [head, "12345"], { end: true });
    assert.match(answer, /^HTTP\/1.1 400 [\s\S]*<Code>IncompleteBody</);
    await until(async () => (await lab.listFiles()).drafts.length === 0);
    await nothingOf("short");
  });

  test("a sender that vanishes in the middle leaves nothing, also when it sent megabytes", async () => {
    const head = rawHead(presigner.put("gone", { expiresInSeconds }), { "content-length": String(64 * MIB) });
    const { hostname, port } = new URL(lab.endpoint);
    const socket = connect(Number(port), hostname);
    socket.write(head);
    socket.write(Buffer.alloc(3 * MIB, "x"));
    await until(async () => (await lab.listFiles()).drafts.length === 1);
    socket.destroy();
    await until(async () => (await lab.listFiles()).drafts.length === 0);
    await until(() => lab.lines.some(({ path, code }) => path.endsWith("/gone") && code === "IncompleteBody"));
    await nothingOf("gone");
  });

  test("another length than the signed one is refused before a byte is taken", async () => {
    const request = presigner.put("pinned", { expiresInSeconds, contentLength: 3 });
    assert.equal((await send(request, "1234")).status, 403);
    await nothingOf("pinned");
  });

  test("no length: 411", async () => {
    const head = rawHead(presigner.put("chunked", { expiresInSeconds }), {
      "transfer-encoding": "chunked",
      connection: "close",
    });
    assert.match(
      await sendRaw(lab.endpoint, [head, "3\r\nabc\r\n0\r\n\r\n"]),
      /^HTTP\/1.1 411 [\s\S]*MissingContentLength/,
    );
    await nothingOf("chunked");
  });

  test("more than 5 GiB: EntityTooLarge at once", async () => {
    const head = rawHead(presigner.put("huge", { expiresInSeconds }), {
      "content-length": String(5 * 1024 ** 3 + 1),
      expect: "100-continue",
    });
    assert.match(await sendRaw(lab.endpoint, [head]), /^HTTP\/1.1 400 [\s\S]*EntityTooLarge/);
    await nothingOf("huge");
  });

  test("a body where none belongs is refused", async () => {
    const { url } = presigner.delete("k", { expiresInSeconds });
    const answer = await fetch(url, { method: "DELETE", body: "x" });
    assert.match(await answer.text(), /InvalidRequest.*takes no body/);
  });

  const digest = (name: string, body: string) => createHash(name).update(body).digest("base64");
  for (const { headers, code } of [
    { headers: { "content-md5": digest("md5", "other") }, code: "BadDigest" },
    { headers: { "content-md5": "short" }, code: "InvalidDigest" },
    { headers: { "x-amz-checksum-sha256": digest("sha256", "other") }, code: "BadDigest" },
    { headers: { "x-amz-checksum-crc32": "AAAAAA==" }, code: "BadDigest" },
    { headers: { "x-amz-checksum-crc32": "AAAA" }, code: "InvalidRequest" },
    { headers: { "x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-crc32c": "AAAAAA==" }, code: "InvalidRequest" },
    { headers: { "x-amz-sdk-checksum-algorithm": "CRC32" }, code: "InvalidRequest" },
    { headers: { "x-amz-sdk-checksum-algorithm": "MD4" }, code: "InvalidRequest" },
    { headers: { "x-amz-meta-a": "a".repeat(2048) }, code: "MetadataTooLarge" },
    { headers: { "content-encoding": "gzip, aws-chunked" }, code: "InvalidRequest" },
    { headers: { "x-amz-trailer": "x-amz-checksum-crc32" }, code: "InvalidRequest" },
    { headers: { "x-amz-decoded-content-length": "4" }, code: "InvalidRequest" },
    { headers: { "if-none-match": '"etag"' }, code: "NotImplemented" },
    { headers: { "if-match": '"etag"' }, code: "NoSuchKey" },
  ])
    test(`${JSON.stringify(headers).slice(0, 80)}: ${code}, and nothing is left`, async () => {
      const answer = await send(presigner.put("checked", { expiresInSeconds, headers }), "body");
      const text = await answer.text();
      assert.match(text, new RegExp(`<Code>${code}</Code>`));
      await nothingOf("checked");
    });

  test("the right digests are taken [the canary of the rows above]", async () => {
    const headers = {
      "content-md5": digest("md5", "body"),
      "x-amz-checksum-sha256": digest("sha256", "body"),
      "x-amz-meta-a": "a".repeat(2047),
    };
    assert.equal((await send(presigner.put("good", { expiresInSeconds, headers }), "body")).status, 200);
    await fetch(presigner.delete("good", { expiresInSeconds }).url, { method: "DELETE" });
  });

  for (const { signed, status, code } of [
    { signed: "body", status: 200, code: undefined },
    { signed: "other", status: 400, code: "XAmzContentSHA256Mismatch" },
  ])
    test(`the signed SHA-256 of "${signed}" for the bytes of "body": ${status}`, async () => {
      const { host } = new URL(lab.endpoint);
      const path = "/daypass/hashed";
      const hash = createHash("sha256").update(signed).digest("hex");
      const { headers } = aws4.sign(
        { host, path, method: "PUT", service: "s3", region: lab.region, headers: { "X-Amz-Content-Sha256": hash } },
        lab.credentials,
      );
      const answer = await fetch(`${lab.endpoint}${path}`, {
        method: "PUT",
        headers: headers as Record<string, string>,
        body: "body",
      });
      assert.deepEqual([answer.status, await codeOf(answer)], [status, code]);
      await fetch(presigner.delete("hashed", { expiresInSeconds }).url, { method: "DELETE" });
      await nothingOf("hashed");
    });
});

describe("100-continue", async () => {
  const lab = await openLab();
  const presigner = lab.presigner();
  const ask = (url: string) =>
    new Promise<{ continued: boolean; status: number }>((resolve, reject) => {
      let continued = false;
      const request = httpRequest(url, { method: "PUT", headers: { expect: "100-continue", "content-length": 5 } });
      request.on("continue", () => {
        continued = true;
        request.end("hello");
      });
      request.on("response", (response) => {
        response.resume();
        resolve({ continued, status: response.statusCode! });
        request.destroy();
      });
      request.on("error", reject);
      request.flushHeaders();
    });

  test("any other expectation is 417 in the words of S3, and has a line of its own", async () => {
    const head = rawHead(presigner.get("k", { expiresInSeconds }), { expect: "200-ok", connection: "close" });
    const answer = await sendRaw(lab.endpoint, [head]);
    assert.match(answer, /^HTTP\/1.1 417 [\s\S]*<Code>ExpectationFailed<\/Code>/);
    await until(() => lab.lines.at(-1)?.code === "ExpectationFailed");
  });

  test("comes after the signature is right", async () => {
    assert.deepEqual(await ask(presigner.put("k", { expiresInSeconds }).url), { continued: true, status: 200 });
    assert.equal(await (await lab.get("k")).text(), "hello");
  });

  test("does not come for a refused upload, whose body is never sent", async () => {
    const { url } = presigner.put("k", { expiresInSeconds });
    assert.deepEqual(await ask(url.replace("/k?", "/l?")), { continued: false, status: 403 });
    const once = presigner.put("k", { expiresInSeconds, createOnly: true });
    const answer = await sendRaw(lab.endpoint, [
      rawHead(once, { "content-length": "5", expect: "100-continue", connection: "close" }),
    ]);
    assert.match(answer, /^HTTP\/1.1 412 /);
  });
});

describe("an early refusal reaches a sender that is busy sending", async () => {
  const lab = await openLab();
  const { url } = lab.presigner().put("k", { expiresInSeconds });
  const tampered = url.replace("/k?", "/l?");

  for (let round = 1; round <= 5; round++)
    test(`fetch sees 403 and not a reset [32 MiB, round ${round}]`, async () => {
      const answer = await fetch(tampered, { method: "PUT", body: Buffer.alloc(32 * MIB) });
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /SignatureDoesNotMatch/);
    });

  test("a sender without end is cut off", async () => {
    const linger = { totalMilliseconds: 60_000, idleMilliseconds: 60_000, maxBytes: 4 * MIB };
    const small = await openLab({}, { ...HTTP_LIMITS, linger });
    const request = small.presigner().put("k", { expiresInSeconds });
    const { hostname, port } = new URL(small.endpoint);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<void>((done) => socket.on("close", () => done()));
    socket.on("error", () => {});
    socket.write(rawHead(request, { "content-length": String(1024 * MIB) }).replace("/k?", "/l?"));
    const piece = Buffer.alloc(MIB);
    const feed = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.on("drain", feed);
    feed();
    await closed;
    assert.ok(socket.bytesWritten < 900 * MIB);
  });

  test("a silent one too", async () => {
    const linger = { totalMilliseconds: 60_000, idleMilliseconds: 50, maxBytes: MIB };
    const small = await openLab({}, { ...HTTP_LIMITS, linger });
    const head = rawHead(small.presigner().put("k", { expiresInSeconds }), { "content-length": "10" });
    assert.match(await sendRaw(small.endpoint, [head.replace("/k?", "/l?")]), /^HTTP\/1.1 403 /);
  });
});

test("what is pipelined behind an answer that closes the connection is not carried out", async () => {
  const lab = await openLab();
  await lab.put("precious", "x");
  const refused = `PUT /daypass/k HTTP/1.1\r\nHost: ${new URL(lab.endpoint).host}\r\nContent-Length: 5\r\n\r\n12345`;
  const remove = rawHead(lab.presigner().delete("precious", { expiresInSeconds }));
  const answers = await sendRaw(lab.endpoint, [Buffer.from(refused + remove, "latin1")]);
  assert.deepEqual(answers.match(/HTTP\/1.1 \d+/g), ["HTTP/1.1 403"]);
  assert.equal((await lab.get("precious")).status, 200);
  assert.deepEqual(
    lab.lines.map(({ method }) => method),
    ["PUT", "PUT", "GET"],
  );
});

describe("slow bodies", async () => {
  const body = { windowMilliseconds: 100, minimumBytes: 1024 };
  const lab = await openLab({}, { ...HTTP_LIMITS, body });
  const presigner = lab.presigner();

  test("one that stalls gets RequestTimeout, and nothing is left", async () => {
    const head = rawHead(presigner.put("stalled", { expiresInSeconds }), { "content-length": "100000" });
    assert.match(await sendRaw(lab.endpoint, [head, "a few bytes"]), /^HTTP\/1.1 400 [\s\S]*<Code>RequestTimeout</);
    assert.deepEqual(await lab.listFiles(), { blobs: [], drafts: [] });
  });

  test("one that flows is taken, however long it takes [five windows]", async () => {
    const head = rawHead(presigner.put("flows", { expiresInSeconds }), {
      "content-length": String(100 * 1024),
      connection: "close",
    });
    const { hostname, port } = new URL(lab.endpoint);
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.write(head);
    for (let i = 0; i < 100; i++) {
      socket.write(Buffer.alloc(1024));
      await new Promise((done) => setTimeout(done, 5));
    }
    await until(() => answer !== "");
    assert.match(answer, /^HTTP\/1.1 200 /);
  });
});

describe("requests that are none", async () => {
  const lab = await openLab();
  const { host } = new URL(lab.endpoint);
  const rows = [
    { says: "not HTTP", bytes: "hello\r\n\r\n", code: "InvalidRequest" },
    {
      says: "headers without end",
      bytes: `GET / HTTP/1.1\r\nHost: ${host}\r\nA: ${"a".repeat(20_000)}\r\n\r\n`,
      code: "RequestHeaderSectionTooLarge",
    },
    {
      says: "two lengths",
      bytes: `PUT /daypass/k HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      code: "InvalidRequest",
    },
    {
      says: "length and chunks",
      bytes: `PUT /daypass/k HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      code: "InvalidRequest",
    },
    { says: "no Host", bytes: "GET /daypass/k HTTP/1.1\r\nConnection: close\r\n\r\n", code: "InvalidRequest" },
    {
      says: "two Hosts",
      bytes: `GET /daypass/k HTTP/1.1\r\nHost: ${host}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      code: "InvalidRequest",
    },
    {
      says: "another Host",
      bytes: "GET /daypass/k HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
      code: "InvalidRequest",
    },
    {
      says: "an absolute target",
      bytes: `GET http://evil.example/daypass/k HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      code: "InvalidURI",
    },
    {
      says: "a form of another type than multipart",
      bytes: `POST /daypass HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b`,
      code: "PreconditionFailed",
    },
    {
      says: "a form with more than 8 KiB of headers",
      bytes: `POST /daypass HTTP/1.1\r\nHost: ${host}\r\nContent-Type: multipart/form-data; boundary=b\r\nA: ${"a".repeat(8192)}\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b`,
      code: "RequestHeaderSectionTooLarge",
    },
    {
      says: "a form with a control among its headers",
      bytes: `POST /daypass HTTP/1.1\r\nHost: ${host}\r\nContent-Type: multipart/form-data; boundary=b\r\nX-Amz-Tagging: a=b\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b`,
      code: "NotImplemented",
    },
    {
      says: "an unknown method",
      bytes: `PATCH /daypass/k HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      code: "AccessDenied",
    },
    {
      says: "no signature",
      bytes: `GET /daypass/k HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      code: "AccessDenied",
    },
  ];
  for (const { says, bytes, code } of rows)
    test(`${says}: ${code}, in XML`, async () => {
      const answer = await sendRaw(lab.endpoint, [bytes]);
      assert.match(
        answer,
        new RegExp(
          `^HTTP/1.1 (4\\d\\d|501) [\\s\\S]*x-amz-request-id: [0-9A-F]{16}\r\n[\\s\\S]*<Code>${code}</Code>`,
          "i",
        ),
      );
    });

  test("HEAD has no body, also when it is refused", async () => {
    const answer = await sendRaw(lab.endpoint, [
      `HEAD /daypass/k HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    ]);
    assert.match(answer, /^HTTP\/1.1 403 [\s\S]*\r\n\r\n$/);
    assert.doesNotMatch(answer, /<Error>/);
  });

  test("one connection serves many requests", async () => {
    const { url } = lab.presigner().request({ method: "GET", query: { "list-type": "2" }, expiresInSeconds });
    const { pathname, search } = new URL(url);
    const one = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n`;
    const answer = await sendRaw(lab.endpoint, [`${one}\r\n`, `${one}\r\n`, `${one}Connection: close\r\n\r\n`]);
    assert.equal(answer.match(/HTTP\/1.1 200 OK/g)?.length, 3);
  });

  test("pipelined requests are served one after the other", async () => {
    const piped = await openLab();
    await piped.put("k", long("x"));
    let open = 0;
    let most = 0;
    const { open: openBlob } = Blobs.prototype;
    const reading = mock.method(
      Blobs.prototype,
      "open",
      async function (this: Blobs, ...args: Parameters<typeof openBlob>) {
        most = Math.max(most, ++open);
        const source = await openBlob.apply(this, args);
        let closing: Promise<void> | undefined;
        const close = () => {
          if (!closing) open--;
          closing ??= source.close();
          return closing;
        };
        return { read: (buffer: Buffer) => source.read(buffer), close };
      },
    );
    const head = rawHead(piped.presigner().get("k", { expiresInSeconds }));
    const last = head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const answer = await sendRaw(piped.endpoint, [head.repeat(50) + last]);
    reading.mock.restore();
    assert.equal(answer.match(/HTTP\/1.1 200 OK/g)?.length, 51);
    assert.equal(most, 1);
  });

  test("more than a hundred requests ahead of their answers: the connection ends", async () => {
    const { url } = lab.presigner().request({ method: "GET", query: { "list-type": "2" }, expiresInSeconds });
    const head = rawHead({ method: "GET", url, headers: {} } as never);
    const answer = await sendRaw(lab.endpoint, [head.repeat(300)]).catch(() => "");
    assert.ok((answer.match(/HTTP\/1.1 200 OK/g)?.length ?? 0) < 300);
  });

  test("what is logged holds no query", async () => {
    await lab.get("k");
    assert.ok(lab.lines.length > 0);
    for (const line of lab.lines) assert.doesNotMatch(JSON.stringify(line), /Signature|X-Amz|\?/);
    const last = lab.lines.at(-1)!;
    assert.deepEqual(
      [last.operation, last.status, last.code, last.accessKeyId],
      ["GetObject", 404, "NoSuchKey", lab.credentials.accessKeyId],
    );
    assert.ok(last.durationMilliseconds > 0 && last.sentBytes > 0);
  });
});

describe("CORS", async () => {
  const lab = await openLab({ allowedOrigins: ["https://app.example", "http://localhost:3000"] });
  const open = await openLab();
  const preflight = (endpoint: string, headers: Record<string, string>) =>
    fetch(`${endpoint}/daypass/k?X-Amz-Signature=whatever`, { method: "OPTIONS", headers });

  test("a preflight from an allowed origin is answered: every header, the five methods", async () => {
    const answer = await preflight(lab.endpoint, {
      origin: "https://app.example",
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type,if-none-match,x-amz-checksum-sha256",
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("access-control-allow-origin"), "https://app.example");
    assert.equal(
      answer.headers.get("access-control-allow-headers"),
      "content-type, if-none-match, x-amz-checksum-sha256",
    );
    assert.equal(answer.headers.get("access-control-allow-methods"), "GET, HEAD, PUT, POST, DELETE");
    assert.match(answer.headers.get("vary")!, /Origin/);
    assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  });

  for (const origin of [
    "null",
    "https://evil.example",
    "https://app.example.evil.example",
    "https://sub.app.example",
    "http://app.example",
    "https://app.example:444",
    "HTTPS://APP.EXAMPLE",
    "https://app.example/",
    "http://localhost",
  ])
    test(`not from ${origin}`, async () => {
      const refused = await preflight(lab.endpoint, { origin, "access-control-request-method": "GET" });
      assert.equal(refused.status, 403);
      assert.match(await refused.text(), /AccessForbidden/);
      assert.equal(refused.headers.get("access-control-allow-origin"), null);
      const got = await lab.get("k", { origin });
      assert.equal(got.headers.get("access-control-allow-origin"), null);
      assert.equal(got.headers.get("vary"), "Origin");
    });

  test("a preflight without origin or with an unknown method is a bad request", async () => {
    for (const headers of [
      {},
      { origin: "https://app.example" },
      { origin: "https://app.example", "access-control-request-method": "PATCH" },
    ]) {
      const answer = await preflight(lab.endpoint, headers as Record<string, string>);
      assert.deepEqual([answer.status, await codeOf(answer)], [400, "BadRequest"]);
    }
  });

  test("pages may read what they need, errors too", async () => {
    const got = await lab.get("missing", { origin: "https://app.example" });
    assert.equal(got.status, 404);
    assert.equal(got.headers.get("access-control-allow-origin"), "https://app.example");
    for (const name of [
      "ETag",
      "Date",
      "Content-Range",
      "x-amz-version-id",
      "x-amz-request-id",
      "x-amz-checksum-sha256",
    ])
      assert.ok(got.headers.get("access-control-expose-headers")!.split(", ").includes(name), name);
  });

  test("by default every origin may", async () => {
    const got = await open.get("missing", { origin: "https://anyone.example" });
    assert.equal(got.headers.get("access-control-allow-origin"), "*");
  });
});
