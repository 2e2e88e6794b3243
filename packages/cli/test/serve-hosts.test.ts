// AWS's settings of its hosts, from the configuration to what is asked and signed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkBucket } from "../src/serve/check-bucket.ts";
import { s3Connection } from "../src/serve/connection.ts";
import { KEY_ENV } from "./command.ts";

for (const { says, config, host } of [
  { says: "AWS's plain host", config: {}, host: "reports.s3.us-west-2.amazonaws.com" },
  { says: "FIPS", config: { fips: true }, host: "reports.s3-fips.us-west-2.amazonaws.com" },
  { says: "dual-stack", config: { dualstack: true }, host: "reports.s3.dualstack.us-west-2.amazonaws.com" },
])
  test(`the look at the bucket asks the host that is signed for: ${says}`, async (t) => {
    const asked = new Set<string>();
    t.mock.method(globalThis, "fetch", async (url: string) => {
      asked.add(new URL(url).host);
      return new Response("", { status: 503 });
    });
    const place = { kind: "s3", name: "reports", keyPrefix: "", region: "us-west-2", ...config } as const;
    await checkBucket(await s3Connection(place, KEY_ENV), "https://share.example");
    assert.deepEqual([...asked], [host]);
  });
