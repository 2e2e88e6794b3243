// What a server refuses to start with, and what it says.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createServer, StartError } from "@daypass/server";
import { INSTANCE_KEY, NO_BUCKET, PUBLIC_URL } from "./support/daypass.ts";
import { createMemoryLog } from "./support/log.ts";

describe("options", () => {
  const right = {
    version: "0",
    publicUrl: PUBLIC_URL,
    database: { kind: "sqlite", file: ":memory:" },
    bucket: NO_BUCKET,
    instanceKeys: [INSTANCE_KEY],
    log: createMemoryLog(),
  } as const;
  for (const { says, options, message } of [
    {
      says: "an https app on an http bucket",
      options: { publicUrl: "https://share.example.org" },
      message: /browsers refuse it/,
    },
    {
      says: "an address with a path",
      options: { publicUrl: "http://localhost:3000/app" },
      message: /publicUrl must be an address/,
    },
    {
      says: "an address without a scheme",
      options: { bucket: { ...NO_BUCKET, endpoint: "localhost:9000" } },
      message: /bucket\.endpoint must be an address/,
    },
    { says: "no instance key", options: { instanceKeys: [] }, message: /at least one key/ },
    {
      says: "a short instance key",
      options: { instanceKeys: [{ id: "k", key: new Uint8Array(16) }] },
      message: /32 bytes, got 16/,
    },
    {
      says: "a download URL of an hour",
      options: { limits: { downloadUrlSeconds: 3600 } },
      message: /downloadUrlSeconds must be an integer in 1\.\.60, got 3600/,
    },
    {
      says: "a threshold under 5 MiB",
      options: { limits: { multipartThresholdBytes: 1024 } },
      message: /multipartThresholdBytes must be an integer in 5242880/,
    },
    {
      says: "a limit that is no number",
      options: { limits: { uploadUrlSeconds: Number.NaN } },
      message: /uploadUrlSeconds .* got NaN/,
    },
  ])
    test(`${says} is refused at start`, async () => {
      await assert.rejects(createServer({ ...right, ...options }), (error: unknown) => {
        assert.ok(error instanceof StartError);
        assert.equal(error.code, "configuration");
        assert.match(error.message, message);
        return true;
      });
    });
});
