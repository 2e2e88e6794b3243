// A plain AccessDenied: the rights that the URL asks for, and what looks like a missing right.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, type ExplainOptions, PROVIDERS } from "../../src/index.ts";
import { life, NOW, presigner, read, toXml, URLS } from "./urls.ts";

const DENIED = toXml("AccessDenied", "Access Denied");
const IN_WORDS = toXml(
  "AccessDenied",
  "User: arn:aws:iam::123456789012:user/up is not authorized to perform: s3:GetObject on resource: k because no identity-based policy allows the s3:GetObject action",
);
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const atWasabi = createPresigner({
  credentials,
  provider: PROVIDERS.wasabi,
  region: "us-east-1",
  bucket: "photos",
  clock: () => NOW,
});

interface Row {
  readonly says: string;
  readonly url: string;
  readonly answer?: string;
  readonly options?: ExplainOptions;
  readonly isNamed: boolean;
}

for (const { says, url, answer = DENIED, options = {}, isNamed } of [
  { says: "a download that S3 denies without a reason", url: URLS.get, isNamed: true },
  { says: "an upload", url: URLS.put, isNamed: true },
  { says: "a bare 403, as to HEAD", url: URLS.get, answer: "", options: { status: 403 }, isNamed: true },
  { says: "a URL that says so", url: presigner.get("k", { ...life, requesterPays: true }).url, isNamed: false },
  {
    says: "a URL that signs the header",
    url: presigner.get("k", { ...life, headers: { "x-amz-request-payer": "requester" } }).url,
    isNamed: false,
  },
  { says: "an answer that names the right", url: URLS.get, answer: IN_WORDS, isNamed: false },
  {
    says: "an answer with another reason",
    url: URLS.get,
    answer: toXml("AccessDenied", "The object is held."),
    isNamed: false,
  },
  { says: "S3 Express, which has no such buckets", url: URLS["express-iam"], isNamed: false },
  { says: "another service", url: atWasabi.get("k", life).url, isNamed: false },
  {
    says: "R2, which has none",
    url: URLS.get.replace(
      "photos.s3.us-east-2.amazonaws.com",
      "photos.0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
    ),
    isNamed: false,
  },
  { says: "a host that nobody knows", url: URLS.rgw, isNamed: false },
] satisfies Row[] as Row[])
  test(`Requester Pays is ${isNamed ? "named" : "not named"}: ${says}`, () => {
    const { causes } = read(url, answer, options);
    assert.notEqual(causes[0].code, "requester_pays");
    assert.equal(causes.at(-1)?.code === "requester_pays", isNamed, JSON.stringify(causes));
    if (isNamed) assert.match(causes.at(-1)!.text, /x-amz-request-payer/);
  });

test("a bucket of another owner than the URL expects looks like a missing right too", () => {
  const codes = (url: string, answer: string) => read(url, answer).causes.map(({ code }) => code);
  const { url } = presigner.put("k", { ...life, expectedBucketOwner: "111122223333" });
  const asHeader = { ...life, headers: { "x-amz-expected-bucket-owner": "111122223333" } };
  for (const each of [url, presigner.put("k", asHeader).url]) {
    assert.ok(codes(each, DENIED).includes("owner_differs"));
    assert.ok(!codes(each, IN_WORDS).includes("owner_differs"));
  }
  assert.ok(!codes(URLS.put, DENIED).includes("owner_differs"));
});

test("KMS's right is named where a header is known to ask for it, also without a key's id", () => {
  const text = (algorithm: string) =>
    read(presigner.put("k", { ...life, sse: { algorithm: "AES256" } }).url, DENIED, {
      headers: { "X-Amz-Server-Side-Encryption": algorithm },
    }).causes[0].text;
  assert.match(text("aws:kms"), /kms:GenerateDataKey/);
  assert.doesNotMatch(text("AES256"), /kms:/);
  const create = presigner.multipart.create("k", { ...life, sse: { algorithm: "aws:kms", kmsKeyId: "key" } });
  assert.match(read(create.url, DENIED).causes[0].text, /kms:GenerateDataKey, kms:Decrypt/);
});

test("a missing object is suspected where S3 gives no reason, or says that the right to list is missing", () => {
  const codes = (message: string) =>
    read(URLS.get, toXml("AccessDenied", message), { method: "GET" }).causes.map(({ code }) => code);
  assert.ok(codes("Access Denied").includes("object_missing"));
  assert.ok(
    codes("User: u is not authorized to perform: s3:ListBucket on resource: photos").includes("object_missing"),
  );
  assert.deepEqual(codes("The moon is full."), ["rights_missing"]);
});
