import type { BucketConnection, CredentialSource } from "@daypass/server";
import { createCredentialSource, findCredentials } from "../aws/credentials.ts";
import { readAwsProfile } from "../aws/profile.ts";
import { CliError } from "../exit-codes.ts";
import type { BucketKeys } from "../secrets.ts";
import type { S3BucketConfig } from "./config.ts";

export const EMBEDDED_BUCKET = { name: "daypass", region: "us-east-1", keyPrefix: "" } as const;

/** A connection without what signs: what may be written down and shown. */
export type ConnectionFacts = Omit<BucketConnection, "signer" | "janitor">;

/** The server speaks S3 to its own child as it does to any other bucket. */
export function embeddedConnection(
  keys: BucketKeys,
  addresses: { endpoint: string; publicEndpoint: string },
): BucketConnection {
  return {
    kind: "embedded",
    ...EMBEDDED_BUCKET,
    ...addresses,
    addressing: "path",
    signer: async () => keys.signer,
    janitor: async () => keys.janitor,
    // The embedded signer is create-only for forms too.
    postForms: true,
  };
}

/**
 * A bucket that exists, with credentials that are looked for now, so that a start without them fails and says so.
 * @throws {CliError} `credentials`, naming whose are missing.
 */
export async function s3Connection(
  config: S3BucketConfig,
  env: Readonly<Record<string, string | undefined>>,
): Promise<BucketConnection> {
  const sourceOf = (profile: string | undefined): CredentialSource =>
    createCredentialSource(async () => findCredentials({ env, profile: await readAwsProfile(env, profile) }));
  const signer = sourceOf(config.signerProfile);
  const janitor = config.janitorProfile === config.signerProfile ? signer : sourceOf(config.janitorProfile);
  await requireCredentials("signer", signer);
  await requireCredentials("janitor", janitor);
  return {
    kind: "s3",
    name: config.name,
    region: config.region,
    keyPrefix: config.keyPrefix,
    endpoint: config.endpointUrl,
    publicEndpoint: config.publicUrl,
    addressing: config.addressing,
    fips: config.fips,
    dualstack: config.dualstack,
    signer,
    janitor,
    // Whether a form can replace an object differs from service to service, so only PUT is offered.
    postForms: false,
  };
}

async function requireCredentials(who: string, source: CredentialSource): Promise<void> {
  try {
    await source();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError("credentials", `The bucket's ${who} has no credentials. ${error.message}`, { cause: error });
  }
}

export function describeConnection({ signer: _, janitor: __, ...facts }: BucketConnection): ConnectionFacts {
  return facts;
}
