import { join } from "node:path";
import { type Bench, type Client, type FoundClient, findPrograms, readVersion, runProgram } from "./client.ts";

const SCRIPT = join(import.meta.dirname, "boto3_smoke.py");

async function run(python: string, bench: Bench): Promise<void> {
  const { bucket, newBucket, folder } = bench;
  const { stdout } = await runProgram(python, [SCRIPT, bucket.endpoint, bucket.region, newBucket, folder], bench);
  for (const line of stdout.trim().split("\n")) {
    const [outcome, name, message] = line.split("\t");
    await bench.step(name!, async () => {
      if (outcome !== "ok") throw new Error(message);
    });
  }
}

export const boto3: Client = {
  name: "boto3",
  install: "apt-get install python3-boto3",
  // In us-east-1 it presigns with signature version 2 by default.
  region: "eu-central-1",
  async find() {
    const found: FoundClient[] = [];
    for (const python of findPrograms("python3")) {
      const version = await readVersion(python, ["-c", "import boto3; print(boto3.__version__)"]);
      if (version !== undefined) found.push({ version, run: (bench) => run(python, bench) });
    }
    return found;
  },
};
