import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";
import { type Client, expectBytes } from "./client.ts";

export const aws4fetch: Client = {
  name: "aws4fetch",
  install: "npm ci (it is a development dependency)",
  find: async () => [
    {
      version: "default settings",
      async run({ bucket, step, small, big, newBucket }) {
        const client = new AwsClient({ ...bucket.credentials, service: "s3", region: bucket.region, retries: 0 });
        const url = `${bucket.endpoint}/${newBucket}`;
        const ask = async (path: string, init: RequestInit & { status?: number } = {}) => {
          const answer = await client.fetch(url + path, init);
          assert.equal(answer.status, init.status ?? 200, await answer.clone().text());
          return answer;
        };
        const body = (bytes: Buffer) => new Uint8Array(bytes);
        await step("create bucket", () => ask("", { method: "PUT" }));
        await step("put and get", async () => {
          await ask("/a/%C3%A9%20b", { method: "PUT", body: body(small) });
          expectBytes(Buffer.from(await (await ask("/a/%C3%A9%20b")).arrayBuffer()), small);
        });
        await step("get a range", async () => {
          const answer = await ask("/a/%C3%A9%20b", { headers: { range: "bytes=2-5" }, status: 206 });
          expectBytes(Buffer.from(await answer.arrayBuffer()), small.subarray(2, 6));
        });
        await step("big", () => ask("/big", { method: "PUT", body: body(big) }));
        await step("list", async () => assert.match(await (await ask("?list-type=2")).text(), /<KeyCount>2</));
        await step("copy", () =>
          ask("/copy", { method: "PUT", headers: { "x-amz-copy-source": `/${newBucket}/a/%C3%A9%20b` } }),
        );
        await step("presign", async () => {
          const signed = await client.sign(`${url}/copy?X-Amz-Expires=60`, { aws: { signQuery: true } });
          expectBytes(Buffer.from(await (await fetch(signed)).arrayBuffer()), small);
        });
        await step("delete many, and the bucket", async () => {
          const keys = ["a/é b", "big", "copy"].map((key) => `<Object><Key>${key}</Key></Object>`).join("");
          const document = `<Delete>${keys}</Delete>`;
          const md5 = createHash("md5").update(document).digest("base64");
          await ask("?delete", { method: "POST", body: document, headers: { "content-md5": md5 } });
          await ask("", { method: "DELETE", status: 204 });
        });
      },
    },
  ],
};
