// Every hole that is known from elsewhere has a test here or beside, and this file says so when one is missing.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, test } from "node:test";
import { trace } from "@daypass/presign";
import { createHttpServer, HTTP_LIMITS } from "../src/http/server.ts";
import { KNOWN_HOLES } from "./rows/known-holes.ts";
import { signHead } from "./signed-requests.ts";
import { BUCKET, codeOf, credentialsOf, identity, openLab, send, sendRaw } from "./support.ts";

const packages = resolve(import.meta.dirname, "../..");
const expiresInSeconds = 60;
const EMPTY_SHA256 = createHash("sha256").digest("hex");

/** Tags in the names of tests: in round brackets, alone or with others. */
function listTags(): Set<string> {
  const tags = new Set<string>();
  for (const file of globSync("{presign,bucket}/test/**/*.ts", { cwd: packages }))
    for (const [, list] of readFileSync(resolve(packages, file), "utf8").matchAll(/\(([EN]\d+(?:, [A-Z]+\d+)*)\)/g))
      for (const tag of list!.split(", ")) tags.add(tag);
  return tags;
}

test("every known hole has a test that carries its tag", () => {
  const tags = listTags();
  assert.deepEqual(
    Object.keys(KNOWN_HOLES).filter((tag) => !tags.has(tag)),
    [],
  );
  assert.equal(Object.keys(KNOWN_HOLES).length, 33 + 18);
});

describe("holes that only a running bucket can have", async () => {
  const owner = identity("owner", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const reader = identity("reader", { actions: ["s3:GetObject"], bucket: "*", keyPrefix: "" });
  const copier = identity(
    "copier",
    { actions: ["s3:GetObject"], bucket: BUCKET, keyPrefix: "public/" },
    { actions: ["s3:PutObject"], bucket: BUCKET, keyPrefix: "copies/" },
  );
  const lab = await openLab({ identities: [owner, reader, copier] });
  const as = (who: typeof owner) => lab.presigner({ credentials: credentialsOf(who) });

  test("a form does not do what its signer may not do (E25)", async () => {
    for (const [who, status] of [
      [reader, 403],
      [owner, 204],
    ] as const) {
      const form = as(who).post({ key: "form", expiresInSeconds, contentLengthRange: { min: 0, max: 9 } });
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
      body.append("file", new Blob(["x"]));
      assert.equal((await fetch(form.url, { method: "POST", body })).status, status);
    }
  });

  test("the source of a copy is one key, whoever reads its name (E27)", async () => {
    for (const key of ["secret", "public/a", "public/a?versionId=null", "public/%2e%2e/secret"])
      await lab.put(key, `bytes of ${key}`);
    const copy = (source: string) =>
      send(as(copier).put("copies/1", { expiresInSeconds, headers: { "x-amz-copy-source": source } }));
    for (const [source, key] of [
      ["daypass/public/a", "public/a"],
      ["/daypass/public%2Fa?versionId=null", "public/a"],
      ["daypass/public/a%3FversionId=null", "public/a?versionId=null"],
      ["daypass/public/%252e%252e/secret", "public/%2e%2e/secret"],
    ] as const) {
      assert.equal((await copy(source)).status, 200, source);
      assert.equal(await (await lab.get("copies/1")).text(), `bytes of ${key}`);
    }
    for (const source of [
      "daypass/secret",
      "daypass/public/../secret",
      "daypass/public/%2e%2e/secret",
      "daypass/public%2F..%2Fsecret",
      "daypass/./secret",
      "daypass//secret",
      "daypass\\secret",
      "daypass/public\\..\\secret",
      "daypass/public/%5c..%5csecret",
      "daypass/secret%00public/",
      "daypass/secret#public/",
    ]) {
      const answer = await copy(source);
      assert.ok([400, 403].includes(answer.status), `${source}: ${answer.status}`);
    }
  });

  for (const ask of [
    { says: "PutObject", method: "PUT", path: `/${BUCKET}/hashed` },
    { says: "DeleteObjects", method: "POST", path: `/${BUCKET}`, query: [["delete", ""]] as [string, string][] },
    { says: "PutBucketCors", method: "PUT", path: `/${BUCKET}`, query: [["cors", ""]] as [string, string][] },
  ])
    test(`the hash of an empty body is not taken for another: ${ask.says} (E30)`, async () => {
      const body = "<Delete><Object><Key>public/a</Key></Object></Delete>";
      const { head } = signHead(lab, {
        ...ask,
        payloadHash: EMPTY_SHA256,
        headers: { "content-md5": createHash("md5").update(body).digest("base64") },
        unsigned: { "content-length": String(body.length), connection: "close" },
      });
      assert.match(await sendRaw(lab.endpoint, [head, body]), /^HTTP\/1\.1 400 [\s\S]*XAmzContentSHA256Mismatch/);
      assert.equal((await lab.get("hashed")).status, 404);
      assert.equal((await lab.get("public/a")).status, 200);
    });

  test("a checksum that came is compared, in a header as in a URL (E32)", async () => {
    const headers = { "x-amz-checksum-crc32": "AAAAAA==" };
    const pinned = as(owner).put("checked", { expiresInSeconds, headers });
    // Our own signer puts no checksum into a query, but SDKs do.
    const bare = new URL(as(owner).put("checked", { expiresInSeconds, query: { "x-a": "1" } }).url);
    bare.search = bare.search.replace("&X-Amz-Signature=", `&${new URLSearchParams(headers)}&X-Amz-Signature=`);
    const raw = { method: "PUT", target: bare.pathname + bare.search, rawHeaders: ["Host", bare.host] };
    bare.searchParams.set("X-Amz-Signature", trace(raw, owner.secretAccessKey)!.signature!);
    for (const request of [pinned, { ...pinned, headers: {}, url: bare.href }]) {
      const answer = await send(request, "other bytes");
      assert.deepEqual([answer.status, await codeOf(answer)], [400, "BadDigest"]);
    }
  });
});

test("signatures and tokens are compared by functions that look at every byte (E28)", () => {
  const folder = resolve(packages, "presign/src");
  for (const file of globSync("verify/*.ts", { cwd: folder })) {
    const source = readFileSync(resolve(folder, file), "utf8");
    assert.doesNotMatch(
      source,
      /\b(?:expected|signature|securityToken|sessionToken)(?:\([^)]*\))?\s*[!=]==?(?![=\s]*undefined)/,
      file,
    );
  }
  const compare = readFileSync(resolve(folder, "sigv4/signature.ts"), "utf8");
  const bodyOf = (name: string) => new RegExp(`function ${name}\\([\\s\\S]*?\\n}`).exec(compare)![0];
  assert.match(bodyOf("isSameSecret"), /for \(let i = 0;[^\n]*\n?[^\n]*difference \|=/);
  assert.doesNotMatch(bodyOf("isSameSecret"), /break|for[\s\S]*return false/);
  assert.match(bodyOf("isSameSignature"), /return expected\.length === 64 && isSameSecret\(received, expected\);/);
});

test("every limit of the HTTP server is set on purpose (N18)", async () => {
  const { server, close } = createHttpServer({} as never, { limits: HTTP_LIMITS, onRequest: undefined });
  const { requestTimeout, headersTimeout, keepAliveTimeout, timeout, maxConnections } = server;
  assert.deepEqual(
    { requestTimeout, headersTimeout, keepAliveTimeout, timeout, maxConnections },
    { requestTimeout: 0, headersTimeout: 15_000, keepAliveTimeout: 65_000, timeout: 300_000, maxConnections: 1_000 },
  );
  await close(0).catch(() => {});
});
