// The profile by which the presigner knows this bucket, held against the bucket itself: what it says to lack is refused
// here, and everything else is done.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Feature, PROVIDERS, type PresignedRequest, type PutOptions, toFormData } from "@daypass/presign";
import { openLab } from "./support.ts";

const lab = await openLab();
// Without a provider nothing is refused at signing: the bucket alone judges.
const presigner = lab.presigner();
const life = { expiresInSeconds: 60 };

const send = ({ method, url, headers }: PresignedRequest) =>
  fetch(url, { method, headers, ...(method === "PUT" && { body: "" }) });
const put = (key: string, options: Partial<PutOptions> = {}) => send(presigner.put(key, { ...life, ...options }));

const DO: Readonly<Record<Feature, () => Promise<Response>>> = {
  post: () => {
    const form = presigner.post({ key: "form", contentLengthRange: { min: 0, max: 9 }, ...life });
    return fetch(form.url, { method: "POST", body: toFormData(form, new File(["a"], "a.txt")) });
  },
  createOnly: () => put("new", { createOnly: true }),
  ifMatch: async () => put("old", { ifMatch: (await put("old")).headers.get("etag")! }),
  checksums: () => put("sum", { checksum: { algorithm: "CRC32", value: "AAAAAA==" } }),
  checksumMode: async () => {
    await put("mode", { checksum: { algorithm: "CRC32", value: "AAAAAA==" } });
    return send(presigner.get("mode", { checksumMode: "ENABLED", ...life }));
  },
  contentMd5: () => put("md5", { contentMd5: "1B2M2Y8AsgTpgAmY7PhCfg==" }),
  versions: async () => {
    await put("version");
    return send(presigner.get("version", { versionId: "v1", ...life }));
  },
  tagging: () => put("tags", { tagging: { a: "b" } }),
  acl: () => put("acl", { acl: "public-read" }),
  storageClass: () => put("class", { storageClass: "GLACIER" }),
  sseS3: () => put("s3", { sse: { algorithm: "AES256" } }),
  sseKms: () => put("kms", { sse: { algorithm: "aws:kms" } }),
  sseCustomer: () => put("customer", { customerKey: new Uint8Array(32) }),
  objectLock: () => put("lock", { objectLock: { legalHold: "ON" }, contentMd5: "1B2M2Y8AsgTpgAmY7PhCfg==" }),
  requesterPays: () => put("pays", { requesterPays: true }),
  expectedBucketOwner: () => put("owner", { expectedBucketOwner: "123456789012" }),
  websiteRedirect: () => put("redirect", { websiteRedirectLocation: "/a" }),
  oddKeys: () => put("a\\b"),
};

for (const [feature, ask] of Object.entries(DO))
  test(`${feature} is ${feature in PROVIDERS.daypass.lacks ? "refused" : "done"}`, async () => {
    const answer = await ask();
    const text = await answer.text();
    if (feature in PROVIDERS.daypass.lacks) assert.ok(answer.status >= 400, `${answer.status} ${text}`);
    else assert.ok(answer.status < 300, `${answer.status} ${text}`);
  });

test("what is done is done: tags are kept, the checksum is answered", async () => {
  assert.equal((await DO.checksumMode()).headers.get("x-amz-checksum-crc32"), "AAAAAA==");
  const tags = await send(presigner.request({ method: "GET", key: "tags", query: { tagging: "" }, ...life }));
  assert.match(await tags.text(), /<Key>a<\/Key><Value>b<\/Value>/);
});
