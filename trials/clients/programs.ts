// Clients that are programs: each where it is installed, with its own default settings.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Bench,
  type Client,
  expectBytes,
  type FoundClient,
  findPrograms,
  readVersion,
  runProgram,
} from "./client.ts";

const ODD = "odd é +&.txt";

async function findAll(
  name: string,
  versionArguments: readonly string[],
  run: (program: string, bench: Bench) => Promise<void>,
): Promise<FoundClient[]> {
  const found: FoundClient[] = [];
  for (const program of findPrograms(name)) {
    const version = await readVersion(program, versionArguments);
    if (version !== undefined) found.push({ version, run: (bench) => run(program, bench) });
  }
  return found;
}

const readGot = (bench: Bench, name: string): Promise<Buffer> => readFile(join(bench.folder, name));

async function runAwsCli(program: string, bench: Bench): Promise<void> {
  const { step, small, big, newBucket: bucket, bucket: running } = bench;
  const aws = async (...args: string[]) =>
    (await runProgram(program, ["--endpoint-url", running.endpoint, ...args], bench)).stdout;
  const s3 = `s3://${bucket}`;
  await step("s3 mb", () => aws("s3", "mb", s3));
  await step("s3 cp up and down", async () => {
    await aws("s3", "cp", ODD, `${s3}/${ODD}`);
    await aws("s3", "cp", `${s3}/${ODD}`, "got.txt");
    expectBytes(await readGot(bench, "got.txt"), small);
  });
  await step("s3 cp of a big file in parts, up and down", async () => {
    await aws("s3", "cp", "big.bin", `${s3}/big.bin`);
    await aws("s3", "cp", `${s3}/big.bin`, "got.bin");
    expectBytes(await readGot(bench, "got.bin"), big);
  });
  await step("s3api get-object of a range", async () => {
    await aws("s3api", "get-object", "--bucket", bucket, "--key", ODD, "--range", "bytes=2-5", "range.txt");
    expectBytes(await readGot(bench, "range.txt"), small.subarray(2, 6));
  });
  await step("s3 ls", async () => assert.match(await aws("s3", "ls", s3), /big\.bin\n.*odd é \+&\.txt\n/));
  await step("s3 cp within the bucket, small and in parts", async () => {
    await aws("s3", "cp", `${s3}/${ODD}`, `${s3}/copy.txt`);
    await aws("s3", "cp", `${s3}/big.bin`, `${s3}/copy.bin`);
    await aws("s3", "cp", `${s3}/copy.bin`, "copied.bin");
    expectBytes(await readGot(bench, "copied.bin"), big);
  });
  await step("s3 sync twice", async () => {
    await aws("s3", "sync", "tree", `${s3}/tree/`);
    assert.equal((await aws("s3", "sync", "tree", `${s3}/tree/`)).trim(), "");
  });
  await step("s3api object tagging", async () => {
    const at = ["--bucket", bucket, "--key", "copy.txt"];
    await aws("s3api", "put-object-tagging", ...at, "--tagging", "TagSet=[{Key=a,Value=1}]");
    assert.match(await aws("s3api", "get-object-tagging", ...at), /"Value": "1"/);
  });
  await step("s3api cors, lifecycle and policy", async () => {
    const at = ["--bucket", bucket];
    const cors = { CORSRules: [{ AllowedOrigins: ["*"], AllowedMethods: ["GET"] }] };
    await aws("s3api", "put-bucket-cors", ...at, "--cors-configuration", JSON.stringify(cors));
    assert.match(await aws("s3api", "get-bucket-cors", ...at), /"GET"/);
    const lifecycle = { Rules: [{ Status: "Enabled", Filter: { Prefix: "x/" }, Expiration: { Days: 1 } }] };
    const put = ["put-bucket-lifecycle-configuration", ...at, "--lifecycle-configuration", JSON.stringify(lifecycle)];
    await aws("s3api", ...put);
    assert.match(await aws("s3api", "get-bucket-lifecycle-configuration", ...at), /"Days": 1/);
  });
  await step("s3 presign", async () => {
    const url = (await aws("s3", "presign", `${s3}/copy.txt`, "--expires-in", "60")).trim();
    expectBytes(Buffer.from(await (await fetch(url)).arrayBuffer()), small);
  });
  await step("s3api list-objects, list-multipart-uploads, list-buckets, head-object", async () => {
    await aws("s3api", "list-objects", "--bucket", bucket);
    await aws("s3api", "list-multipart-uploads", "--bucket", bucket);
    assert.match(await aws("s3api", "list-buckets"), new RegExp(bucket));
    await aws("s3api", "head-object", "--bucket", bucket, "--key", "copy.bin");
  });
  await step("s3 rb --force", () => aws("s3", "rb", "--force", s3));
}

