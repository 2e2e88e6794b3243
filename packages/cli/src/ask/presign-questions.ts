import { select, text } from "@clack/prompts";
import type { Provider } from "@daypass/presign";
import type { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { Operation } from "../presign/flag.ts";
import { providerNamed } from "../presign/flag-readers.ts";
import {
  DEFAULT_EXPIRES_IN_SECONDS,
  MAX_EXPIRES_IN_SECONDS,
  type PresignFlags,
  type PresignRequest,
  readExpiresIn,
  readFlags,
  readPlaceFlags,
} from "../presign/request.ts";
import { checkBucketName } from "../s3-uri.ts";
import { parseDuration } from "./duration.ts";
import { answered } from "./stop.ts";
import { askWhereabouts, type KnownRegions, standInFor } from "./whereabouts.ts";

/** What is known before the first question, and so is not asked. */
export interface KnownFacts extends KnownRegions {
  readonly flags: PresignFlags;
  /** Why the signer would refuse this, in the words of the command line. */
  readonly whyNot: (request: PresignRequest) => CliError | undefined;
}

const DEEDS: { value: Operation; label: string; hint: string }[] = [
  { value: "get", label: "Download the object", hint: "GET" },
  { value: "put", label: "Upload the object", hint: "PUT" },
  { value: "post", label: "Upload it from an HTML form", hint: "POST" },
  { value: "head", label: "See its size and type", hint: "HEAD" },
  { value: "delete", label: "Delete it", hint: "DELETE" },
];

/** What nobody has said yet is good for now, so that a fault is always of what was just said. */
export const sampleRequest = (presigner: PresignRequest["presigner"]): PresignRequest => ({
  what: "get",
  bucket: presigner.directoryBucketAuth === undefined ? "reports" : "reports--use1-az4--x-s3",
  key: "a",
  expiresInSeconds: DEFAULT_EXPIRES_IN_SECONDS,
  presigner,
  call: {},
});

/**
 * The presigned URL generator, once it is known where the bucket is: asks on stderr, so that stdout stays the URL alone.
 * @throws {CliError} for what no answer could mend, before anything is asked that would be in vain
 */
export async function askForPresign(io: Io, known: KnownFacts): Promise<PresignRequest> {
  const on = { input: io.stdin, output: io.stderr };
  const { flags } = known;
  const provider = providerNamed(flags.provider);
  const options = { ...readPlaceFlags(flags, io.env), ...standInFor(flags, known) };
  const sample = { ...sampleRequest(options), expiresInSeconds: readExpiresIn(flags) };
  refuse(known.whyNot(sample));
  const what = answered(
    io,
    await select<Operation>({
      ...on,
      message: "What may the holder of the URL do?",
      // What the service lacks is not offered.
      options: DEEDS.filter(({ value }) => value !== "post" || provider?.lacks.post === undefined),
    }),
  );
  const { presigner, call } = readFlags(what, flags, io.env);
  const ofFlags: PresignRequest = { ...sample, what, call };
  refuse(known.whyNot(ofFlags));
  const judge = (request: PresignRequest): string | undefined => known.whyNot(request)?.message;
  const bucket = answered(
    io,
    await text({
      ...on,
      message: "Bucket",
      placeholder: "reports",
      validate: (value) => checkBucketName(value?.trim() ?? "") ?? judge({ ...ofFlags, bucket: value?.trim() ?? "" }),
    }),
  ).trim();
  const key = answered(
    io,
    await text({
      ...on,
      message: "Key (the object's full name in the bucket)",
      placeholder: "2030/january.pdf",
      validate: (value) => (value ? judge({ ...ofFlags, bucket, key: value }) : "the key is missing"),
    }),
  );
  const named = { ...ofFlags, bucket, key };
  const expiresInSeconds =
    flags.expiresIn === undefined
      ? await askHowLong(io, provider, (expiresInSeconds) => judge({ ...named, expiresInSeconds }))
      : named.expiresInSeconds;
  const lasting = { ...named, expiresInSeconds };
  const where = await askWhereabouts(io, flags, known, (answer) =>
    judge({ ...lasting, presigner: { ...lasting.presigner, ...answer } }),
  );
  const placed = { ...lasting, presigner: { ...presigner, ...where } };
  const details = await askDetails(io, what, provider, (detail) => judge({ ...placed, call: { ...detail, ...call } }));
  return { ...placed, call: { ...details, ...call } };
}

function refuse(fault: CliError | undefined): void {
  if (fault !== undefined) throw fault;
}

async function askHowLong(
  io: Io,
  provider: Provider | undefined,
  judge: (expiresInSeconds: number) => string | undefined,
): Promise<number> {
  const max = provider?.maxExpiresInSeconds ?? MAX_EXPIRES_IN_SECONDS;
  const answer = answered(
    io,
    await text({
      input: io.stdin,
      output: io.stderr,
      message: `For how long? (like 15m, 1h, 2d; at most ${max / 86_400}d; empty: 1h)`,
      placeholder: "1h",
      defaultValue: "1h",
      validate: (value) => {
        const parsed = parseDuration(value || "1h", max);
        return typeof parsed === "string" ? parsed : judge(parsed);
      },
    }),
  );
  const parsed = parseDuration(answer, max);
  return typeof parsed === "number" ? parsed : DEFAULT_EXPIRES_IN_SECONDS;
}

/** What only some operations have. */
async function askDetails(
  io: Io,
  what: Operation,
  provider: Provider | undefined,
  judge: (detail: PresignRequest["call"]) => string | undefined,
): Promise<PresignRequest["call"]> {
  const on = { input: io.stdin, output: io.stderr };
  if (what === "get") {
    const name = answered(
      io,
      await text({
        ...on,
        message: "Save it under the name (empty: as the key says)",
        defaultValue: "",
        validate: (downloadAs) => (downloadAs ? judge({ downloadAs }) : undefined),
      }),
    );
    return name === "" ? {} : { downloadAs: name };
  }
  if (what !== "put") return {};
  const contentType = answered(
    io,
    await text({
      ...on,
      message: "Content type that must be sent (empty: any)",
      defaultValue: "",
      validate: (contentType) => (contentType ? judge({ contentType }) : undefined),
    }),
  );
  if (provider?.lacks.createOnly !== undefined) return { contentType: contentType || undefined };
  const createOnly = answered(
    io,
    await select({
      ...on,
      message: "If there is an object with this key already?",
      options: [
        { value: true, label: "Refuse the upload", hint: "If-None-Match: *" },
        { value: false, label: "Replace it" },
      ],
    }),
  );
  return { createOnly: createOnly || undefined, contentType: contentType || undefined };
}
