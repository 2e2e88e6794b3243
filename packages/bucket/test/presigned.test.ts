// Presigned URLs through plain fetch: what they allow, what they refuse, and that their signer's policy holds.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import aws4 from "aws4";
import { AwsClient } from "aws4fetch";
import { signUrl } from "./signed-requests.ts";
import { BUCKET, codeOf, credentialsOf, elementsOf, identity, long, openLab, send } from "./support.ts";

const expiresInSeconds = 60;

describe("a URL", async () => {
  const lab = await openLab();
  const presigner = lab.presigner();

  test("does what it was signed for, and the plain URL of the same object does not", async () => {
    const put = await send(
      presigner.put("k", { expiresInSeconds, contentLength: 5, contentType: "text/plain" }),
      "hello",
    );
    assert.equal(put.status, 200);
    const { url } = presigner.get("k", {
      expiresInSeconds,
      downloadAs: "grüße.txt",
      query: { "x-daypass-grant": "g1" },
    });
    const got = await fetch(url);
    assert.equal(await got.text(), "hello");
    assert.equal(got.headers.get("content-type"), "text/plain");
    assert.match(got.headers.get("content-disposition")!, /^attachment; .*filename\*=UTF-8''gr%C3%BC%C3%9Fe\.txt/);
    const plain = await fetch(url.split("?")[0]!);
    assert.equal(plain.status, 403);
    assert.equal(await codeOf(plain), "AccessDenied");
  });

  test("answers of objects cannot act as pages, say who they are, and read no cookie", async () => {
    await lab.put("page", "<script>alert(1)</script>", { "content-type": "text/html" });
    const got = await lab.get("page", { cookie: "daypass=x" });
    assert.equal(got.headers.get("content-security-policy"), "sandbox; default-src 'none'");
    assert.equal(got.headers.get("x-content-type-options"), "nosniff");
    assert.equal(got.headers.get("set-cookie"), null);
    assert.match(got.headers.get("x-amz-request-id")!, /^[0-9A-F]{16}$/);
    assert.equal(got.headers.get("accept-ranges"), "bytes");
    assert.ok(Number.isFinite(Date.parse(got.headers.get("date")!)));
    assert.ok(Number.isFinite(Date.parse(got.headers.get("last-modified")!)));
  });

  test("every operation of multipart, presigned", async () => {
    const { multipart } = presigner;
    const created = await (await send(multipart.create("parts", { expiresInSeconds }))).text();
    const uploadId = elementsOf(created, "UploadId")[0]!;
    const request = multipart.part("parts", { expiresInSeconds, uploadId, partNumber: 1, contentLength: 3 });
    const etag = (await send(request, "abc")).headers.get("etag")!;
    const listed = await (await send(multipart.listParts("parts", { expiresInSeconds, uploadId }))).text();
    assert.deepEqual(elementsOf(listed, "Size"), ["3"]);
    const xml = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
    const done = await send(multipart.complete("parts", { expiresInSeconds, uploadId, createOnly: true }), xml);
    assert.equal(done.status, 200);
    assert.equal((await send(multipart.abort("parts", { expiresInSeconds, uploadId }))).status, 404);
    assert.equal(await (await lab.get("parts")).text(), "abc");
  });

  test("tampering: every part of it counts", async () => {
    await lab.put("k", "hello");
    const { url } = presigner.get("k", { expiresInSeconds, query: { "response-content-type": "text/plain" } });
    const rows: [string, string, RequestInit?][] = [
      ["another key", url.replace("/k?", "/other?")],
      ["a longer life", url.replace("X-Amz-Expires=60", "X-Amz-Expires=61")],
      ["another type", url.replace("text%2Fplain", "text%2Fhtml")],
      ["a further parameter", `${url}&versionId=null`],
      ["another method", url, { method: "DELETE" }],
      ["another signature", url.replace(/Signature=./, (s) => s.slice(0, -1) + (s.endsWith("0") ? "1" : "0"))],
    ];
    assert.equal((await fetch(url)).status, 200);
    for (const [says, changed, init] of rows) {
      const answer = await fetch(changed, init);
      assert.deepEqual([says, answer.status, await codeOf(answer)], [says, 403, "SignatureDoesNotMatch"]);
    }
    assert.equal(await (await lab.get("k")).text(), "hello");
  });

  test("an x-amz-* header that was not signed is refused, not obeyed [copy-source]", async () => {
    const answer = await send(presigner.put("copy", { expiresInSeconds }), "x", {
      "x-amz-copy-source": `/${BUCKET}/k`,
    });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /<Code>AccessDenied<.*<HeadersNotSigned>x-amz-copy-source</);
  });

  for (const name of ["x-amz-website-redirect-location", "x-amz-object-lock-mode", "x-amz-made-up"])
    test(`${name} is refused although it is signed, in a header and in the query`, async () => {
      const byHeader = send(presigner.put("signed", { expiresInSeconds, headers: { [name]: "a" } }), "x");
      const url = signUrl(lab, { method: "PUT", path: `/${BUCKET}/signed`, query: [[name, "a"]] });
      for (const answer of [await byHeader, await fetch(url, { method: "PUT", body: "x" })])
        assert.deepEqual([answer.status, await codeOf(answer)], [501, "NotImplemented"]);
      assert.equal((await lab.get("signed")).status, 404);
    });

  test("a copy source in the query is refused although it is signed: it must be a header", async () => {
    const query = [["x-amz-copy-source", `/${BUCKET}/k`]] as const;
    const url = signUrl(lab, { method: "PUT", path: `/${BUCKET}/copied`, query });
    const answer = await fetch(url, { method: "PUT" });
    assert.deepEqual([answer.status, await codeOf(answer)], [501, "NotImplemented"]);
    assert.equal((await lab.get("copied")).status, 404);
  });

  test("an unknown parameter is refused although it is signed; the signer's own x- notes are not", async () => {
    const odd = await fetch(presigner.get("k", { expiresInSeconds, query: { "made-up": "1" } }).url);
    assert.deepEqual([odd.status, await codeOf(odd)], [501, "NotImplemented"]);
    const sub = await fetch(presigner.get("k", { expiresInSeconds, query: { acl: "" } }).url);
    assert.deepEqual([sub.status, await codeOf(sub)], [501, "NotImplemented"]);
  });

  test("metadata and checksums in the query count as signed headers, as SDKs write them", async () => {
    const command = new PutObjectCommand({ Bucket: BUCKET, Key: "hoisted", Metadata: { a: "b" } });
    const url = await getSignedUrl(lab.s3(), command, { expiresIn: 60 });
    assert.match(url, /x-amz-checksum-crc32=AAAAAA/);
    const refused = await fetch(url, { method: "PUT", body: "not empty" });
    assert.equal(refused.status, 400);
    assert.match(await refused.text(), /BadDigest.*requestChecksumCalculation WHEN_REQUIRED/);
    const empty = await fetch(url, { method: "PUT", body: "" });
    assert.equal(empty.status, 200);
    assert.equal((await lab.get("hoisted")).headers.get("x-amz-meta-a"), "b");
  });

  for (const { name, value, status } of [
    { name: "x-amz-meta-a b", value: "x", status: 400 },
    { name: "x-amz-meta-ü", value: "x", status: 400 },
    { name: "x-amz-meta-", value: "x", status: 400 },
    { name: "x-amz-meta-a", value: "a\r\nset-cookie: b", status: 400 },
    { name: "x-amz-meta-a", value: "a\u0000", status: 400 },
    { name: "x-amz-meta-name", value: "отчёт", status: 200 },
    { name: "x-amz-meta-__proto__", value: "stays", status: 200 },
    { name: "x-amz-meta-euro", value: "€ \u{1f600}", status: 200 },
  ])
    test(`metadata that a query brings is held to what a header can be [${JSON.stringify([name, value])}: ${status}]`, async () => {
      const url = signUrl(lab, { method: "PUT", path: `/${BUCKET}/meta`, query: [[name, value]] });
      const put = await fetch(url, { method: "PUT", body: "x" });
      assert.equal(put.status, status, await put.text());
      if (status !== 200) return;
      const got = await lab.get("meta");
      assert.equal(Buffer.from(got.headers.get(name)!, "latin1").toString("utf8"), value);
    });

  test("more than 10,000 parts, or 2 MiB of them, are refused before they are read", async () => {
    const created = await send(presigner.multipart.create("many", { expiresInSeconds }));
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(await created.text())![1]!;
    const complete = (parts: string) =>
      send(
        presigner.multipart.complete("many", { expiresInSeconds, uploadId }),
        `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`,
      );
    const many = await complete("<Part/>".repeat(70_000));
    assert.equal(many.status, 400);
    assert.match(await many.text(), /MalformedXML.*1 to 10000 parts, it names 70000/);
    const long = await complete(" ".repeat(2 * 1024 ** 2));
    assert.match(await long.text(), /MalformedXML.*at most 2097152 bytes/);
  });

  test("URLs of other signers work [SDK, aws4, aws4fetch]", async () => {
    await lab.put("dir/ö +.txt", "theirs");
    const { accessKeyId, secretAccessKey } = lab.credentials;
    const { host } = new URL(lab.endpoint);
    const path = `/${BUCKET}/dir/%C3%B6%20%2B.txt`;
    const signed = aws4.sign(
      { host, path: `${path}?X-Amz-Expires=60`, service: "s3", region: lab.region, signQuery: true, method: "GET" },
      { accessKeyId, secretAccessKey },
    );
    const client = new AwsClient({ accessKeyId, secretAccessKey, service: "s3", region: lab.region });
    const urls = {
      sdk: await getSignedUrl(lab.s3(), new GetObjectCommand({ Bucket: BUCKET, Key: "dir/ö +.txt" }), {
        expiresIn: 60,
      }),
      aws4: `${lab.endpoint}${signed.path}`,
      aws4fetch: (await client.sign(`${lab.endpoint}${path}?X-Amz-Expires=60`, { aws: { signQuery: true } })).url,
    };
    for (const [name, url] of Object.entries(urls))
      assert.deepEqual([name, await (await fetch(url)).text()], [name, "theirs"]);
  });
});

