// Clients that nobody here wrote, each with its own smoke sequence and its own default settings, on a bucket of this machine:
// `npm run trial -- clients [NAME…]`. One that is missing is SKIPPED, loudly, with the line that installs it.
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBucket } from "@daypass/bucket";
import { aws4fetch } from "./clients/aws4fetch.ts";
import { boto3 } from "./clients/boto3.ts";
import type { Bench, Client, FoundClient } from "./clients/client.ts";
import { minio } from "./clients/minio.ts";
import { awsCli, curl, rclone, s3cmd } from "./clients/programs.ts";
import { awsSdk, awsSdkByHost, libStorage } from "./clients/sdk.ts";

const CLIENTS: readonly Client[] = [
  awsSdk,
  awsSdkByHost,
  libStorage,
  minio,
  aws4fetch,
  awsCli,
  boto3,
  s3cmd,
  rclone,
  curl,
];
/** Above the 8 MiB from which the AWS CLI and boto3 send parts, and the 64 MiB parts of minio aside, above all others. */
const BIG_BYTES = 24 * 1024 * 1024;

export async function run(names: readonly string[]): Promise<boolean> {
  const chosen = CLIENTS.filter(({ name }) => names.length === 0 || names.some((asked) => name.includes(asked)));
  if (chosen.length === 0) throw new RangeError(`No client is called ${names.join(", ")}`);
  let failed = 0;
  const skipped: string[] = [];
  for (const client of chosen) {
    const found = await client.find();
    if (found.length === 0) skipped.push(`SKIPPED: ${client.name} is not installed: ${client.install}`);
    for (const each of found) failed += await runClient(client, each);
  }
  for (const line of skipped) console.log(line);
  console.log(`${chosen.length - skipped.length} of ${chosen.length} clients ran, ${failed} steps failed`);
  return failed === 0;
}

/** How many steps failed. Everything is thrown away afterwards. */
async function runClient(client: Client, { version, run }: FoundClient): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "daypass-client-"));
  const refused: string[] = [];
  const bucket = await startBucket({
    region: client.region ?? "us-east-1",
    onRequest: ({ method, path, operation, status, code, error }) => {
      if (status === 501 || status >= 500)
        refused.push(`${method} ${path} ${operation} ${status} ${code ?? ""} ${error?.message ?? ""}`);
    },
  });
  const small = Buffer.from("hello, world\n");
  const big = randomBytes(BIG_BYTES);
  await mkdir(join(folder, "tree", "below"), { recursive: true });
  for (const [name, bytes] of [
    ["small.txt", small],
    ["odd é +&.txt", small],
    ["big.bin", big],
    ["tree/a", small],
    ["tree/below/ü", small],
  ] as const)
    await writeFile(join(folder, name), bytes);
  let failures = 0;
  let steps = 0;
  const bench: Bench = {
    bucket,
    folder,
    small,
    big,
    newBucket: `trial-${randomBytes(4).toString("hex")}`,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      // Names of files are UTF-8 for every program.
      LANG: "C.UTF-8",
      AWS_ACCESS_KEY_ID: bucket.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: bucket.credentials.secretAccessKey,
      AWS_DEFAULT_REGION: bucket.region,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    async step(name, runStep) {
      steps++;
      const startedAt = performance.now();
      try {
        await runStep();
        console.log(`  ok     ${name} (${Math.round(performance.now() - startedAt)} ms)`);
      } catch (failure) {
        failures++;
        console.log(`  FAILED ${name}: ${(failure as Error).message}`);
      }
    },
  };
  console.log(`${client.name}: ${version}`);
  try {
    await run(bench);
  } catch (failure) {
    failures++;
    console.log(`  FAILED ${(failure as Error).message}`);
  } finally {
    await bucket.close();
    await rm(folder, { recursive: true, force: true });
  }
  for (const line of new Set(refused)) console.log(`  note: ${line}`);
  console.log(`  ${steps} steps, ${failures} failed`);
  return failures;
}