export const awsCli: Client = {
  name: "AWS CLI",
  install: "apt-get install awscli",
  // In us-east-1 its first version presigns with signature version 2 by default.
  region: "eu-central-1",
  find: () => findAll("aws", ["--version"], runAwsCli),
};

async function runS3cmd(program: string, bench: Bench): Promise<void> {
  const { step, small, big, newBucket: bucket, bucket: running } = bench;
  const { host } = new URL(running.endpoint);
  const { accessKeyId, secretAccessKey } = running.credentials;
  const settings = ["--config=/dev/null", "--no-ssl", `--host=${host}`, `--host-bucket=${host}/%(bucket)`];
  const keys = [`--access_key=${accessKeyId}`, `--secret_key=${secretAccessKey}`, "--no-progress"];
  const s3cmd = async (...args: string[]) => (await runProgram(program, [...settings, ...keys, ...args], bench)).stdout;
  const s3 = `s3://${bucket}`;
  await step("mb", () => s3cmd("mb", s3));
  await step("put and get", async () => {
    await s3cmd("put", ODD, `${s3}/${ODD}`);
    await s3cmd("get", `${s3}/${ODD}`, "got-s3cmd.txt");
    expectBytes(await readGot(bench, "got-s3cmd.txt"), small);
  });
  await step("put of a big file in parts, and get", async () => {
    await s3cmd("put", "--multipart-chunk-size-mb=5", "big.bin", `${s3}/big.bin`);
    await s3cmd("get", `${s3}/big.bin`, "got-s3cmd.bin");
    expectBytes(await readGot(bench, "got-s3cmd.bin"), big);
  });
  await step("ls and info", async () => {
    assert.match(await s3cmd("ls", s3), /odd é \+&\.txt/);
    assert.match(await s3cmd("info", `${s3}/big.bin`), /File size/);
  });
  await step("cp and mv", async () => {
    await s3cmd("cp", `${s3}/${ODD}`, `${s3}/copy.txt`);
    await s3cmd("mv", `${s3}/copy.txt`, `${s3}/moved.txt`);
  });
  await step("sync twice", async () => {
    await s3cmd("sync", "tree/", `${s3}/tree/`);
    await s3cmd("sync", "tree/", `${s3}/tree/`);
  });
  await step("multipart", () => s3cmd("multipart", s3));
  await step("del --recursive, rb", async () => {
    await s3cmd("del", "--recursive", "--force", s3);
    await s3cmd("rb", s3);
  });
}

export const s3cmd: Client = {
  name: "s3cmd",
  install: "apt-get install s3cmd",
  find: () => findAll("s3cmd", ["--version"], runS3cmd),
};

