import { isCancel, log, select, text } from "@clack/prompts";
import type { Provider } from "@daypass/presign";
import type { Setting } from "../aws/profile.ts";
import type { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { Operation } from "../presign/flag.ts";
import { hasOwnRegions, providerNamed } from "../presign/flag-readers.ts";
import {
  DEFAULT_EXPIRES_IN_SECONDS,
  MAX_EXPIRES_IN_SECONDS,
  type PresignFlags,
  type PresignRequest,
  readExpiresIn,
  readFlags,
} from "../presign/request.ts";
import { checkBucketName } from "../s3-uri.ts";
import { parseDuration } from "./duration.ts";
import { stopAsking } from "./stop.ts";

/** What is known before the first question, and so is not asked. */
export interface KnownFacts {
  readonly flags: PresignFlags;
  readonly region: Setting | undefined;
  /** Of the profile that `--profile` names, for services whose regions are their own. */
  readonly namedProfileRegion: Setting | undefined;
  /** Why the signer would refuse this, in the words of the command line. */
  readonly whyNot: (request: PresignRequest) => CliError | undefined;
}

/** What is wrong with the answer to one question, so that it is asked again. */
type Judge = (change: Partial<PresignRequest>) => string | undefined;

/** Judges answers to what is asked after `before`. What was wrong then, and what is only missing yet, is not their fault. */
function judgeAfter(before: PresignRequest, { whyNot }: KnownFacts): Judge {
  const faultBefore = whyNot(before)?.message;
  return (change) => {
    const fault = whyNot({ ...before, ...change })?.message;
    return fault === undefined || fault === faultBefore || /must be given$|got undefined/.test(fault)
      ? undefined
      : fault;
  };
}

const DEEDS: { value: Operation; label: string; hint: string }[] = [
  { value: "get", label: "Download the object", hint: "GET" },
  { value: "put", label: "Upload the object", hint: "PUT" },
  { value: "post", label: "Upload it from an HTML form", hint: "POST" },
  { value: "head", label: "See its size and type", hint: "HEAD" },
  { value: "delete", label: "Delete it", hint: "DELETE" },
];

/** The presigned URL generator, once it is known where the bucket is: asks on stderr, so that stdout stays the URL alone. */
export async function askForPresign(io: Io, known: KnownFacts): Promise<PresignRequest> {
  const on = { input: io.stdin, output: io.stderr };
  const provider = providerNamed(known.flags.provider);
  const what = answered(
    io,
    await select<Operation>({
      ...on,
      message: "What may the holder of the URL do?",
      // What the service lacks is not offered.
      options: DEEDS.filter(({ value }) => value !== "post" || provider?.lacks.post === undefined),
    }),
  );
  const { presigner, call } = readFlags(what, known.flags, io.env);
  const request: PresignRequest = {
    what,
    bucket: "reports",
    key: "a",
    expiresInSeconds: known.flags.expiresIn === undefined ? DEFAULT_EXPIRES_IN_SECONDS : readExpiresIn(known.flags),
    presigner,
    call,
  };
  const fault = known.whyNot(request);
  if (fault?.failure === "credentials") throw fault;
  const judge = judgeAfter(request, known);
  const bucket = answered(
    io,
    await text({
      ...on,
      message: "Bucket",
      placeholder: "reports",
      validate: (value) => checkBucketName(value?.trim() ?? "") ?? judge({ bucket: value?.trim() ?? "" }),
    }),
  ).trim();
  const key = answered(
    io,
    await text({
      ...on,
      message: "Key (the object's full name in the bucket)",
      placeholder: "2030/january.pdf",
      validate: (value) => (value ? judge({ key: value }) : "the key is missing"),
    }),
  );
  const expiresInSeconds =
    known.flags.expiresIn === undefined ? await askHowLong(io, provider) : request.expiresInSeconds;
  const named = { ...request, bucket, key, expiresInSeconds };
  const placed = { ...named, presigner: { ...presigner, ...(await askWhere(io, known, named)) } };
  const judgeDetail = judgeAfter(placed, known);
  const details = await askDetails(io, what, provider, (detail) => judgeDetail({ call: { ...detail, ...call } }));
  return { ...placed, call: { ...details, ...call } };
}

/** Region and account, unless something has said them or the provider has only one. */
async function askWhere(
  io: Io,
  { flags, ...known }: KnownFacts,
  request: PresignRequest,
): Promise<{ region?: string; accountId?: string }> {
  const provider = providerNamed(flags.provider);
  const judge = judgeAfter(request, { flags, ...known });
  const hasAccount = flags.account !== undefined || flags.endpointUrl !== undefined;
  const account =
    provider?.endpoint.includes("{accountId}") && !hasAccount
      ? {
          accountId: await askAccount(io, provider.name, (accountId) =>
            judge({ presigner: { ...request.presigner, accountId } }),
          ),
        }
      : {};
  if (provider?.onlyRegion !== undefined) return account;
  // What AWS's settings say is a region of AWS, but for a profile that was named.
  const hasOwn = hasOwnRegions(provider);
  const region = hasOwn && flags.region === undefined ? known.namedProfileRegion : known.region;
  if (region === undefined)
    return {
      ...account,
      region: await askRegion(io, hasOwn ? undefined : "us-east-1", (region) =>
        judge({ presigner: { ...request.presigner, ...account, region } }),
      ),
    };
  log.info(`Region ${region.value} (${region.from})`, { input: io.stdin, output: io.stderr });
  return { ...account, region: region.value };
}

async function askAccount(io: Io, provider: string, judge: (accountId: string) => string | undefined): Promise<string> {
  return answered(
    io,
    await text({
      input: io.stdin,
      output: io.stderr,
      message: `Your account id at ${provider}`,
      validate: (value) => (value?.trim() ? judge(value.trim()) : "the account is missing"),
    }),
  ).trim();
}

async function askHowLong(io: Io, provider: Provider | undefined): Promise<number> {
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
        return typeof parsed === "string" ? parsed : undefined;
      },
    }),
  );
  const parsed = parseDuration(answer, max);
  return typeof parsed === "number" ? parsed : DEFAULT_EXPIRES_IN_SECONDS;
}

async function askRegion(
  io: Io,
  usual: string | undefined,
  judge: (region: string) => string | undefined,
): Promise<string> {
  return answered(
    io,
    await text({
      input: io.stdin,
      output: io.stderr,
      message: `The bucket's region${usual === undefined ? "" : ` (empty: ${usual})`}`,
      ...(usual !== undefined && { placeholder: usual, defaultValue: usual }),
      validate: (value) =>
        !value && usual === undefined
          ? "the region is missing"
          : /^[a-z0-9-]*$/.test(value ?? "")
            ? value
              ? judge(value)
              : undefined
            : "write it like eu-central-1",
    }),
  ).trim();
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

function answered<Answer>(io: Io, answer: Answer): Exclude<Answer, symbol> {
  if (isCancel(answer)) throw stopAsking(io);
  return answer as Exclude<Answer, symbol>;
}
