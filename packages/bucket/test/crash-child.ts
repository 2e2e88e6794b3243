// A bucket in a process of its own, to be killed. Says where it listens on its first line.
import { startBucket } from "../src/index.ts";
import { CRASH_IDENTITY } from "./crash-harness.ts";

const { endpoint } = await startBucket({ dir: process.argv[2]!, identities: [CRASH_IDENTITY] });
process.stdout.write(`${endpoint}\n`);
