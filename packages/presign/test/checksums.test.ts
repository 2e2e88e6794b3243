// S3's checksums are those that its SDK knows, under the headers that the SDK sends; and not every pair of an upload in parts exists.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChecksumAlgorithm, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type CreateMultipartOptions, createPresigner, PresignError } from "../src/index.ts";
import { CHECKSUM_ALGORITHMS } from "../src/sign/options/checksum.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const presigner = createPresigner({ credentials, region: "eu-central-1", bucket: "photos" });
const life = { expiresInSeconds: 900 };
const CRC32 = { algorithm: "CRC32", value: "AAAAAA==" } as const;
const SHA256 = { algorithm: "SHA256", value: Buffer.alloc(32).toString("base64") } as const;

test("every algorithm of the AWS SDK is known, and no other", () => {
  assert.deepEqual([...CHECKSUM_ALGORITHMS].sort(), Object.values(ChecksumAlgorithm).sort());
});

for (const algorithm of CHECKSUM_ALGORITHMS)
  test(`the AWS SDK sends ${algorithm} under the same header`, async () => {
    let sent: Readonly<Record<string, string>> = {};
    const requestHandler = {
      handle({ headers }: { headers: typeof sent }): Promise<never> {
        sent = headers;
        return Promise.reject(new Error("seen"));
      },
    };
    const client = new S3Client({ region: "eu-central-1", credentials, requestHandler, maxAttempts: 1 });
    const input = { Bucket: "photos", Key: "k", Body: "a", [`Checksum${algorithm}`]: "digest" };
    await assert.rejects(client.send(new PutObjectCommand(input)), /^Error: seen$/);
    const theirs = Object.keys(sent).find((name) => sent[name] === "digest");
    const bytes = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32, SHA512: 64, MD5: 16, XXHASH64: 8, XXHASH3: 8, XXHASH128: 16 }; // biome-ignore format: one line
    const value = Buffer.alloc(bytes[algorithm]).toString("base64");
    assert.deepEqual(presigner.put("k", { checksum: { algorithm, value }, ...life }).headers, { [theirs!]: value });
  });

const create = (options: Partial<CreateMultipartOptions>) => () =>
  presigner.multipart.create("k", { ...options, ...life });
const impossible = (only: string, algorithm: string, got: string) => (error: unknown) =>
  error instanceof PresignError &&
  error.code === "option_invalid" &&
  error.message.startsWith(`checksumType must be "${only}" with ${algorithm}, `) &&
  error.message.endsWith(`got "${got}"`);

for (const algorithm of ["SHA1", "SHA256"] as const)
  test(`of an upload in parts, ${algorithm} is of the parts' checksums alone`, () => {
    const refused = impossible("COMPOSITE", algorithm, "FULL_OBJECT");
    assert.throws(create({ checksumAlgorithm: algorithm, checksumType: "FULL_OBJECT" }), refused);
    assert.throws(create({ checksumType: "FULL_OBJECT", checksumAlgorithm: algorithm }), refused);
    assert.doesNotThrow(create({ checksumAlgorithm: algorithm, checksumType: "COMPOSITE" }));
    assert.doesNotThrow(create({ checksumAlgorithm: algorithm }));
  });

test("CRC64NVME is of the whole object alone, the other CRCs are of either", () => {
  const refused = impossible("FULL_OBJECT", "CRC64NVME", "COMPOSITE");
  assert.throws(create({ checksumAlgorithm: "CRC64NVME", checksumType: "COMPOSITE" }), refused);
  assert.doesNotThrow(create({ checksumAlgorithm: "CRC64NVME", checksumType: "FULL_OBJECT" }));
  for (const checksumAlgorithm of ["CRC32", "CRC32C"] as const)
    for (const checksumType of ["COMPOSITE", "FULL_OBJECT"] as const)
      assert.doesNotThrow(create({ checksumAlgorithm, checksumType }));
});

test("a type without an algorithm is refused, and an algorithm that is none by its own words", () => {
  assert.throws(create({ checksumType: "COMPOSITE" }), /^TypeError: multipart\.create: checksumType needs/);
  for (const checksumAlgorithm of ["toString", "md5", ""])
    assert.throws(
      create({ checksumType: "COMPOSITE", checksumAlgorithm: checksumAlgorithm as "MD5" }),
      /checksumAlgorithm must be/,
    );
});

test("of CompleteMultipartUpload the pair is held to it too", () => {
  const complete = (options: object) => () => presigner.multipart.complete("k", { uploadId: "u", ...options, ...life });
  const refused = impossible("COMPOSITE", "SHA256", "FULL_OBJECT");
  assert.throws(complete({ checksum: SHA256, checksumType: "FULL_OBJECT" }), refused);
  assert.doesNotThrow(complete({ checksum: CRC32, checksumType: "FULL_OBJECT" }));
  assert.doesNotThrow(complete({ checksumType: "FULL_OBJECT" }));
  assert.throws(complete({ checksumType: "FULL_OBJECT", checksum: null }), /^TypeError: checksum/);
});
