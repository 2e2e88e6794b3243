// 128 MiB up and down in a process whose memory must not grow with them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, test } from "node:test";
import { createPresigner } from "@daypass/presign";
import { CRASH_CREDENTIALS } from "./crash-harness.ts";
import { makeFolder } from "./support.ts";

const MIB = 1024 * 1024;
const SIZE = 128 * MIB;
/** Node alone takes about 80 MiB; 128 MiB held in memory would show. */
const MAX_RSS_BYTES = 190 * MIB;

describe("memory", { skip: process.platform !== "linux" && "reads /proc" }, () => {
  test("stays flat for an upload and a download of 128 MiB", async () => {
    const script = join(import.meta.dirname, "crash-child.ts");
    const child = spawn(process.execPath, [script, await makeFolder()], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [endpoint] = await once(createInterface({ input: child.stdout }), "line");
      const presigner = createPresigner({
        credentials: CRASH_CREDENTIALS,
        region: "us-east-1",
        bucket: "daypass",
        endpoint,
      });
      const piece = Buffer.alloc(MIB, "0123456789abcdef");
      const hash = createHash("sha256");
      const body = new Blob(Array.from({ length: SIZE / MIB }, () => piece as unknown as string));
      for (let i = 0; i < SIZE / MIB; i++) hash.update(piece);
      const put = await fetch(presigner.put("large", { expiresInSeconds: 600 }).url, { method: "PUT", body });
      assert.equal(put.status, 200);
      const got = await fetch(presigner.get("large", { expiresInSeconds: 600 }).url);
      const received = createHash("sha256");
      for await (const chunk of got.body!) received.update(chunk);
      assert.equal(received.digest("hex"), hash.digest("hex"));
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      const peakBytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) * 1024;
      assert.ok(peakBytes < MAX_RSS_BYTES, `peak was ${Math.round(peakBytes / MIB)} MiB`);
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  });
});