async function runRclone(program: string, bench: Bench): Promise<void> {
  const { step, small, big, newBucket: bucket, bucket: running } = bench;
  const { accessKeyId, secretAccessKey } = running.credentials;
  const remote = `:s3,provider=Other,access_key_id=${accessKeyId},secret_access_key=${secretAccessKey},endpoint="${running.endpoint}":`;
  const rclone = async (...args: string[]) =>
    (await runProgram(program, ["--config", "/dev/null", "--retries", "1", "--low-level-retries", "1", ...args], bench))
      .stdout;
  const at = (path = "") => `${remote}${bucket}${path === "" ? "" : `/${path}`}`;
  await step("mkdir", () => rclone("mkdir", at()));
  await step("copyto and cat", async () => {
    await rclone("copyto", ODD, at(ODD));
    assert.equal(await rclone("cat", at(ODD)), small.toString());
    assert.equal(await rclone("cat", "--offset", "2", "--count", "4", at(ODD)), small.toString().slice(2, 6));
  });
  await step("copyto of a big file in parts, and back", async () => {
    await rclone("copyto", "--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", "big.bin", at("big.bin"));
    await rclone("copyto", at("big.bin"), "got-rclone.bin");
    expectBytes(await readGot(bench, "got-rclone.bin"), big);
  });
  await step("copy of a folder", () => rclone("copy", "tree", at("tree")));
  await step("lsf", async () => assert.match(await rclone("lsf", at()), /big\.bin\nodd é \+&\.txt\ntree\//));
  await step("server-side copy and move, small and in parts", async () => {
    await rclone("copyto", at(ODD), at("copy.txt"));
    await rclone("moveto", at("copy.txt"), at("moved.txt"));
    await rclone("copyto", "--s3-copy-cutoff", "5M", at("big.bin"), at("copy.bin"));
  });
  await step("check", () => rclone("check", "tree", at("tree")));
  await step("link", async () => {
    const url = (await rclone("link", "--expire", "1m", at("moved.txt"))).trim();
    expectBytes(Buffer.from(await (await fetch(url)).arrayBuffer()), small);
  });
  await step("purge", () => rclone("purge", at()));
}

export const rclone: Client = {
  name: "rclone",
  install: "apt-get install rclone",
  find: () => findAll("rclone", ["version"], runRclone),
};

async function runCurl(program: string, bench: Bench): Promise<void> {
  const { step, small, newBucket: bucket, bucket: running } = bench;
  const { accessKeyId, secretAccessKey } = running.credentials;
  const { port } = new URL(running.endpoint);
  const curl = async (...args: string[]) =>
    (
      await runProgram(
        program,
        [
          "--silent",
          "--show-error",
          "--fail-with-body",
          "--aws-sigv4",
          `aws:amz:${running.region}:s3`,
          "--user",
          `${accessKeyId}:${secretAccessKey}`,
          "--header",
          "x-amz-content-sha256: UNSIGNED-PAYLOAD",
          ...args,
        ],
        bench,
      )
    ).stdout;
  for (const [style, base] of [
    ["path style", `${running.endpoint}/${bucket}`],
    ["virtual-hosted", `http://${bucket}.localhost:${port}`],
  ] as const) {
    await step(`${style}: create bucket`, () => curl("-X", "PUT", `${base}${style === "path style" ? "" : "/"}`));
    await step(`${style}: put, get, get a range`, async () => {
      await curl("-T", "small.txt", `${base}/k.txt`);
      assert.equal(await curl(`${base}/k.txt`), small.toString());
      assert.equal(await curl("--range", "2-5", `${base}/k.txt`), small.toString().slice(2, 6));
    });
    await step(`${style}: list`, async () =>
      assert.match(await curl(`${base}${style === "path style" ? "" : "/"}?list-type=2`), /<Key>k\.txt</),
    );
    await step(`${style}: delete, and the bucket`, async () => {
      await curl("-X", "DELETE", `${base}/k.txt`);
      await curl("-X", "DELETE", `${base}${style === "path style" ? "" : "/"}`);
    });
  }
}

export const curl: Client = {
  name: "curl --aws-sigv4",
  install: "apt-get install curl",
  find: () => findAll("curl", ["--version"], runCurl),
};
