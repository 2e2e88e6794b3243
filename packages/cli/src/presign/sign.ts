// A request of the command line, signed by the library.
import {
  createPresigner,
  type ListOptions,
  PresignError,
  type PresignedRequest,
  type Presigner,
  type PresignerOptions,
  type Provider,
} from "@daypass/presign";
import type { FoundCredentials } from "../aws/credentials.ts";
import type { HostVariants, Setting } from "../aws/profile.ts";
import { CliError } from "../exit-codes.ts";
import type { Operation } from "./flag.ts";
import { hasOwnRegions } from "./flag-readers.ts";
import type { PresignRequest } from "./request.ts";
import type { SignedResult } from "./result.ts";
import { speakInFlags } from "./speak.ts";

/** A form must bound its file; without a wish the bound is the most that one upload to S3 can have. */
const ANY_SIZE = { min: 0, max: 5 * 1024 ** 3 };

/** What the environment and the profile say where no flag did. */
export interface Defaults {
  readonly region: Setting | undefined;
  /** Of the profile that `--profile` names, for services whose regions are their own. */
  readonly namedProfileRegion: Setting | undefined;
  readonly endpoint: Setting | undefined;
  readonly addressing: "virtual-hosted" | "path" | undefined;
  /** Asked only where the host is AWS's: what is written wrong there is nothing to other services. */
  readonly findHostVariants: () => HostVariants;
}

/** The presigner's call for each operation; what a call wants and no flag gave, it names itself. */
const CALLS: Readonly<
  Record<Exclude<Operation, "post">, (presigner: Presigner, key: string, call: never) => PresignedRequest>
> = {
  get: (presigner, key, call) => presigner.get(key, call),
  put: (presigner, key, call) => presigner.put(key, call),
  head: (presigner, key, call) => presigner.head(key, call),
  delete: (presigner, key, call) => presigner.delete(key, call),
  list: (presigner, key, call) => presigner.list({ ...(call as ListOptions), ...(key !== "" && { prefix: key }) }),
  "create-multipart-upload": ({ multipart }, key, call) => multipart.create(key, call),
  "upload-part": ({ multipart }, key, call) => multipart.part(key, call),
  "complete-multipart-upload": ({ multipart }, key, call) => multipart.complete(key, call),
  "abort-multipart-upload": ({ multipart }, key, call) => multipart.abort(key, call),
  "list-parts": ({ multipart }, key, call) => multipart.listParts(key, call),
};

/** @throws {CliError} `credentials` or `usage` for what the presigner refuses, in the words of the command line. */
export function signRequest(request: PresignRequest, found: FoundCredentials, defaults: Defaults): SignedResult {
  const { what, bucket, key, expiresInSeconds } = request;
  const { options, assumedRegion, sources } = completeOptions(request, defaults);
  const facts = {
    what,
    bucket,
    key,
    credentialsFrom: found.from,
    assumedRegion,
    isTemporary: found.credentials.sessionToken !== undefined,
  };
  const clock = new Date();
  const speak = (message: string): string =>
    speakInFlags(message, new Map([...sources, ...nameCredentials(found.from)])).replace(
      / must be [^,]*, got undefined$/,
      " must be given",
    );
  try {
    const presigner = createPresigner({
      ...options,
      credentials: found.credentials,
      // `aws s3 presign` signs past the credentials' end, so this signs too, says the true end, and warns.
      onCredentialExpiry: "clamp",
      clock: () => clock,
    });
    const call = { ...request.call, expiresInSeconds };
    if (what !== "post") return { kind: "request", request: CALLS[what](presigner, key, call as never), ...facts };
    const { asPrefix, ...form } = { contentLengthRange: ANY_SIZE, ...call, asPrefix: request.call.asPrefix };
    const target = asPrefix === true ? { keyStartsWith: key } : { key };
    return { kind: "form", form: presigner.post({ ...form, ...target }), ...facts };
  } catch (error) {
    if (isOfCredentials(error)) throw new CliError("credentials", speak(error.message), { cause: error });
    // A refusal for the value that a flag had is for people; any other TypeError is a defect.
    if (error instanceof PresignError) throw new CliError("usage", speak(error.message), { cause: error });
    if (error instanceof TypeError && !/^Cannot |is not (?:a function|iterable|defined)/.test(error.message))
      throw new CliError("usage", speak(error.message), { cause: error });
    throw error;
  }
}

