import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { CopyConditions, Client as MinioClient } from "minio";
import { type Client, expectBytes } from "./client.ts";

export const minio: Client = {
  name: "minio",
  install: "npm ci (it is a development dependency)",
  find: async () => [
    {
      version: "default settings",
      async run({ bucket, step, small, big, folder, newBucket }) {
        const { hostname, port } = new URL(bucket.endpoint);
        const { accessKeyId: accessKey, secretAccessKey: secretKey } = bucket.credentials;
        const client = new MinioClient({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
        const read = async (key: string) => buffer(await client.getObject(newBucket, key));
        await step("make bucket", () => client.makeBucket(newBucket));
        await step("put, stat, get", async () => {
          await client.putObject(newBucket, "odd é +&.txt", small, small.length, { "x-amz-meta-a": "b" });
          assert.equal((await client.statObject(newBucket, "odd é +&.txt")).metaData.a, "b");
          expectBytes(await read("odd é +&.txt"), small);
        });
        await step("get a range", async () => {
          const range = await buffer(await client.getPartialObject(newBucket, "odd é +&.txt", 2, 4));
          expectBytes(range, small.subarray(2, 6));
        });
        await step("a big file in parts, and back", async () => {
          await client.fPutObject(newBucket, "big", join(folder, "big.bin"));
          await client.fGetObject(newBucket, "big", join(folder, "big.got"));
          expectBytes(await readFile(join(folder, "big.got")), big);
        });
        await step("list", async () => {
          const names: string[] = [];
          for await (const { name } of client.listObjectsV2(newBucket, "", true)) names.push(name);
          assert.deepEqual(names, ["big", "odd é +&.txt"]);
        });
        await step("copy", async () => {
          await client.copyObject(newBucket, "copy", `/${newBucket}/odd é +&.txt`, new CopyConditions());
          expectBytes(await read("copy"), small);
        });
        await step("tags", async () => {
          await client.setObjectTagging(newBucket, "copy", { a: "one" });
          assert.deepEqual(await client.getObjectTagging(newBucket, "copy"), [{ Key: "a", Value: "one" }]);
          await client.removeObjectTagging(newBucket, "copy", {} as never);
        });
        await step("presign get and put", async () => {
          const put = await client.presignedPutObject(newBucket, "presigned", 60);
          assert.equal((await fetch(put, { method: "PUT", body: "x" })).status, 200);
          const get = await client.presignedGetObject(newBucket, "presigned", 60);
          assert.equal(await (await fetch(get)).text(), "x");
        });
        await step("lifecycle and policy", async () => {
          await client.setBucketLifecycle(newBucket, {
            Rule: [{ ID: "a", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }],
          } as never);
          await client.setBucketPolicy(
            newBucket,
            JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Deny",
                  Principal: "*",
                  Action: "s3:*",
                  Resource: `arn:aws:s3:::${newBucket}/*`,
                  Condition: { NumericGreaterThan: { "s3:signatureAge": "3600000" } },
                },
              ],
            }),
          );
          assert.match(await client.getBucketPolicy(newBucket), /signatureAge/);
        });
        await step("remove many, and the bucket", async () => {
          await client.removeObjects(newBucket, ["big", "copy", "odd é +&.txt", "presigned"]);
          await client.removeBucket(newBucket);
        });
      },
    },
  ],
};
