// A bucket in a process of its own, for trials that watch a process from outside. Its folder is the first argument. It tells
// where it is on stdout, every accident on stderr, and ends with its standard input.
import { startBucket } from "../../packages/bucket/src/index.ts";

// A server of ours must never come here, so it is told apart from Node's own words.
process.on("unhandledRejection", (reason) => console.error(`UNHANDLED ${reason}`));
process.on("uncaughtException", (failure) => console.error(`UNHANDLED ${failure.stack}`));

const bucket = await startBucket({
  dir: process.argv[2]!,
  onRequest: ({ error }) => {
    if (error) console.error(`FAILURE ${error.stack}`);
  },
});
console.log(JSON.stringify({ endpoint: bucket.endpoint, region: bucket.region, credentials: bucket.credentials }));
process.stdin.resume().on("end", () => bucket.close());