describe("a raw plus", async () => {
  const lab = await openLab();
  await lab.put("a b+c", "with a blank");
  const { accessKeyId, secretAccessKey } = lab.credentials;

  test("is a blank where its signer says so too [aws4]", async () => {
    const path = `/${BUCKET}/a+b%2Bc?X-Amz-Expires=60`;
    const { host } = new URL(lab.endpoint);
    const request = { host, path, service: "s3", region: lab.region, signQuery: true, method: "GET" };
    const got = await fetch(lab.endpoint + aws4.sign(request, { accessKeyId, secretAccessKey }).path);
    assert.equal(await got.text(), "with a blank");
  });

  test("does not stand for a plus, in a path and in a query", async () => {
    const { url } = lab.presigner().get("a b+c", { expiresInSeconds, response: { contentLanguage: "x+y" } });
    assert.equal((await fetch(url)).status, 200);
    for (const changed of [url.replace("b%2Bc", "b+c"), url.replace("x%2By", "x+y")]) {
      assert.notEqual(changed, url);
      assert.equal(await codeOf(await fetch(changed)), "SignatureDoesNotMatch");
    }
  });
});

describe("time", async () => {
  let now = new Date("2030-06-01T12:00:00Z");
  const lab = await openLab({ clock: () => now });
  const { url } = lab.presigner({ clock: () => now }).get("k", { expiresInSeconds: 60 });
  for (const { after, status, says } of [
    { after: 59, status: 404, says: /NoSuchKey/ },
    { after: 61, status: 403, says: /AccessDenied.*Request has expired/ },
    { after: -16 * 60, status: 403, says: /AccessDenied.*not yet valid/ },
  ])
    test(`${after} seconds after signing: ${status}`, async () => {
      now = new Date(Date.parse("2030-06-01T12:00:00Z") + after * 1000);
      const answer = await fetch(url);
      assert.equal(answer.status, status);
      assert.match(await answer.text(), says);
    });
});

