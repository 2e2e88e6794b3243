// A signer is proven by signers and verifiers that others wrote: same clock, same request, same signature.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import aws4 from "aws4";
import { AwsV4Signer } from "aws4fetch";
import fc from "fast-check";
import { Client } from "minio";
import { createPresigner, verify, verifyForm } from "../src/index.ts";
import { handSignature, percent } from "./support/hand-signer.ts";
import { hostileKeys, isRefusedByVerifier } from "./support/keys.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const TIMESTAMP = "20261124T120000Z";
const REGION = "eu-central-1";
const HOST = "127.0.0.1:9000";
const ENDPOINT = `http://${HOST}`;
const BUCKET = "my-bucket";
const TOKEN = "FwoGZXIvYXdzEXAMPLE//token+==";

for (const sessionToken of [undefined, TOKEN]) {
  const credentials = { accessKeyId: "AK+ID(7)!", secretAccessKey: "s/e+c=ret", sessionToken };
  const lookup = (id: string) => (id === credentials.accessKeyId ? credentials : undefined);
  const ours = createPresigner({ credentials, region: REGION, bucket: BUCKET, endpoint: ENDPOINT, clock: () => NOW });
  const ofSdk = {
    region: REGION,
    endpoint: ENDPOINT,
    forcePathStyle: true,
    credentials: { ...credentials, ...(sessionToken ? { sessionToken } : {}) } as never,
  };
  const sdk = new S3Client(ofSdk);
  /** Without the checksum of an empty body, which ours refuses in a query. */
  const sdkWithoutChecksum = new S3Client({ ...ofSdk, requestChecksumCalculation: "WHEN_REQUIRED" });
  const minio = new Client({
    endPoint: "127.0.0.1",
    port: 9000,
    useSSL: false,
    accessKey: credentials.accessKeyId,
    secretKey: credentials.secretAccessKey,
    region: REGION,
    ...(sessionToken ? { sessionToken } : {}),
  });
  const who = sessionToken === undefined ? "a long-term key" : "a temporary key";

  /** Our verifier on somebody's URL, as the raw request that a client makes of it. */
  function judge(url: string, method: string, headers: Record<string, string> = {}) {
    assert.ok(url.startsWith(ENDPOINT), url);
    const rawHeaders = ["Host", HOST, ...Object.entries(headers).flat()];
    return verify({ method, target: url.slice(ENDPOINT.length), rawHeaders }, lookup, NOW, { region: REGION });
  }

  function assertAccepted(url: string, method: string, key: string, headers: Record<string, string> = {}) {
    const result = judge(url, method, headers);
    if (isRefusedByVerifier(key)) {
      assert.equal(result.ok ? "accepted" : result.code, "InvalidURI");
      return;
    }
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.path, `/${BUCKET}/${key}`);
  }

  const pathOf = (url: string) => url.slice(0, url.indexOf("?"));
  const signatureOf = (url: string) => /X-Amz-Signature=(\w+)/.exec(url)?.[1];

  test(`aws4 signs the same GET, ${who}`, () => {
    fc.assert(
      fc.property(hostileKeys, fc.integer({ min: 1, max: 604_800 }), (key, expiresInSeconds) => {
        const signed = aws4.sign(
          {
            service: "s3",
            region: REGION,
            method: "GET",
            host: HOST,
            path: `/${BUCKET}/${percent(key, "/")}?X-Amz-Date=${TIMESTAMP}&X-Amz-Expires=${expiresInSeconds}`,
            signQuery: true,
          },
          credentials as aws4.Credentials,
        );
        const url = ENDPOINT + signed.path!;
        assertAccepted(url, "GET", key);
        const mine = ours.get(key, { expiresInSeconds }).url;
        assert.equal(signatureOf(mine), signatureOf(url));
        assert.deepEqual(
          [...new URLSearchParams(mine.split("?")[1])].sort(),
          [...new URLSearchParams(url.split("?")[1])].sort(),
        );
      }),
      { numRuns: 300 },
    );
  });

  test(`minio signs the same GET, PUT and HEAD, ${who}`, async () => {
    await fc.assert(
      fc.asyncProperty(hostileKeys, fc.constantFrom("GET", "PUT", "HEAD"), async (key, method) => {
        const url = await minio.presignedUrl(method, BUCKET, key, 900, {}, NOW);
        assertAccepted(url, method, key);
        const call = { GET: ours.get, PUT: ours.put, HEAD: ours.head }[method]!;
        const mine = call(key, { expiresInSeconds: 900 }).url;
        assert.equal(signatureOf(mine), signatureOf(url));
        assert.equal(pathOf(mine), pathOf(url));
      }),
      { numRuns: 300 },
    );
  });

  test(`the AWS SDK writes the same path, and our verifier takes its URLs, ${who}`, async () => {
    const Commands = {
      GET: GetObjectCommand,
      HEAD: HeadObjectCommand,
      PUT: PutObjectCommand,
      DELETE: DeleteObjectCommand,
    };
    await fc.assert(
      fc.asyncProperty(hostileKeys, fc.constantFrom("GET", "HEAD", "PUT", "DELETE"), async (Key, method) => {
        const Command = Commands[method as keyof typeof Commands];
        const url = await getSignedUrl(
          sdk as never,
          new (Command as typeof GetObjectCommand)({ Bucket: BUCKET, Key }) as never,
          {
            expiresIn: 900,
            signingDate: NOW,
          },
        );
        assertAccepted(url, method, Key);
        assert.equal(pathOf(ours.get(Key, { expiresInSeconds: 900 }).url), pathOf(url));
      }),
      { numRuns: 100 },
    );
  });

  test(`the AWS SDK signs the same parameters the same, ${who}`, async () => {
    const url = await getSignedUrl(
      sdkWithoutChecksum as never,
      new UploadPartCommand({ Bucket: BUCKET, Key: "a b/ü", UploadId: "u/+", PartNumber: 7 }) as never,
      { expiresIn: 900, signingDate: NOW },
    );
    // The SDK adds parameters of its own; with those, and its payload parameter put in by hand, the signatures meet.
    const theirs = [...new URLSearchParams(url.split("?")[1])].filter(
      ([name]) => !name.startsWith("X-Amz-") && name !== "partNumber" && name !== "uploadId",
    );
    const mine = ours.multipart.part("a b/ü", {
      uploadId: "u/+",
      partNumber: 7,
      expiresInSeconds: 900,
      query: Object.fromEntries(theirs),
    }).url;
    const pairs = [
      ...new URLSearchParams(mine.split("?")[1]),
      ["X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"] as [string, string],
    ]
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => `${percent(name)}=${percent(value)}`)
      .sort();
    const canonical = [
      "PUT",
      new URL(mine).pathname,
      pairs.join("&"),
      `host:${HOST}`,
      "",
      "host",
      "UNSIGNED-PAYLOAD",
    ].join("\n");
    const scope = `20261124/${REGION}/s3/aws4_request`;
    assert.equal(handSignature(credentials.secretAccessKey, TIMESTAMP, scope, canonical), signatureOf(url));
  });

  test(`our verifier takes PUTs of the AWS SDK with signed headers, ${who}`, async () => {
    const command = new PutObjectCommand({
      Bucket: BUCKET,
      Key: "k",
      ContentType: "text/plain",
      ContentLength: 5,
      ServerSideEncryption: "AES256",
      IfNoneMatch: "*",
    });
    const url = await getSignedUrl(sdk as never, command as never, {
      expiresIn: 900,
      signingDate: NOW,
      signableHeaders: new Set(["content-type"]),
    });
    const headers = {
      "Content-Type": "text/plain",
      "Content-Length": "5",
      "x-amz-server-side-encryption": "AES256",
      "If-None-Match": "*",
    };
    assertAccepted(url, "PUT", "k", headers);
    const signed = new URL(url).searchParams.get("X-Amz-SignedHeaders")!.split(";");
    for (const name of signed.filter((other) => other !== "host")) {
      const others = Object.fromEntries(Object.entries(headers).filter(([other]) => other.toLowerCase() !== name));
      const result = judge(url, "PUT", others);
      assert.equal(result.ok ? `accepted without ${name}` : result.code, "SignatureDoesNotMatch");
    }
  });

  // aws4fetch goes through `URL`: it writes %2F-free paths that we escape for it, and it folds `.` and `..`, which no key here has.
  test(`our verifier takes URLs of aws4fetch, ${who}`, async () => {
    await fc.assert(
      fc.asyncProperty(hostileKeys, async (key) => {
        const signer = new AwsV4Signer({
          url: `${ENDPOINT}/${BUCKET}/${percent(key, "/")}?X-Amz-Expires=900`,
          accessKeyId: credentials.accessKeyId,
          secretAccessKey: credentials.secretAccessKey,
          ...(sessionToken ? { sessionToken } : {}),
          service: "s3",
          region: REGION,
          signQuery: true,
          datetime: TIMESTAMP,
        });
        const { url } = await signer.sign();
        assertAccepted(url.toString(), "GET", key);
      }),
      { numRuns: 150 },
    );
  });

  // It signs %20 and sends a plus, which S3 takes: https://github.com/mhart/aws4fetch/issues/83
  test(`our verifier takes the blanks of aws4fetch in a query, ${who}`, async () => {
    const disposition = 'attachment; filename="a + b.txt"';
    const { url } = await new AwsV4Signer({
      url: `${ENDPOINT}/${BUCKET}/k?${new URLSearchParams({ "X-Amz-Expires": "900", "response-content-disposition": disposition })}`,
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      ...(sessionToken ? { sessionToken } : {}),
      service: "s3",
      region: REGION,
      signQuery: true,
      datetime: TIMESTAMP,
    }).sign();
    assert.match(url.search, /attachment%3B\+filename/);
    const result = judge(url.toString(), "GET");
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.query, [["response-content-disposition", disposition]]);
  });

  test(`aws4 and our verifier read a raw plus in a path alike, ${who}`, () => {
    const path = `/${BUCKET}/a+b%2Bc?X-Amz-Date=${TIMESTAMP}&X-Amz-Expires=900`;
    const request = { service: "s3", region: REGION, method: "GET", host: HOST, path, signQuery: true };
    const result = judge(ENDPOINT + aws4.sign(request, credentials as aws4.Credentials).path!, "GET");
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.path, `/${BUCKET}/a b+c`);
  });

  test(`our verifier takes forms of the AWS SDK, ${who}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        hostileKeys.filter((key) => !isRefusedByVerifier(key) && !key.includes("${")),
        async (key) => {
          const { fields } = await createPresignedPost(sdk as never, {
            Bucket: BUCKET,
            Key: key,
            Conditions: [
              ["content-length-range", 1, 10],
              ["starts-with", "$Content-Type", "image/"],
            ],
            Fields: { "Content-Type": "image/png", acl: "private" },
            Expires: 600,
          });
          const form = { bucket: BUCKET, fields: Object.entries(fields) };
          // The SDK has no clock to set, so this one goes by the machine's.
          const result = verifyForm(form, lookup, new Date(), { region: REGION });
          assert.ok(result.ok, JSON.stringify(result));
          assert.equal(result.key, key);
          assert.deepEqual(result.sizeRangeBytes, { min: 1, max: 10 });
          const elsewhere = verifyForm({ ...form, bucket: "other" }, lookup, new Date(), { region: REGION });
          assert.equal(elsewhere.ok ? "accepted" : elsewhere.code, "AccessDenied");
        },
      ),
      { numRuns: 50 },
    );
  });

  test(`our verifier takes forms of minio, ${who}`, async () => {
    const policy = minio.newPostPolicy();
    policy.setBucket(BUCKET);
    policy.setKeyStartsWith("in/");
    policy.setContentType("image/png");
    policy.setContentLengthRange(1, 10);
    policy.setUserMetaData({ owner: "ann" });
    policy.setExpires(new Date(Date.now() + 600_000));
    const { formData } = await minio.presignedPostPolicy(policy);
    const fields = Object.entries({ ...formData, key: "in/a.png" }).map(
      ([name, value]) => [name, String(value)] as const,
    );
    const result = verifyForm({ bucket: BUCKET, fields }, lookup, new Date(), { region: REGION });
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.sizeRangeBytes, { min: 1, max: 10 });
  });

  test(`our verifier takes all that we sign, ${who}`, () => {
    fc.assert(
      fc.property(
        hostileKeys,
        fc.dictionary(
          fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
          fc.string({ unit: "binary", maxLength: 8 }),
          { maxKeys: 4 },
        ),
        (key, dictionary) => {
          const query = Object.fromEntries(
            Object.entries(dictionary).filter(
              ([n, v]) => n.isWellFormed() && v.isWellFormed() && !/^x-amz-|^Signature$|^AWSAccessKeyId$/i.test(n),
            ),
          );
          const request = ours.put(key, {
            expiresInSeconds: 900,
            contentLength: 3,
            contentType: "a/b",
            createOnly: true,
            metadata: { a: "1  2" },
            query,
          });
          const headers = { ...request.headers, "Content-Length": "3" };
          assertAccepted(request.url, "PUT", key, headers);
          if (isRefusedByVerifier(key)) return;
          const result = judge(request.url, "PUT", headers);
          assert.deepEqual(result.ok && Object.fromEntries(result.query), query);
        },
      ),
      { numRuns: 300 },
    );
  });
}
