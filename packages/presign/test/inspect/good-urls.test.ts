// Of URLs that work nothing is called broken, and of damaged ones something is said: those of our presigner at every service,
// and those of the AWS SDK.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPresigner, inspect, PROVIDERS } from "../../src/index.ts";
import { NOW, open } from "./urls.ts";

interface Good {
  readonly says: string;
  readonly url: string;
  /** Where it is known. */
  readonly method?: string;
}

const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
const upload = { ...open, uploadId: "2~VXBsb2FkIElE+/aa" };

/** What the calls of one presigner sign; without those that its service does not have. */
function signAll(says: string, options: object): Good[] {
  const presigner = createPresigner({ credentials, clock: () => NOW, bucket: "photos", ...options } as never);
  const calls: (() => { url: string; method: string })[] = [
    ...["a.txt", "a b/ü+(1)'!*.txt", "100%.txt", "year=2026/auth=basic/part.csv"].map(
      (key) => () => presigner.get(key, open),
    ),
    () => presigner.get("a.txt", { ...open, downloadAs: 'Bericht "Zoë" +.pdf', versionId: "3/L4=" }),
    () => presigner.head("a.txt", open),
    () => presigner.put("a.txt", { ...open, contentLength: 5, contentType: "text/plain", createOnly: true }),
    () => presigner.delete("a.txt", open),
    () => presigner.multipart.create("a.txt", open),
    () => presigner.multipart.part("a.txt", { ...upload, partNumber: 3 }),
    () => presigner.multipart.complete("a.txt", upload),
    () => presigner.multipart.abort("a.txt", upload),
    () => presigner.multipart.listParts("a.txt", upload),
    () => presigner.list(open),
    () => presigner.list({ ...open, prefix: "a b/", delimiter: "/", maxKeys: 9 }),
    () => presigner.request({ ...open, method: "GET", key: "a.txt", query: { tagging: "" } }),
    () => presigner.request({ ...open, method: "GET", query: { uploads: "" } }),
    () => presigner.request({ ...open, method: "POST", query: { delete: "" } }),
    () => presigner.request({ ...open, method: "HEAD" }),
    () => presigner.request({ ...open, method: "PUT" }),
  ];
  return calls.flatMap((call, at) => {
    try {
      const { url, method } = call();
      return [{ says: `${says}, ${at}`, url, method }];
    } catch {
      return [];
    }
  });
}

const ENDPOINTS = [
  "https://s3.example.com",
  "https://minio.example.com",
  "https://minio:9000",
  "http://files.example.com:8080",
  "https://abc.supabase.co/storage/v1/s3",
  "https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com",
];