const isOfCredentials = (error: unknown): error is Error =>
  error instanceof PresignError
    ? error.code.startsWith("credentials_")
    : error instanceof TypeError && error.message.startsWith("credentials.");

const VARIABLES = {
  accessKeyId: "AWS_ACCESS_KEY_ID",
  secretAccessKey: "AWS_SECRET_ACCESS_KEY",
  sessionToken: "AWS_SESSION_TOKEN",
  expiration: "AWS_CREDENTIAL_EXPIRATION",
};

/** Members of the credentials → where they were found, to be said in their place. */
const nameCredentials = (from: string): [member: string, place: string][] =>
  Object.entries(VARIABLES).map(([member, variable]) => [
    `credentials.${member}`,
    from === "environment" ? variable : `the ${member} of the credentials from ${from}`,
  ]);

type Mutable<Options> = { -readonly [Name in keyof Options]: Options[Name] };

interface Completed {
  readonly options: Omit<PresignerOptions, "credentials">;
  readonly assumedRegion: string | undefined;
  /** Options that no flag gave → where they are from. */
  readonly sources: ReadonlyMap<string, string>;
}

/** The AWS CLI's habits: a region by default, and none where an ARN or a provider says it. */
function completeOptions({ bucket, presigner }: PresignRequest, defaults: Defaults): Completed {
  const isArn = bucket.startsWith("arn:");
  const { provider, ...asked } = presigner as Partial<PresignerOptions>;
  const isForeign = provider !== undefined && provider.endpoint !== "aws";
  const sources = new Map<string, string>();
  const region = isArn ? undefined : chooseRegion(provider, defaults);
  if (region !== undefined && asked.region === undefined) sources.set("region", nameSetting("region", region));
  const options: Mutable<Omit<PresignerOptions, "credentials">> = {
    bucket,
    ...(provider && { provider }),
    region: region?.value,
    ...asked,
  };
  // What AWS's own settings say of AWS is not meant for another service.
  if (options.endpoint === undefined && defaults.endpoint && !(isForeign && provider.endpoint !== "given")) {
    options.endpoint = defaults.endpoint.value;
    sources.set("endpoint", `the endpoint of ${defaults.endpoint.from}`);
  }
  if (options.endpoint === undefined && !isForeign)
    for (const [name, { value, from }] of Object.entries(chooseVariants(defaults.findHostVariants(), asked))) {
      options[name as keyof HostVariants] = value;
      sources.set(name, from);
    }
  if (!isArn && !isForeign && !options.accelerate) options.addressing ??= defaults.addressing;
  // An ordinary session token must never travel as one of S3 Express, so sessions are asked for by name.
  if (options.endpoint === undefined && !isForeign && /--xa?-s3$/.test(bucket)) options.directoryBucketAuth ??= "iam";
  if (options.region !== undefined || isArn || isForeign) return { options, assumedRegion: undefined, sources };
  return { options: { ...options, region: "us-east-1" }, assumedRegion: "us-east-1", sources };
}

/** `AWS_REGION`, `the region of profile work`. A flag speaks for itself. */
const nameSetting = (name: string, { from }: Setting): string =>
  /^(?:--|[A-Z])/.test(from) ? from : `the ${name} of ${from}`;

function chooseRegion(provider: Provider | undefined, { region, namedProfileRegion }: Defaults): Setting | undefined {
  if (!hasOwnRegions(provider)) return region;
  return provider?.onlyRegion === undefined ? namedProfileRegion : undefined;
}

/** Flags go before what is set up: with one of them, acceleration is no more than a wish. */
function chooseVariants(variants: HostVariants, asked: Partial<PresignerOptions>): HostVariants {
  const { accelerate, ...others } = variants;
  const isAgainst = asked.fips === true || asked.addressing === "path";
  const wanted = { ...others, ...(accelerate && !isAgainst && { accelerate }) };
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, { value }]) => value && asked[name as keyof HostVariants] === undefined),
  );
}
