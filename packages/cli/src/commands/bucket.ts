import type { Command } from "commander";
import type { ScrubFlags, StatsFlags } from "../bucket/inspect.ts";
import type { BucketFlags } from "../bucket/run.ts";
import { below } from "../help.ts";
import type { Io } from "../io.ts";

const collect = (value: string, list: readonly string[] = []): readonly string[] => [...list, value];

const HELP = `
The keys can come by environment, as DAYPASS_BUCKET_ACCESS_KEY and DAYPASS_BUCKET_SECRET_KEY: a flag is seen by
everybody on the machine, in the list of processes. Without any, new ones are made and printed.

An identities file (mode 0600) has several keys, each with its rights:
  [{"accessKeyId": "reader", "secretAccessKey": "…",
    "policy": [{"actions": ["s3:GetObject"], "bucket": "daypass", "keyPrefix": "in/"}]}]`;

export function addBucketCommand(program: Command, io: Io): void {
  const bucket = program
    .command("bucket")
    // What comes after `scrub` and `stats` is theirs.
    .enablePositionalOptions()
    .summary("start an S3 endpoint on this machine")
    .description("Starts an S3 endpoint on this machine: for development, for tests, and for one small server.")
    .option("--dir <folder>", "where the objects are kept (default: a temporary folder, gone at the end)")
    .option("--host <address>", "where to listen", "127.0.0.1")
    .option("--port <port>", "0 takes a free one", "9000")
    .option("--region <region>", "the region that requests are signed for", "us-east-1")
    .option("--bucket <name>", "a bucket to have, may be repeated (default: daypass)", collect)
    .option("--access-key <id>", "access key id of the one identity, which may do everything")
    .option("--secret-key <secret>", "its secret; better DAYPASS_BUCKET_SECRET_KEY, see below")
    .option("--identities <file>", "several identities with their rights, as JSON; - reads one line from stdin")
    .option(
      "--allowed-origin <origin>",
      "a web origin whose pages may use the bucket, may be repeated (default: all)",
      collect,
    )
    .option(
      "--authority <host:port>",
      "a further Host to answer to, and to BUCKET.host below it, for example of a proxy, may be repeated",
      collect,
    )
    .option(
      "--behind-tls",
      "only a proxy that ends TLS can reach this: what bucket policies ask as aws:SecureTransport",
    )
    .option("--log-requests", "a line for each request, on stderr, without its query or a signature")
    .option("--until-stdin-closes", "end when whoever started this ends")
    .option("--json", "where it listens and its keys as one line of JSON")
    .addHelpText("after", below(HELP))
    .action(async (flags: BucketFlags) => {
      const { runBucket } = await import("../bucket/run.ts");
      await runBucket(io, flags);
    });
  addFolderCommands(bucket, io);
}

/** Both look into the folder of a bucket that is not running, and change nothing. */
function addFolderCommands(bucket: Command, io: Io): void {
  bucket
    .command("scrub")
    .summary("read stored bytes again and find what is damaged")
    .description(
      "Reads stored bytes again and holds them against their checksums. Ends with exit code 1 when something is damaged.",
    )
    .requiredOption("--dir <folder>", "of the bucket, which must not be running")
    .option("--sample <percent>", "read only so many of the objects, chosen at random", "100%")
    .option("--json", "the report as JSON")
    .action(async (flags: ScrubFlags) => {
      const { runScrub } = await import("../bucket/inspect.ts");
      await runScrub(io, flags);
    });
  bucket
    .command("stats")
    .summary("say what is stored")
    .description("Counts buckets, objects, bytes, open uploads, and files that belong to no object.")
    .requiredOption("--dir <folder>", "of the bucket, which must not be running")
    .option("--json", "as JSON")
    .action(async (flags: StatsFlags) => {
      const { runStats } = await import("../bucket/inspect.ts");
      await runStats(io, flags);
    });
}
