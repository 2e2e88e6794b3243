// Calls something of every part of the presigner, prints all that came, and which parts were read by then.
import { createRequire } from "node:module";
import {
  createPresigner,
  inspect,
  PROVIDERS,
  PresignError,
  parsePath,
  toFormData,
  toHtmlForm,
  trace,
  verify,
  verifyForm,
} from "@daypass/presign";

const now = new Date("2026-11-24T12:00:00Z");
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const base = { credentials, region: "eu-central-1", bucket: "photos", clock: () => now };
const life = { expiresInSeconds: 900 };
const presigner = createPresigner(base);
const partsRead = () =>
  Object.keys(createRequire(import.meta.url).cache)
    .flatMap((file) => file.match(/[\\/]later[\\/](\w+)\.cjs$/)?.[1] ?? [])
    .sort();

const answers = {};
const read = {};
function answer(name, ask) {
  const before = new Set(partsRead());
  try {
    answers[name] = ask();
  } catch (error) {
    answers[name] = `${error instanceof PresignError ? error.code : error.name}: ${error.message}`;
  }
  read[name] = partsRead().filter((part) => !before.has(part));
}

answer("get", () => presigner.get("a b+é", { ...life, downloadAs: "é.txt", query: { "x-a": "1" } }));
answer("get refused", () => presigner.get("", life));
const { url } = answers.get;
const { host, pathname, search } = new URL(url);
const request = { method: "GET", target: pathname + search, rawHeaders: ["Host", host] };
answer("put", () => presigner.put("a", { ...life, contentLength: 3, sse: { algorithm: "AES256" } }));
answer("put refused", () => presigner.put("a", { ...life, contentLength: -1 }));
answer("delete", () => presigner.delete("a", life));
answer("parts", () => presigner.multipart.parts("a", { ...life, uploadId: "u", parts: [{ partNumber: 1 }] }));
answer("list", () => presigner.list({ ...life, prefix: "a/" }));
answer("request", () => presigner.request({ ...life, method: "GET", query: { acl: "" } }));
answer("get with a key", () => presigner.get("a", { ...life, customerKey: new Uint8Array(32) }));
answer("post", () =>
  presigner.post({ ...life, key: "a", contentLengthRange: { min: 1, max: 9 }, anyContentType: true }),
);
answer("post refused", () => presigner.post({ ...life, key: "a" }));
answer("html", () => toHtmlForm(answers.post));
answer("form data", () => [...toFormData(answers.post, new Blob(["x"])).keys()]);
answer("form data refused", () => toFormData(answers.post, "x"));
answer("endpoint", () => createPresigner({ ...base, endpoint: "http://localhost:9000" }).get("a", life));
const session = { ...credentials, sessionToken: "token", expiration: new Date("2026-11-24T12:05:00Z") };
const express = { ...base, credentials: session, bucket: "data--euc1-az1--x-s3" };
answer("directory bucket", () => createPresigner(express).get("a", { expiresInSeconds: 60 }));
answer("directory bucket refused", () => createPresigner(express).get("a", { expiresInSeconds: 60, versionId: "1" }));
answer("access point", () =>
  createPresigner({ ...base, bucket: "arn:aws:s3:eu-central-1:123456789012:accesspoint/data" }).get("a", life),
);
answer("providers", () => PROVIDERS);
const r2 = { ...base, region: undefined, provider: PROVIDERS.r2, accountId: "a1" };
answer("provider", () => createPresigner(r2).get("a", life));
answer("provider refused", () => createPresigner(r2).post({ ...life, key: "a" }));
const everywhere = { ...base, region: undefined, bucket: "arn:aws:s3::123456789012:accesspoint/a.mrap" };
answer("everywhere", () => createPresigner(everywhere).get("a", life).url.split("X-Amz-Signature=")[0]);
answer("verify", () => verify(request, () => credentials, now, { region: "eu-central-1" }));
answer("verify refused", () =>
  verify({ ...request, method: "PUT" }, () => credentials, now, { region: "eu-central-1" }),
);
answer("verify form", () =>
  verifyForm({ bucket: "photos", fields: Object.entries(answers.post.fields) }, () => credentials, now, {
    region: "eu-central-1",
  }),
);
answer("path", () => parsePath("/a/b%20c"));
answer("inspect", () => inspect(url, { now }));
answer("trace", () => trace(request, "secret"));
answer("many", () => Array.from({ length: 300 }, (_, i) => presigner.get(`a/${i}`, life).url.slice(-64)));
console.log(JSON.stringify({ answers, read }));
