import type { Command } from "commander";
import { below } from "../help.ts";
import type { Io } from "../io.ts";
import { LOG_LEVELS, LOOPBACK, type ServeSettings } from "../serve/config.ts";

const HELP = `
Each option can come by environment too: --data-dir is DAYPASS_DATA_DIR, and so on. DAYPASS_INSTANCE_KEYS (ID:BASE64,…)
takes the place of the file with the instance's keys.

Without --bucket, files are kept on this machine, in a bucket that is started along. With --bucket s3://NAME they go to
a bucket that you have; credentials, region and endpoint are found where the AWS CLI finds them.`;

export function addServeCommand(program: Command, io: Io): void {
  program
    .command("serve")
    .summary("start the server")
    .description(
      "Starts Daypass. Nothing needs to be configured; the first start makes every secret and prints a link to set up your account.",
    )
    .option("--data-dir <folder>", "records, keys and the embedded bucket (default: ~/.daypass)")
    .option("--host <address>", `where app and embedded bucket listen (default: ${LOOPBACK})`)
    .option("--port <port>", "of the app, 0 takes a free one (default: 3000)")
    .option("--bucket-port <port>", "of the embedded bucket (default: 3001)")
    .option("--lan [address]", "be reachable in the local network, at this address of the machine")
    .option("--public-url <url>", "what people type to reach the app, when that differs: https://share.example.com")
    .option("--bucket-public-url <url>", "what browsers use to reach the bucket: https://files.example.com")
    .option("--bucket <s3://name[/prefix]>", "an existing bucket on S3 instead of the embedded one")
    .option("--region <region>", "the region of that bucket")
    .option("--endpoint-url <url>", "an S3-compatible service instead of AWS, as this server reaches it")
    .option("--addressing <style>", "virtual-hosted or path (default: as AWS and the endpoint want it)")
    .option("--signer-profile <name>", "AWS profile that signs what people get")
    .option("--janitor-profile <name>", "AWS profile of the server's own calls (default: the signer's)")
    .option(
      "--trusted-proxy <addresses>",
      "proxies in front, whose X-Forwarded-For says who the client is: 127.0.0.1,10.0.0.0/8",
    )
    .option("--log-level <level>", `${LOG_LEVELS.join(", ")} (default: info)`)
    .option("--json", "the address and the set-up link as one line of JSON")
    .addHelpText("after", below(HELP))
    .action(async ({ json = false, ...flags }: ServeSettings & { json?: boolean }) => {
      const { runServe } = await import("../serve/run.ts");
      await runServe(io, flags, json);
    });
}
