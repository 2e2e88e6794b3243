import { createPresigner, PresignError } from "@daypass/presign";
import type { HostVariants } from "../aws/profile.ts";
import { speakInFlags } from "../presign/speak.ts";
import type { S3BucketConfig } from "./config.ts";

/** Nobody's: what is asked is whether the place has an address. */
const CREDENTIALS = { accessKeyId: "none", secretAccessKey: "none" };

/**
 * What the signer refuses of the bucket's place, such as FIPS in a region without it, in the words of the command line:
 * at the start, and not when the first person comes.
 */
export function findPlaceProblem(bucket: S3BucketConfig, variants: HostVariants): string | undefined {
  const { name, region, endpointUrl: endpoint, addressing, fips, dualstack } = bucket;
  try {
    createPresigner({ credentials: CREDENTIALS, bucket: name, region, endpoint, addressing, fips, dualstack });
    return undefined;
  } catch (error) {
    if (!(error instanceof PresignError)) throw error;
    // There is no flag for these: who is told of one is told where AWS reads it.
    const sources = { fips: "AWS_USE_FIPS_ENDPOINT", dualstack: "AWS_USE_DUALSTACK_ENDPOINT" };
    for (const variant of ["fips", "dualstack"] as const)
      if (variants[variant] !== undefined) sources[variant] = variants[variant].from;
    // Whoever starts a server names another service by its address alone.
    return speakInFlags(error.message.replace(" or provider", ""), new Map(Object.entries(sources)));
  }
}
