import { createPresigner } from "@daypass/presign";
import type { Command } from "commander";
import { askForPresign } from "../ask/presign-questions.ts";
import { type FoundCredentials, findCredentials } from "../aws/credentials.ts";
import { type AwsProfile, findAddressing, findEndpointUrl, findRegion, readAwsProfile } from "../aws/profile.ts";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { curlLine } from "../presign/curl.ts";
import { checkPresignFlags, type PresignFlags, type PresignRequest } from "../presign/request.ts";
import { printPresigned, type SignedResult, warnAbout } from "../presign/result.ts";

const EXAMPLES = `
Examples:
  daypass presign s3://reports/january.pdf                      a download, for an hour, like \`aws s3 presign\`
  daypass presign put s3://reports/in/a.pdf --content-type application/pdf --create-only
  daypass presign post s3://reports/in/a.pdf --content-length-range 0-10485760
  daypass presign s3://arn:aws:s3::111122223333:accesspoint/ALIAS.mrap/a.pdf    through a multi-Region access point
  daypass presign post s3://reports/in/ --as-prefix --html > upload.html
  daypass presign                                               asks what it needs, in a terminal

Credentials, region and endpoint are found where the AWS CLI finds them. Nothing is sent anywhere: signing is arithmetic.`;

/** A form must bound its file; without a wish the bound is the most that one upload to S3 can have. */
const ANY_SIZE = { min: 0, max: 5 * 1024 ** 3 };

export function addPresignCommand(program: Command, io: Io): void {
  program
    .command("presign")
    .summary("make a presigned URL")
    .description(
      "Makes a presigned URL (or, with post, a form): it lets whoever has it do exactly this, until it ends.",
    )
    .argument("[what]", "get (default), put, post, head or delete")
    .argument("[uri]", "the object, s3://BUCKET/KEY")
    .option("--expires-in <seconds>", "how long the URL works, 1 to 604800 (default: 3600)")
    .option("--region <region>", "the bucket's region")
    .option("--profile <name>", "profile of ~/.aws/config and ~/.aws/credentials")
    .option("--endpoint-url <url>", "an S3-compatible service instead of AWS")
    .option("--addressing <style>", "virtual-hosted or path (default: as AWS and the endpoint want it)")
    .option("--content-type <type>", "put, post: the sender must send this type")
    .option("--content-length <bytes>", "put: the sender must send exactly so many bytes")
    .option("--content-length-range <min-max>", "post: the file must be so large, in bytes")
    .option("--create-only", "put: never replace an object that is there (If-None-Match: *)")
    .option("--download-as <name>", "get, head: the name under which browsers save the file")
    .option("--stable-for <seconds>", "get, head: the same URL for so long, for caches; its life is longer by as much")
    .option("--content-type-starts-with <beginning>", "post: the sender names a type that begins so, like image/")
    .option("--as-prefix", "post: the key begins with KEY, the file's own name follows")
    .option("--html", "post: a page with the form, to save and open; it needs no script")
    .option("--curl", "a command line with curl that uses it")
    .option("--json", "everything as JSON: method, url, headers to send, end, warnings")
    .addHelpText("after", EXAMPLES)
    .action(async (what: string | undefined, uri: string | undefined, flags: PresignFlags) => {
      if (what === undefined) {
        if (!io.isInteractive)
          throw new CliError("usage", "Say which object: daypass presign s3://BUCKET/KEY (in a terminal, it asks).");
        return runInteractive(io, flags);
      }
      const request = checkPresignFlags(what, uri, flags);
      const profile = await readAwsProfile(io.env, flags.profile);
      const result = await signRequest(io, request, profile, flags);
      for (const warning of warnAbout(result)) io.err(warning);
      printPresigned(io, result, flags);
    });
}

async function runInteractive(io: Io, flags: PresignFlags): Promise<void> {
  const profile = await readAwsProfile(io.env, flags.profile);
  // Looked for first: it would be unkind to ask five questions and then to find no key.
  const found = await findCredentials({ env: io.env, profile });
  const request = await askForPresign(io, {
    flags,
    from: found.from,
    region: findRegion(flags.region, io.env, profile),
    endpointUrl: findEndpointUrl(flags.endpointUrl, io.env, profile)?.value,
  });
  const result = await signRequest(io, request, profile, flags, found);
  io.err("");
  for (const warning of warnAbout(result)) io.err(warning);
  printPresigned(io, result, flags);
  if (!flags.json && !flags.curl) io.err(`\nTry it:\n${curlLine(result)}`);
}

async function signRequest(
  io: Io,
  request: PresignRequest,
  profile: AwsProfile,
  flags: PresignFlags,
  known?: FoundCredentials,
): Promise<SignedResult> {
  const found = known ?? (await findCredentials({ env: io.env, profile }));
  const isArn = request.bucket.startsWith("arn:");
  // An ARN says its region itself, and that of a multi-Region access point has none; as in the AWS CLI, the profile's is left out.
  const region = request.region ?? flags.region ?? (isArn ? undefined : findRegion(undefined, io.env, profile)?.value);
  const endpoint = request.endpointUrl ?? findEndpointUrl(flags.endpointUrl, io.env, profile)?.value;
  const clock = new Date();
  const presigner = createPresigner({
    credentials: found.credentials,
    // `aws s3 presign` signs past the credentials' end, so this signs too, says the true end, and warns.
    onCredentialExpiry: "clamp",
    region: region ?? (isArn ? undefined : "us-east-1"),
    bucket: request.bucket,
    endpoint,
    addressing: flags.addressing ?? (isArn ? undefined : findAddressing(profile)),
    clock: () => clock,
  });
  const { key, expiresInSeconds } = request;
  const facts = {
    bucket: request.bucket,
    key,
    credentialsFrom: found.from,
    assumedRegion: region === undefined && !isArn ? "us-east-1" : undefined,
    isTemporary: found.credentials.sessionToken !== undefined,
  };
  if (request.what === "post") {
    const { contentType, contentTypeStartsWith, contentLengthRange = ANY_SIZE } = request;
    const target = request.asPrefix ? { keyStartsWith: key } : { key };
    const form = presigner.post({
      ...target,
      expiresInSeconds,
      contentLengthRange,
      contentType,
      contentTypeStartsWith,
    });
    return { kind: "form", form, ...facts };
  }
  const { contentType, contentLength, createOnly, downloadAs, stableForSeconds } = request;
  const signed =
    request.what === "put"
      ? presigner.put(key, { expiresInSeconds, contentType, contentLength, createOnly })
      : request.what === "delete"
        ? presigner.delete(key, { expiresInSeconds })
        : presigner[request.what](key, { expiresInSeconds, downloadAs, stableForSeconds });
  return { kind: "request", request: signed, ...facts };
}