describe("what the signer may do is what the URL can do", async () => {
  const reader = identity("reader", { actions: ["s3:GetObject"], bucket: BUCKET, keyPrefix: "in/" });
  const writer = identity("writer", { actions: ["s3:PutObject"], bucket: BUCKET, keyPrefix: "in/", createOnly: true });
  const lister = identity("lister", { actions: ["s3:ListBucket"], bucket: BUCKET, keyPrefix: "in/" });
  const owner = identity("owner", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const tenant = identity("tenant", { actions: ["s3:*"], bucket: "*", keyPrefix: "in/" });
  const lab = await openLab({ identities: [owner, reader, writer, lister, tenant], buckets: [BUCKET, "other"] });
  await lab.put("in/there", "data");
  await lab.put("out/there", "data");
  const as = (who: typeof owner, bucket = BUCKET) => lab.presigner({ credentials: credentialsOf(who), bucket });
  const list = (prefix: string) => ({ method: "GET" as const, query: { "list-type": "2", prefix }, expiresInSeconds });

  const setting = (method: "GET" | "HEAD" | "PUT" | "DELETE", ...names: string[]) =>
    as(tenant, "other").request({
      method,
      query: Object.fromEntries(names.map((name) => [name, ""])),
      expiresInSeconds,
    });

  const rows = [
    ...["policy", "cors", "lifecycle"].flatMap((name) =>
      (["GET", "PUT", "DELETE"] as const).map((method) => ({
        says: `who has a prefix only has no say in the bucket's settings: ${method} ${name}`,
        ask: setting(method, name),
        status: 403,
        denied: undefined,
      })),
    ),
    { says: "nor makes buckets", ask: setting("PUT"), status: 403, denied: "s3:CreateBucket" },
    { says: "nor removes them", ask: setting("DELETE"), status: 403, denied: "s3:DeleteBucket" },
    { says: "but sees the bucket", ask: setting("HEAD"), status: 200 },
    { says: "and where it is", ask: setting("GET", "location"), status: 200 },
    { says: "and that it has no versions", ask: setting("GET", "versioning"), status: 200 },
    { says: "a reader reads", ask: as(reader).get("in/there", { expiresInSeconds }), status: 200 },
    { says: "and heads", ask: as(reader).head("in/there", { expiresInSeconds }), status: 200 },
    {
      says: "not elsewhere",
      ask: as(reader).get("out/there", { expiresInSeconds }),
      status: 403,
      denied: "s3:GetObject",
    },
    { says: "not in another bucket", ask: as(reader, "other").get("in/there", { expiresInSeconds }), status: 403 },
    { says: "nor puts", ask: as(reader).put("in/new", { expiresInSeconds }), status: 403, denied: "s3:PutObject" },
    {
      says: "nor deletes",
      ask: as(reader).delete("in/there", { expiresInSeconds }),
      status: 403,
      denied: "s3:DeleteObject",
    },
    { says: "nor lists", ask: as(reader).request(list("in/")), status: 403, denied: "s3:ListBucket" },
    {
      says: "a missing key is 403 without ListBucket",
      ask: as(reader).get("in/no", { expiresInSeconds }),
      status: 403,
    },
    { says: "and 404 with it", ask: as(owner).get("in/no", { expiresInSeconds }), status: 404 },
    { says: "a lister lists its prefix", ask: as(lister).request(list("in/")), status: 200 },
    { says: "and below", ask: as(lister).request(list("in/a")), status: 200 },
    { says: "not above", ask: as(lister).request(list("")), status: 403, denied: "s3:ListBucket" },
    { says: "not beside", ask: as(lister).request(list("i")), status: 403, denied: "s3:ListBucket" },
    {
      says: "a writer creates no upload elsewhere",
      ask: as(writer).multipart.create("out/x", { expiresInSeconds }),
      status: 403,
      denied: "s3:PutObject",
    },
    {
      says: "and aborts none without the right",
      ask: as(writer).multipart.abort("in/x", { expiresInSeconds, uploadId: "u" }),
      status: 403,
      denied: "s3:AbortMultipartUpload",
    },
  ];
  for (const { says, ask, status, denied } of rows)
    test(`${says}: ${status}`, async () => {
      const answer = await send(ask, ask.method === "PUT" ? "x" : undefined);
      const text = await answer.text();
      assert.equal(answer.status, status, text);
      if (denied) assert.match(text, new RegExp(`AccessDenied.*not authorized to perform: ${denied} `));
    });

  test("a create-only identity creates and cannot replace: PUT, and completion", async () => {
    assert.equal((await send(as(writer).put("in/mine", { expiresInSeconds }), "1")).status, 200);
    for (const key of ["in/mine", "in/there"]) {
      const again = await send(as(writer).put(key, { expiresInSeconds }), "2");
      assert.deepEqual([again.status, await codeOf(again)], [412, "PreconditionFailed"]);
    }
    const { multipart } = as(writer);
    const created = await (await send(multipart.create("in/mine", { expiresInSeconds }))).text();
    const uploadId = elementsOf(created, "UploadId")[0]!;
    const etag = (
      await send(multipart.part("in/mine", { expiresInSeconds, uploadId, partNumber: 1 }), "3")
    ).headers.get("etag");
    const xml = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
    const done = await send(multipart.complete("in/mine", { expiresInSeconds, uploadId }), xml);
    assert.deepEqual([done.status, await codeOf(done)], [412, "PreconditionFailed"]);
    assert.equal(await (await lab.get("in/mine")).text(), "1");
    // The canary: without createOnly the same call replaces.
    assert.equal((await send(as(owner).put("in/mine", { expiresInSeconds }), "4")).status, 200);
    assert.equal(await (await lab.get("in/mine")).text(), "4");
  });

  test("who is unknown is refused", async () => {
    const stranger = lab.presigner({ credentials: { accessKeyId: "NOBODY", secretAccessKey: "whatever" } });
    const answer = await fetch(stranger.get("in/there", { expiresInSeconds }).url);
    assert.deepEqual([answer.status, await codeOf(answer)], [403, "InvalidAccessKeyId"]);
  });
});

describe("races", async () => {
  const lab = await openLab();
  const presigner = lab.presigner();

  test("a hundred PUTs at one create-only URL: one 200, the rest 412, and the bytes are the winner's", async () => {
    const request = presigner.put("race", { expiresInSeconds, createOnly: true });
    const bodies = Array.from({ length: 100 }, (_, i) => long(`${i},`.repeat(1000)));
    const answers = await Promise.all(bodies.map((body) => send(request, body)));
    const winners = answers.flatMap(({ status }, i) => (status === 200 ? [i] : []));
    assert.equal(winners.length, 1);
    assert.equal(answers.filter(({ status }) => status === 412).length, 99);
    assert.equal(await (await lab.get("race")).text(), bodies[winners[0]!]);
    const { blobs, drafts } = await lab.listFiles();
    assert.deepEqual([blobs.length, drafts.length], [1, 0]);
  });

  test("a hundred PUTs without the condition all succeed and leave one object's bytes [the canary]", async () => {
    const request = presigner.put("free", { expiresInSeconds });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => send(request, long(`${i}`))));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal((await lab.listFiles()).blobs.length, 2);
  });

  test("a download that runs goes on when its object is deleted or replaced", async () => {
    const body = Buffer.alloc(8 << 20, "slow ");
    await lab.put("running", body);
    const answer = await lab.get("running");
    const reader = answer.body!.getReader();
    const hash = createHash("sha256");
    hash.update((await reader.read()).value!);
    await lab.put("running", "new");
    await send(presigner.delete("running", { expiresInSeconds }));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      hash.update(value);
    }
    assert.equal(hash.digest("hex"), createHash("sha256").update(body).digest("hex"));
  });
});
