import assert from "node:assert/strict";
import { test } from "node:test";
import { logBucketLine } from "../src/serve/bucket-lines.ts";
import { createLog, scrubLine } from "../src/serve/log.ts";

for (const [path, want] of [
  ["/s/abcdefghij", "/s/…"],
  ["/s/abcdefghij/files/fil_1/claim", "/s/…/files/fil_1/claim"],
  ["/s/abcdefghij/claims/token-token/url", "/s/…/claims/…/url"],
  ["/setup/abcdefghij", "/setup/…"],
  ["/reset/abcdefghij", "/reset/…"],
  ["/api/v1/shares/shr_1", "/api/v1/shares/shr_1"],
  ["/sign-in", "/sign-in"],
] as const)
  test(`a path in the log: ${path}`, () => assert.equal(scrubLine(path), want));

const SECRETS = {
  signature: "a".repeat(64),
  password: "correct horse",
  token: "dp_abcdefghijklmnop",
  slug: "slugslugslugslug",
  cookie: "daypass=abc",
};
const logged = (write: (log: ReturnType<typeof createLog>) => void): string => {
  let text = "";
  write(
    createLog("info", (line) => {
      text += line;
    }),
  );
  return text;
};

test("nothing that opens something reaches the log, wherever it was put", () => {
  const text = logged((log) => {
    log.info({ password: SECRETS.password, body: { password: SECRETS.password, token: SECRETS.token } }, "members");
    log.warn({ headers: { cookie: SECRETS.cookie, authorization: `Bearer ${SECRETS.token}` } }, "headers");
    const url = `https://b.example/k?X-Amz-Credential=AK&X-Amz-Signature=${SECRETS.signature}`;
    log.error({ err: new Error(`fetch of ${url} failed`), url }, `GET /s/${SECRETS.slug} with ${SECRETS.token}`);
  });
  for (const [name, secret] of Object.entries(SECRETS)) assert.doesNotMatch(text, new RegExp(secret), name);
  assert.equal(text.trimEnd().split("\n").length, 3);
});

test("the nets themselves hold: without them the secrets are there", () => {
  const line = `/s/${SECRETS.slug} X-Amz-Signature=${SECRETS.signature}`;
  assert.match(line, new RegExp(SECRETS.slug));
  assert.equal(scrubLine(line), "/s/… X-Amz-Signature=…");
  assert.match(
    logged((log) => log.info({ note: SECRETS.password }, "x")),
    new RegExp(SECRETS.password),
  );
});

test("lines below the level are not written", () => {
  let text = "";
  createLog("error", (line) => {
    text += line;
  }).warn({}, "quiet");
  assert.equal(text, "");
});

test("what the embedded bucket says of its own failures is an error in the log, whatever else it says a warning", () => {
  const error = { name: "DamagedBlob", message: "Blob 1 is damaged" };
  const failed = { requestId: "R", operation: "GetObject", path: "/daypass/k", status: 500, error };
  for (const [line, wants] of [
    [JSON.stringify({ ...failed, method: "GET", sentBytes: 1 }), { level: "error", ...failed }],
    ['{"requestId":"R"}', { level: "warn", line: '{"requestId":"R"}' }],
    ["{ no JSON", { level: "warn", line: "{ no JSON" }],
    ["(node:1) Warning: Bytes are left over", { level: "warn", line: "(node:1) Warning: Bytes are left over" }],
  ] as const) {
    const { time, msg, ...rest } = JSON.parse(logged((log) => logBucketLine(log, line)));
    assert.deepEqual(rest, wants);
  }
});