const ours = [
  ...signAll("AWS", { region: "eu-west-1" }),
  ...signAll("a multi-Region access point", { bucket: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap" }),
  ...signAll("acceleration", { region: "eu-west-1", accelerate: true }),
  ...["path", "virtual-hosted"].flatMap((addressing) => [
    ...ENDPOINTS.flatMap((endpoint) => signAll(`${endpoint} ${addressing}`, { endpoint, addressing, region: "auto" })),
    ...Object.entries(PROVIDERS).flatMap(([name, provider]) =>
      signAll(`${name} ${addressing}`, {
        provider,
        addressing,
        region: { b2: "us-west-004", wasabi: "eu-central-1", digitalocean: "fra1", hetzner: "fsn1", aws: "eu-west-1" }[
          name
        ],
        ...(name === "r2" ? { accountId: "0123456789abcdef0123456789abcdef" } : {}),
        ...(["minio", "ceph", "daypass"].includes(name) ? { endpoint: `https://${name}.example.com` } : {}),
      }),
    ),
  ]),
];

async function signBySdk(endpoint: string | undefined, region: string, forcePathStyle: boolean): Promise<Good[]> {
  const client = new sdk.S3Client({
    region,
    credentials,
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const object = { Bucket: "photos", Key: "a b/ü.txt" };
  const ofUpload = { ...object, UploadId: "2~a+b/" };
  const commands = [
    new sdk.GetObjectCommand(object),
    new sdk.GetObjectCommand({
      ...object,
      VersionId: "v",
      ResponseContentDisposition: 'attachment; filename="a b.txt"',
    }),
    new sdk.HeadObjectCommand(object),
    new sdk.PutObjectCommand(object),
    new sdk.DeleteObjectCommand(object),
    new sdk.CreateMultipartUploadCommand(object),
    new sdk.UploadPartCommand({ ...ofUpload, PartNumber: 1 }),
    new sdk.CompleteMultipartUploadCommand(ofUpload),
    new sdk.AbortMultipartUploadCommand(ofUpload),
    new sdk.ListPartsCommand(ofUpload),
    new sdk.ListObjectsV2Command({ Bucket: "photos", Prefix: "a" }),
    new sdk.GetObjectTaggingCommand(object),
    new sdk.HeadBucketCommand({ Bucket: "photos" }),
    new sdk.ListMultipartUploadsCommand({ Bucket: "photos" }),
    new sdk.ListBucketsCommand({}),
  ];
  const signed = commands.map(async (command) => ({
    says: `the SDK at ${endpoint ?? "AWS"}, ${command.constructor.name}`,
    url: await getSignedUrl(client, command as sdk.GetObjectCommand, { expiresIn: 900, signingDate: NOW }),
  }));
  return Promise.all(signed);
}

const theirs = [
  ...(await signBySdk(undefined, "eu-west-1", false)),
  ...(await signBySdk("https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com", "auto", true)),
  ...(await signBySdk("https://minio.example.com", "us-east-1", false)),
  ...(await signBySdk("http://localhost:9000", "us-east-1", true)),
];

const all: readonly Good[] = [...ours, ...theirs];

test("the sample has URLs of each kind", () => assert.ok(ours.length > 300 && theirs.length === 60, `${ours.length}`));

test("of a URL that works nothing is called broken, with its method and without", () => {
  for (const { says, url, method } of all)
    for (const options of [{ now: NOW }, { now: NOW, method }]) {
      const found = inspect(url, options);
      assert.ok(found.kind === "presigned" && found.state === "valid", `${says}: ${url} ${JSON.stringify(found)}`);
      const broken = found.warnings.filter(({ level }) => level === "broken");
      assert.deepEqual(broken, [], `${says}: ${method} ${url}`);
      if (!found.isPlaceGuessed && /\/\/photos\.|[a-z]\/photos/.test(url)) assert.equal(found.bucket, "photos", says);
    }
});

const damage =
  (from: string | RegExp, to: string) =>
  (url: string): string =>
    url.replace(from, to);
const DAMAGES: Readonly<Record<string, (url: string) => string>> = {
  "a quotation mark behind it": (url) => `${url}"`,
  "typographic quotation marks": (url) => `“${url}”`,
  "a blank that does not break": (url) => `${url}\u00a0`,
  "the mark of a file": (url) => `\ufeff${url}`,
  "an & behind it": (url) => `${url}&`,
  "a comma behind it": (url) => `${url},`,
  "a tracker": (url) => `${url}&utm_source=mail`,
  "another parameter": (url) => `${url}&v=2`,
  "the source of a page": (url) => url.replaceAll("&", "&amp;"),
  "a line end": (url) => `${url.slice(0, 90)}\n${url.slice(90)}`,
  "one digit less": damage(/(X-Amz-Signature=[0-9a-f]+)[0-9a-f]/, "$1"),
  "one digit more": damage(/(X-Amz-Signature=[0-9a-f]+)/, "$10"),
  "no access key": damage(/Credential=[^%]+/, "Credential="),
  "an access key that is undefined": damage(/Credential=[^%]+/, "Credential=undefined"),
  "a capital letter in the signed headers": damage(/(SignedHeaders=[^&]*)host/, "$1Host"),
  "a signed header twice": damage(/(SignedHeaders=[^&]*)host/, "$1host%3Bhost"),
  "a % in the path": damage("?", "%?"),
  "a path that is no UTF-8": damage("?", "%E4?"),
  "a % in the query": damage(/$/, "%"),
  "a key that is undefined": damage(/(\/\/[^/]+)\/[^?]*/, "$1/photos/undefined"),
  "no date": damage(/&X-Amz-Date=[^&]+/, ""),
  "another service": damage(/%2Fs3[a-z-]*%2F/, "%2Fsts%2F"),
};

for (const [says, change] of Object.entries(DAMAGES))
  test(`of a damaged URL something is said: ${says}`, () => {
    for (const { says: of, url } of all) {
      const damaged = change(url);
      assert.notEqual(damaged, url, of);
      const found = inspect(damaged, { now: NOW });
      if (found.kind !== "presigned") continue;
      const known = new Set(inspect(url, { now: NOW }).warnings.map(({ code }) => code));
      assert.ok(
        found.warnings.some(({ code }) => !known.has(code)),
        `${of}: ${damaged}`,
      );
    }
  });
