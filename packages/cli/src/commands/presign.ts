import { intro } from "@clack/prompts";
import { type Command, Option } from "commander";
import { note } from "../ask/note.ts";
import { askForPlace } from "../ask/place-questions.ts";
import { askForPresign, sampleRequest } from "../ask/presign-questions.ts";
import { standInFor } from "../ask/whereabouts.ts";
import { findCredentials } from "../aws/credentials.ts";
import {
  type AwsProfile,
  findAddressing,
  findEndpointUrl,
  findHostVariants,
  findRegion,
  findRegionOfNamedProfile,
  readAwsProfile,
} from "../aws/profile.ts";
import { CliError } from "../exit-codes.ts";
import { tell } from "../fold.ts";
import { below } from "../help.ts";
import type { Io } from "../io.ts";
import { curlLine } from "../presign/curl.ts";
import { helpOf, OPERATIONS, type PresignFlag } from "../presign/flag.ts";
import { REPEATED } from "../presign/flag-readers.ts";
import { FLAG_GROUPS } from "../presign/flags.ts";
import { checkPresignFlags, type PresignFlags, type PresignRequest, readPlaceFlags } from "../presign/request.ts";
import { printPresigned, warnAbout } from "../presign/result.ts";
import { type Defaults, signRequest } from "../presign/sign.ts";

const EXAMPLES = `
Examples:
  daypass presign s3://reports/january.pdf                      a download, for an hour, like \`aws s3 presign\`
  daypass presign put s3://reports/in/a.pdf --content-type application/pdf --create-only
  daypass presign post s3://reports/in/a.pdf --content-length-range 0-10485760
  daypass presign put s3://photos/a.jpg --provider r2 --account 1a2b3c --content-length 5
  daypass presign s3://arn:aws:s3::111122223333:accesspoint/ALIAS.mrap/a.pdf    through a multi-Region access point
  daypass presign post s3://reports/in/ --as-prefix --html > upload.html
  daypass presign                                               asks what it needs, in a terminal

Credentials, region and endpoint are found where the AWS CLI finds them. Nothing is sent anywhere: signing is arithmetic.`;

export function addPresignCommand(program: Command, io: Io): void {
  const command = program
    .command("presign")
    .summary("make a presigned URL")
    .description(
      "Makes a presigned URL (or, with post, a form): it lets whoever has it do exactly this, until it ends.",
    )
    .argument("[what]", `${OPERATIONS.join(", ")} (default: get)`)
    .argument("[uri]", "the object, s3://BUCKET/KEY; to list, s3://BUCKET/PREFIX");
  for (const [heading, flags] of Object.entries(FLAG_GROUPS))
    for (const flag of flags) command.addOption(optionOf(flag).helpGroup(`${heading}:`));
  command
    .addHelpText("after", below(EXAMPLES))
    .action(async (what: string | undefined, uri: string | undefined, flags: PresignFlags) => {
      if (what === undefined) {
        if (!io.isInteractive)
          throw new CliError("usage", "Say which object: daypass presign s3://BUCKET/KEY (in a terminal, it asks).");
        return runInteractive(io, flags);
      }
      const request = checkPresignFlags(what, uri, flags, io.env);
      const profile = await readAwsProfile(io.env, flags.profile);
      const found = await findCredentials({ env: io.env, profile });
      const result = signRequest(request, found, readDefaults(io, flags, profile));
      for (const warning of warnAbout(result)) tell(io, warning);
      printPresigned(io, result, flags);
    });
}

function optionOf(flag: PresignFlag): Option {
  const option = new Option(flag.spec, helpOf(flag));
  if (flag.call === undefined || !Object.hasOwn(REPEATED, flag.call)) return option;
  return option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
}

async function runInteractive(io: Io, flags: PresignFlags): Promise<void> {
  // What is wrong already is told first: it would be unkind to ask five questions and then to find no key.
  readPlaceFlags(flags, io.env);
  const profile = await readAwsProfile(io.env, flags.profile);
  const found = await findCredentials({ env: io.env, profile });
  const anywhere = sampleRequest({ endpoint: "http://localhost", region: "us-east-1" });
  const unfit = findFault(anywhere, found, readDefaults(io, flags, profile));
  if (unfit?.failure === "credentials") throw unfit;
  intro("A presigned URL", { input: io.stdin, output: io.stderr });
  note(io, `Signing with credentials from ${found.from}. Nothing is sent anywhere.`);
  const known = {
    region: findRegion(flags.region, io.env, profile),
    namedProfileRegion: findRegionOfNamedProfile(profile),
  };
  const place = await askForPlace(io, flags, findEndpointUrl(undefined, io.env, profile), (placed) => {
    const options = { ...readPlaceFlags(placed, io.env), ...standInFor(placed, known) };
    const fault = findFault(sampleRequest(options), found, readDefaults(io, placed, profile))?.message;
    return fault?.startsWith("--endpoint-url") ? fault : undefined;
  });
  const defaults = { ...readDefaults(io, place.flags, profile), endpoint: place.endpoint };
  const whyNot = (request: PresignRequest) => findFault(request, found, defaults);
  const request = await askForPresign(io, { flags: place.flags, ...known, whyNot });
  const result = signRequest(request, found, defaults);
  io.err("");
  for (const warning of warnAbout(result)) tell(io, warning);
  printPresigned(io, result, flags);
  // The command line would have a key of SSE-C in it.
  if (!flags.json && !flags.curl && request.call.customerKey === undefined) io.err(`\nTry it:\n${curlLine(result)}`);
}

/** Why the signer refuses this, in the words of the command line. */
function findFault(...request: Parameters<typeof signRequest>): CliError | undefined {
  try {
    signRequest(...request);
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

function readDefaults(io: Io, flags: PresignFlags, profile: AwsProfile): Defaults {
  return {
    region: findRegion(flags.region, io.env, profile),
    namedProfileRegion: findRegionOfNamedProfile(profile),
    endpoint: findEndpointUrl(flags.endpointUrl, io.env, profile),
    addressing: findAddressing(profile),
    findHostVariants: () => findHostVariants(io.env, profile),
  };
}
