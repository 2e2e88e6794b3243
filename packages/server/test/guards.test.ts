// What stands before every route: host, origin, methods, headers, and what errors look like.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createAssets } from "../src/http/assets.ts";
import { type Daypass, NO_BUCKET, PUBLIC_URL, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";

let daypass: Daypass;
let owner: Visitor;
let token: string;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "daypass-assets-"));
  mkdirSync(join(folder, ".vite"));
  writeFileSync(join(folder, ".vite/manifest.json"), "{}");
  writeFileSync(join(folder, "main-x1.js"), `const words = "${"word ".repeat(200)}";`);
  writeFileSync(join(folder, "daypass-x1.css"), "body {}");
  writeFileSync(join(folder, "..", "outside-the-assets.txt"), "outside");
  daypass = await startDaypass({
    assets: {
      folder,
      manifest: { "src/main.tsx": { file: "main-x1.js" }, "src/daypass.css": { file: "daypass-x1.css" } },
    },
  });
  owner = await setUpOwner(daypass);
  token = await daypass.server.createApiToken("tests");
});
after(async () => {
  await daypass.close();
  rmSync(folder, { recursive: true });
  rmSync(join(folder, "..", "outside-the-assets.txt"));
});

const send = (url: string, init: RequestInit = {}) => daypass.server.fetch(new Request(url, init));

describe("host", () => {
  for (const { says, url, method, status, location } of [
    {
      says: "a page under another host goes to the public address",
      url: "http://127.0.0.1:3000/s/x?a=1",
      method: "GET",
      status: 307,
      location: `${PUBLIC_URL}/s/x?a=1`,
    },
    {
      says: "another port is another host",
      url: "http://localhost:3001/learn",
      method: "GET",
      status: 307,
      location: `${PUBLIC_URL}/learn`,
    },
    {
      says: "two slashes stay a path of ours",
      url: "http://evil.example//evil.example/x",
      method: "GET",
      status: 307,
      location: `${PUBLIC_URL}//evil.example/x`,
    },
    {
      says: "the API under another host is refused",
      url: "http://evil.example/api/v1/files",
      method: "GET",
      status: 403,
      location: null,
    },
    {
      says: "a claim under another host is refused",
      url: "http://evil.example/s/x/files/y/claim",
      method: "POST",
      status: 403,
      location: null,
    },
    {
      says: "health is asked by address",
      url: "http://10.0.0.5:3000/healthz",
      method: "GET",
      status: 200,
      location: null,
    },
    { says: "the public address answers", url: `${PUBLIC_URL}/learn`, method: "GET", status: 200, location: null },
  ])
    test(says, async () => {
      const response = await send(url, { method });
      assert.deepEqual([response.status, response.headers.get("location")], [status, location]);
    });
});

