// Starting: what is refused, and with which words.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, test } from "node:test";
import { type BucketErrorCode, type BucketOptions, startBucket } from "../src/index.ts";
import { startChild } from "./crash-harness.ts";
import { identity, long, makeFolder, openLab } from "./support.ts";

const refuses = (options: BucketOptions, code: BucketErrorCode, message: RegExp) =>
  assert.rejects(startBucket(options), (error: Error) => {
    assert.deepEqual([error.name, (error as { code?: string }).code], ["BucketError", code]);
    assert.match(error.message, message);
    return true;
  });

describe("startBucket", () => {
  test("makes the folder for its owner alone, keeps it, and finds everything again", async () => {
    const dir = join(await makeFolder(), "new", "folder");
    const who = identity("owner", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
    const first = await openLab({ dir, identities: [who] });
    await first.put("k", long("kept"));
    assert.equal((await stat(dir)).mode & 0o777, 0o700);
    const { blobs } = await first.listFiles();
    assert.equal((await stat(join(dir, "blobs", blobs[0]!))).mode & 0o777, 0o600);
    assert.notEqual(blobs[0], "k");
    await first.close();
    const second = await openLab({ dir, identities: [who] });
    assert.equal(await (await second.get("k")).text(), long("kept"));
    await second.close();
  });

  test("without a folder it takes a temporary one, and removes it", async () => {
    const running = await startBucket();
    assert.match(running.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
    await running.close();
    await running.close();
  });

  test("two processes do not open one folder, nor one process twice", async () => {
    const dir = await makeFolder();
    const child = await startChild(dir);
    await refuses({ dir }, "folder_in_use", /in use by another process.*another folder/);
    await child.kill();
    const running = await startBucket({ dir });
    await refuses({ dir }, "folder_in_use", /in use/);
    await running.close();
  });

  test("a port in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const dir = await makeFolder();
    await refuses({ dir, port }, "port_in_use", new RegExp(`Port ${port} of 127.0.0.1 is in use.*choose another`));
    other.close();
    // The folder is free again after the failure.
    await (await startBucket({ dir })).close();
  });

  test("an address that is not ours", () => refuses({ host: "192.0.2.1" }, "address_unusable", /Choose an address/));

  test("a folder that is a file, or whose parent is", async () => {
    const file = join(await makeFolder(), "file");
    await writeFile(file, "");
    await refuses({ dir: file }, "folder_unusable", /Choose another folder/);
    await refuses({ dir: join(file, "below") }, "folder_unusable", /Choose another folder/);
  });

  test("a folder that the kernel lets nobody make", { skip: process.platform !== "linux", timeout: 10_000 }, () =>
    refuses({ dir: "/proc/x/y" }, "folder_unusable", /ENOENT.*Choose another folder/),
  );

  // A link to another disk, where the machine has one.
  const other = "/dev/shm";
  const hasOther = existsSync(other) && statSync(other).dev !== statSync(tmpdir()).dev;
  for (const name of ["blobs", "lost"])
    test(`a folder whose ${name}/ is on another disk`, { skip: !hasOther && "has one disk" }, async () => {
      const [dir, elsewhere] = [await makeFolder(), await mkdtemp(join(other, "daypass-test-"))];
      after(() => rm(elsewhere, { recursive: true }));
      await symlink(elsewhere, join(dir, name));
      await refuses(
        { dir },
        "folder_unusable",
        new RegExp(`/${name} is on another disk or mount.*Move the whole folder`),
      );
      for (const folder of ["tmp", "blobs", "lost"]) assert.deepEqual(await readdir(join(dir, folder)), []);
    });

  test("a folder that cannot be written", { skip: process.getuid?.() === 0 && "root writes everywhere" }, async () => {
    const dir = join(await makeFolder(), "closed");
    await mkdir(dir, { mode: 0o500 });
    await refuses({ dir }, "folder_unusable", /EACCES.*make it writable/);
    await chmod(dir, 0o700);
  });

  test("an index of a newer version is left alone", async () => {
    const dir = await makeFolder();
    await (await startBucket({ dir })).close();
    const index = new DatabaseSync(join(dir, "index.sqlite"));
    index.exec("PRAGMA user_version = 99");
    index.close();
    await refuses({ dir }, "index_newer", /newer version \(format 99, this program reads \d+\)/);
  });

  test("an index that is none", async () => {
    const dir = await makeFolder();
    const file = join(dir, "index.sqlite");
    await writeFile(file, "this is not a database, and long enough to be sure".repeat(100));
    await refuses({ dir }, "index_unusable", /Cannot open the index/);
    assert.match(await readFile(file, "utf8"), /^this is not/);
  });

  test("a refusal ends a process with a code that is not zero", async () => {
    const dir = join(await makeFolder(), "file");
    await writeFile(dir, "");
    const child = spawn(process.execPath, [join(import.meta.dirname, "crash-child.ts"), dir], { stdio: "ignore" });
    const [code] = await once(child, "exit");
    assert.notEqual(code, 0);
  });

  const good = identity("good", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const rows: { says: RegExp; options: BucketOptions }[] = [
    { says: /port must be an integer in 0..65535, got 65536/, options: { port: 65_536 } },
    { says: /port must be/, options: { port: 1.5 } },
    { says: /region must be/, options: { region: "EU west" } },
    { says: /buckets must hold names.*"Big"/, options: { buckets: ["Big"] } },
    { says: /buckets must hold names/, options: { buckets: ["127.0.0.1"] } },
    { says: /allowedOrigins must hold.*"https:\/\/a.example\/"/, options: { allowedOrigins: ["https://a.example/"] } },
    { says: /authorities must hold host\[:port\].*"http:\/\/a"/, options: { authorities: ["http://a"] } },
    { says: /identities must hold at least one/, options: { identities: [] } },
    { says: /identities must differ in accessKeyId, got GOOD twice/, options: { identities: [good, good] } },
    { says: /accessKeyId must be/, options: { identities: [{ ...good, accessKeyId: "a/b" }] } },
    {
      says: /secretAccessKey of GOOD must have at least 8/,
      options: { identities: [{ ...good, secretAccessKey: "short" }] },
    },
    {
      says: /actions of GOOD must be named as IAM names them/,
      options: { identities: [identity("good", { actions: ["GetObject"], bucket: "*", keyPrefix: "" })] },
    },
    {
      says: /bucket of a statement of GOOD/,
      options: { identities: [identity("good", { actions: [], bucket: "", keyPrefix: "" })] },
    },
  ];
  for (const { says, options } of rows)
    test(`a caller's mistake is named [${says.source}]`, () =>
      assert.rejects(startBucket(options), (error: Error) => error instanceof RangeError && says.test(error.message)));
});

describe("authorities", () => {
  const host = (endpoint: string, value: string) => {
    const { port } = new URL(endpoint);
    return new Promise<string>((resolve, reject) => {
      import("node:http").then(({ get }) =>
        get({ host: "127.0.0.1", port, path: "/daypass/k", headers: { host: value } }, (response) => {
          let text = "";
          response.on("data", (chunk) => {
            text += chunk;
          });
          response.on("end", () => resolve(/<Code>(.*?)</.exec(text)?.[1] ?? ""));
        }).on("error", reject),
      );
    });
  };
  test("it answers to its own names and to those it is given, and to no other", async () => {
    const lab = await openLab({ authorities: ["Files.Example"] });
    const { port } = new URL(lab.endpoint);
    // A Host that is ours gets as far as the missing signature.
    for (const value of [`127.0.0.1:${port}`, `localhost:${port}`, "files.example"])
      assert.equal(await host(lab.endpoint, value), "AccessDenied", value);
    for (const value of ["evil.example", "127.0.0.1", `localhost:${Number(port) + 1}`])
      assert.equal(await host(lab.endpoint, value), "InvalidRequest", value);
  });
});
