// The example of the README as it is printed, on other ports.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";

const root = resolve(import.meta.dirname, "../../..");

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

test("the example serves the set-up page with its style", async () => {
  const readme = readFileSync(join(root, "packages/server/README.md"), "utf8");
  const printed = /^```ts\n(.*?)^```/ms.exec(readme)![1]!;
  const [port, bucketPort] = [await findFreePort(), await findFreePort()];
  const example = printed.replaceAll("3000", String(port)).replaceAll("3001", String(bucketPort));
  // Its imports are found from the checkout, what it writes goes into a folder of its own.
  const folder = mkdtempSync(join(tmpdir(), "daypass-readme-"));
  const file = join(root, `node_modules/.cache/readme-${process.pid}.mjs`);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, stripTypeScriptTypes(example));
  symlinkSync(join(root, "packages"), join(folder, "packages"));
  const child = spawn(process.execPath, [file], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  try {
    const [line] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string];
    const url = /^Open (http:\S+\/setup\/\S+)$/.exec(line)?.[1];
    assert.ok(url, String(line));
    const page = await (await fetch(url)).text();
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(page)?.[1];
    assert.ok(style, page);
    assert.equal((await fetch(new URL(style, url))).status, 200);
  } finally {
    child.kill("SIGKILL");
    await ended;
    rmSync(file, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});