describe("forgery", () => {
  const body = JSON.stringify({ name: "a", sizeBytes: 1 });
  for (const { says, cookie, bearer, headers, status } of [
    { says: "own origin with a session", cookie: true, bearer: false, headers: { origin: PUBLIC_URL }, status: 201 },
    {
      says: "own origin, said by the browser twice",
      cookie: true,
      bearer: false,
      headers: { origin: PUBLIC_URL, "sec-fetch-site": "same-origin" },
      status: 201,
    },
    { says: "no origin and no cookie, with a token", cookie: false, bearer: true, headers: {}, status: 201 },
    { says: "a session without an origin", cookie: true, bearer: false, headers: {}, status: 403 },
    { says: "another site", cookie: true, bearer: false, headers: { origin: "https://evil.example" }, status: 403 },
    {
      says: "another port of this host",
      cookie: true,
      bearer: false,
      headers: { origin: "http://localhost:3001" },
      status: 403,
    },
    {
      says: "the same host on https",
      cookie: true,
      bearer: false,
      headers: { origin: "https://localhost:3000" },
      status: 403,
    },
    {
      says: "a longer name",
      cookie: true,
      bearer: false,
      headers: { origin: `${PUBLIC_URL}.evil.example` },
      status: 403,
    },
    { says: "an origin of null", cookie: true, bearer: false, headers: { origin: "null" }, status: 403 },
    {
      says: "a page of a sibling",
      cookie: true,
      bearer: false,
      headers: { origin: PUBLIC_URL, "sec-fetch-site": "same-site" },
      status: 403,
    },
    {
      says: "a page of another site",
      cookie: true,
      bearer: false,
      headers: { origin: PUBLIC_URL, "sec-fetch-site": "cross-site" },
      status: 403,
    },
    {
      says: "a foreign page with a token",
      cookie: false,
      bearer: true,
      headers: { origin: "https://evil.example" },
      status: 403,
    },
  ])
    test(`${says}: ${status}`, async () => {
      const response = await send(`${PUBLIC_URL}/api/v1/uploads`, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          ...(cookie ? { cookie: owner.cookies("/") } : {}),
          ...(bearer ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
      });
      assert.equal(response.status, status);
      if (status === 403) assert.equal(((await response.json()) as { code: string }).code, "foreign_origin");
    });

  for (const path of [
    "/sign-in",
    "/sign-out",
    "/api/v1/session",
    `/s/${"a".repeat(26)}/unlock`,
    `/s/${"a".repeat(26)}/files/x/claim`,
    "/setup/x",
    "/reset/x",
  ])
    test(`a foreign page cannot post to ${path}`, async () => {
      const response = await send(`${PUBLIC_URL}${path}`, {
        method: "POST",
        headers: { origin: "https://evil.example" },
      });
      assert.equal(response.status, 403);
    });
});

describe("addresses and methods", () => {
  for (const { says, method, path, status, allow } of [
    { says: "unknown below the API", method: "GET", path: "/api/v1/nothing", status: 404, allow: null },
    { says: "unknown version", method: "GET", path: "/api/v2/files", status: 404, allow: null },
    { says: "unknown page", method: "GET", path: "/nothing", status: 404, allow: null },
    { says: "known address, other method", method: "PUT", path: "/api/v1/files", status: 405, allow: "GET, HEAD" },
    {
      says: "two methods are one address",
      method: "PUT",
      path: "/api/v1/shares",
      status: 405,
      allow: "GET, HEAD, POST",
    },
    { says: "a claim by GET", method: "GET", path: `/s/${"a".repeat(26)}/files/x/claim`, status: 405, allow: "POST" },
    { says: "deleting a page", method: "DELETE", path: "/learn", status: 405, allow: "GET, HEAD" },
  ])
    test(`${says}: ${method} ${path} is ${status}`, async () => {
      const response = await owner.send(method, path, { headers: { accept: "application/json" } });
      assert.deepEqual([response.status, response.headers.get("allow")], [status, allow]);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const problem = (await response.json()) as Record<string, unknown>;
      assert.deepEqual([problem.status, problem.requestId], [status, response.headers.get("x-request-id")]);
    });

  test("a browser gets its errors as pages, a program as documents", async () => {
    assert.match(await (await owner.page("/nothing")).text(), /<!doctype html>/);
    const claimed = await owner.send("POST", `/s/${"a".repeat(26)}/files/x/claim`, { headers: { accept: "*/*" } });
    assert.equal(claimed.headers.get("content-type"), "application/problem+json");
    assert.equal((await owner.page("/api/v1/nothing")).headers.get("content-type"), "application/problem+json");
  });
});

test("every answer carries the headers that keep it in its place", async () => {
  for (const path of [
    "/",
    "/learn",
    "/sign-in",
    "/nothing",
    "/api/v1/files",
    "/api/v1/nothing",
    `/s/${"a".repeat(26)}`,
    "/healthz",
    "/assets/main-x1.js",
  ]) {
    const { headers } = await owner.page(path);
    const csp = headers.get("content-security-policy")!;
    assert.match(csp, /default-src 'none'/);
    assert.match(csp, /form-action 'self' http:\/\/127\.0\.0\.1:9;/);
    assert.match(csp, /connect-src 'self' http:\/\/127\.0\.0\.1:9;/);
    assert.match(csp, /frame-ancestors 'none'/);
    assert.match(csp, /require-trusted-types-for 'script'; trusted-types 'none'/);
    assert.doesNotMatch(csp, /unsafe/);
    assert.equal(headers.get("referrer-policy"), "same-origin");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.match(headers.get("x-request-id")!, /^req_[a-z2-7]{26}$/);
    assert.equal(
      headers.get("cache-control"),
      path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-store",
      path,
    );
    assert.equal(headers.get("strict-transport-security"), null);
  }
});

