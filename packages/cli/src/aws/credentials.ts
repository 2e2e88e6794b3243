import type { Credentials } from "@daypass/presign";
import { CliError } from "../exit-codes.ts";
import { type Attempt, describeAttempts } from "./explain.ts";
import { type AwsProfile, findRegion } from "./profile.ts";

export interface FoundCredentials {
  readonly credentials: Credentials;
  /** For messages, for example `profile work (sso)`. */
  readonly from: string;
}

export interface CredentialSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly profile: AwsProfile;
  /** Asked for roles that want a second factor. Absent: such a role is refused with a message. */
  readonly askMfaCode?: ((serial: string) => Promise<string>) | undefined;
}

/** Metadata services answer within milliseconds or are not there; without a limit a laptop would wait for a minute. */
const METADATA_TIMEOUT_MILLISECONDS = 1000;

/** One place where credentials may be. `look` returns undefined where nothing is set up, and throws where it is but fails. */
interface Place {
  readonly name: string;
  readonly absent: string;
  look(): Promise<FoundCredentials | undefined>;
}

/**
 * Finds credentials where the AWS CLI finds them and in its order, and stops at the first place that is set up: when
 * that one fails, taking another identity in silence would be worse than the error.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html
 * @throws {CliError} `credentials`, with every place that was looked in and what was found there.
 */
export async function findCredentials(search: CredentialSearch): Promise<FoundCredentials> {
  const { profile } = search;
  if (profile.nameFrom !== "default" && !profile.exists)
    throw new CliError("credentials", describeAttempts([], profile, { missingProfile: true }));
  const attempts: Attempt[] = [];
  for (const place of await listPlaces(search)) {
    try {
      const found = await place.look();
      if (found !== undefined) return checkNotEnded(found);
      attempts.push({ place: place.name, found: place.absent });
    } catch (cause) {
      if (cause instanceof CliError) throw cause;
      const message = cause instanceof Error ? cause.message : String(cause);
      attempts.push({ place: place.name, found: message, failed: true });
      if (place.name !== "instance role")
        throw new CliError("credentials", describeAttempts(attempts, profile, {}), { cause });
    }
  }
  throw new CliError("credentials", describeAttempts(attempts, profile, {}));
}

/**
 * The same search as a source to ask before each signature: keeps what it found until five minutes before the end.
 * @param find for example `() => findCredentials(…)`.
 */
export function createCredentialSource(
  find: () => Promise<FoundCredentials>,
  clock: () => Date = () => new Date(),
): () => Promise<Credentials> {
  const REFRESH_BEFORE_MILLISECONDS = 5 * 60_000;
  let current: Credentials | undefined;
  let pending: Promise<Credentials> | undefined;
  const millisecondsLeft = (): number =>
    current === undefined ? 0 : (current.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - clock().getTime();
  return async () => {
    if (current !== undefined && millisecondsLeft() > REFRESH_BEFORE_MILLISECONDS) return current;
    pending ??= find()
      .then((found) => {
        current = found.credentials;
        return current;
      })
      .finally(() => {
        pending = undefined;
      });
    try {
      return await pending;
    } catch (error) {
      // What is still good is used until its end: a metadata service may be away for a moment.
      if (current !== undefined && millisecondsLeft() > 0) return current;
      throw error;
    }
  };
}

function checkNotEnded(found: FoundCredentials): FoundCredentials {
  const { expiration } = found.credentials;
  if (expiration !== undefined && expiration.getTime() <= Date.now())
    throw new CliError(
      "credentials",
      `The credentials from ${found.from} ended at ${expiration.toISOString()}: get new ones (for example with \`aws sso login\`).`,
    );
  return found;
}

async function listPlaces({ env, profile, askMfaCode }: CredentialSearch): Promise<Place[]> {
  // Loaded here: signing with keys from the environment should not pay for SSO and STS.
  const region = findRegion(undefined, env, profile)?.value;
  const clientConfig = region === undefined ? undefined : { region };
  const environment: Place = {
    name: "environment",
    absent: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set",
    look: async () => readEnvironment(env),
  };
  const webIdentity: Place = {
    name: "web identity",
    absent: "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not set",
    look: async () => {
      if (!env.AWS_WEB_IDENTITY_TOKEN_FILE || !env.AWS_ROLE_ARN) return undefined;
      const { fromTokenFile } = await import("@aws-sdk/credential-providers");
      const credentials = await fromTokenFile({ ...(clientConfig && { clientConfig }) })();
      return { credentials, from: "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)" };
    },
  };
  const method = methodOf(profile);
  const files: Place = {
    name: "profile",
    absent: profile.exists
      ? `"${profile.name}" has no credentials (no key, sso, role_arn or credential_process)`
      : `there is no profile "${profile.name}"`,
    look: async () => {
      if (method === undefined) return undefined;
      const { fromIni } = await import("@aws-sdk/credential-providers");
      const credentials = await fromIni({
        profile: profile.name,
        ...(askMfaCode && { mfaCodeProvider: askMfaCode }),
        ...(clientConfig && { clientConfig }),
      })();
      return { credentials, from: `profile ${profile.name} (${method})` };
    },
  };
  const container: Place = {
    name: "container role",
    absent: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set",
    look: async () => {
      if (!env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI && !env.AWS_CONTAINER_CREDENTIALS_FULL_URI) return undefined;
      const { fromHttp } = await import("@aws-sdk/credential-providers");
      const credentials = await fromHttp({ timeout: METADATA_TIMEOUT_MILLISECONDS, maxRetries: 1 })();
      return { credentials, from: "container role" };
    },
  };
  const isMetadataOff = Boolean(env.AWS_EC2_METADATA_DISABLED) && env.AWS_EC2_METADATA_DISABLED !== "false";
  const instance: Place = {
    name: "instance role",
    absent: "switched off by AWS_EC2_METADATA_DISABLED",
    look: async () => {
      if (isMetadataOff) return undefined;
      const { fromInstanceMetadata } = await import("@aws-sdk/credential-providers");
      const credentials = await fromInstanceMetadata({ timeout: METADATA_TIMEOUT_MILLISECONDS, maxRetries: 0 })();
      return { credentials, from: "instance role" };
    },
  };
  // A role in a profile goes before a web identity in the environment, other profiles after it; a profile that was
  // named on the command line switches the environment off.
  const named = profile.nameFrom === "--profile";
  const fromFilesAndWeb = named ? [files] : method === "role_arn" ? [files, webIdentity] : [webIdentity, files];
  return [...(named ? [] : [environment]), ...fromFilesAndWeb, container, instance];
}

function readEnvironment(env: CredentialSearch["env"]): FoundCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (!accessKeyId || !secretAccessKey)
    throw new Error(
      accessKeyId
        ? "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not: set both or none"
        : "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not: set both or none",
    );
  const expiration = env.AWS_CREDENTIAL_EXPIRATION ? new Date(env.AWS_CREDENTIAL_EXPIRATION) : undefined;
  if (expiration !== undefined && Number.isNaN(expiration.getTime()))
    throw new Error(`AWS_CREDENTIAL_EXPIRATION is no time: "${env.AWS_CREDENTIAL_EXPIRATION}"`);
  return {
    credentials: { accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN || undefined, expiration },
    from: "environment",
  };
}

/** How a profile says that its credentials are found. */
function methodOf({ settings }: AwsProfile): string | undefined {
  for (const method of [
    "role_arn",
    "web_identity_token_file",
    "sso_session",
    "sso_start_url",
    "login_session",
    "aws_access_key_id",
    "credential_process",
  ])
    if (settings[method]) return method;
  return undefined;
}