describe("assets", () => {
  test("what an entry shares with others is named before it", () => {
    const manifest = {
      "_shared.js": { file: "shared-x1.js" },
      "src/main.tsx": { file: "main-x1.js", imports: ["_shared.js"] },
    };
    const { appFrame, plainFrame } = createAssets({ folder, manifest }, new URL(PUBLIC_URL));
    assert.deepEqual(appFrame.scripts, ["/assets/shared-x1.js", "/assets/main-x1.js"]);
    assert.deepEqual(plainFrame.scripts, []);
  });

  test("are served with their type, compressed when that is understood", async () => {
    const plain = await owner.get("/assets/main-x1.js");
    assert.deepEqual([plain.status, plain.headers.get("content-type")], [200, "text/javascript; charset=utf-8"]);
    const zipped = await owner.get("/assets/main-x1.js", { "accept-encoding": "gzip, br" });
    assert.equal(zipped.headers.get("content-encoding"), "gzip");
    const [long, short] = [await plain.arrayBuffer(), await zipped.arrayBuffer()];
    assert.ok(short.byteLength < long.byteLength / 3);
  });
  test("stand in the pages by the manifest", async () => {
    const text = await (await owner.page("/")).text();
    assert.match(text, /src="\/assets\/main-x1\.js"/);
    assert.match(text, /href="\/assets\/daypass-x1\.css"/);
  });
  for (const name of [
    "..%2foutside-the-assets.txt",
    "%2e%2e/outside-the-assets.txt",
    ".vite/manifest.json",
    "main-x1.js/",
    "%00",
    "",
    "__proto__",
  ])
    test(`nothing else is: ${name}`, async () => {
      const response = await owner.get(`/assets/${name}`, { accept: "application/json" });
      assert.equal(response.status, 404);
    });
});

test("health, readiness and metrics answer, and metrics hold no path", async () => {
  const stranger = new Visitor(daypass.server);
  await stranger.page(`/s/${"a".repeat(26)}`);
  assert.equal(await (await stranger.get("/healthz")).text(), "ok\n");
  assert.equal(await (await stranger.get("/readyz")).text(), "ok\n");
  const metrics = await (await stranger.get("/metrics")).text();
  assert.match(metrics, /daypass_http_requests_total\{method="GET",route="\/s\/:slug",status="404"\} \d+/);
  assert.doesNotMatch(metrics, /aaaa/);
  assert.equal((await stranger.get("/favicon.svg")).headers.get("content-type"), "image/svg+xml");
});

test("on https cookies are __Host- and __Secure-, and the connection is held to https", async () => {
  const secure = await startDaypass({
    publicUrl: "https://share.example.org",
    bucket: { ...NO_BUCKET, endpoint: "http://127.0.0.1:9", publicEndpoint: "https://bucket.example.org" },
  });
  try {
    const path = await secure.server.createSetupPath();
    const response = await secure.server.fetch(
      new Request(`https://share.example.org${path}`, {
        method: "POST",
        headers: { origin: "https://share.example.org", "content-type": "application/x-www-form-urlencoded" },
        body: "login=owner&password=correct+horse+battery+staple",
      }),
    );
    assert.match(
      response.headers.getSetCookie()[0]!,
      /^__Host-daypass=[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure$/,
    );
    assert.equal(response.headers.get("strict-transport-security"), "max-age=31536000");
    assert.match(
      response.headers.get("content-security-policy")!,
      /form-action 'self' https:\/\/bucket\.example\.org;/,
    );
  } finally {
    await secure.close();
  }
});
