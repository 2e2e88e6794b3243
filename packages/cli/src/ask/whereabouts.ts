// What a host needs beside the bucket: its region and the account. What something has said is not asked.
import { text } from "@clack/prompts";
import type { Setting } from "../aws/profile.ts";
import type { Io } from "../io.ts";
import { hasOwnRegions, providerNamed } from "../presign/flag-readers.ts";
import type { PresignFlags } from "../presign/request.ts";
import { note } from "./note.ts";
import { answered } from "./stop.ts";

export interface KnownRegions {
  readonly region: Setting | undefined;
  /** Of the profile that `--profile` names, for services whose regions are their own. */
  readonly namedProfileRegion: Setting | undefined;
}

/** Options of the presigner that a person has to say. */
export type Whereabouts = Readonly<{ accountId?: string; region?: string }>;

/**
 * Good values for what will be asked, nothing for what is known: with them, what is asked before can be judged by itself. The
 * signer looks at the place first, and would say of every key that the region is missing.
 */
export function standInFor(flags: PresignFlags, known: KnownRegions): Whereabouts {
  return {
    ...(needsAccount(flags) && { accountId: "1a2b3c" }),
    ...(needsRegion(flags, known) && { region: "us-east-1" }),
  };
}

/** @param judge why the signer refuses an answer, everything else being good */
export async function askWhereabouts(
  io: Io,
  flags: PresignFlags,
  known: KnownRegions,
  judge: (answer: Whereabouts) => string | undefined,
): Promise<Whereabouts> {
  const provider = providerNamed(flags.provider);
  const account = needsAccount(flags)
    ? { accountId: await askAccount(io, provider!.name, (accountId) => judge({ accountId })) }
    : {};
  if (!needsRegion(flags, known)) {
    const region = regionOf(flags, known);
    if (region !== undefined) note(io, `Region ${region.value} (${region.from})`);
    return account;
  }
  const usual = hasOwnRegions(provider) ? undefined : "us-east-1";
  return { ...account, region: await askRegion(io, usual, (region) => judge({ ...account, region })) };
}

const needsAccount = ({ provider, account, endpointUrl }: PresignFlags): boolean =>
  providerNamed(provider)?.endpoint.includes("{accountId}") === true &&
  account === undefined &&
  endpointUrl === undefined;

const needsRegion = (flags: PresignFlags, known: KnownRegions): boolean =>
  providerNamed(flags.provider)?.onlyRegion === undefined && regionOf(flags, known) === undefined;

/** What AWS's settings say is a region of AWS, but for a profile that was named. */
function regionOf(flags: PresignFlags, { region, namedProfileRegion }: KnownRegions): Setting | undefined {
  const provider = providerNamed(flags.provider);
  if (provider?.onlyRegion !== undefined) return undefined;
  return hasOwnRegions(provider) && flags.region === undefined ? namedProfileRegion : region;
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
      validate: (value) => {
        const region = value?.trim() || usual;
        if (region === undefined) return "the region is missing";
        return /^[a-z0-9-]+$/.test(region) ? judge(region) : "write it like eu-central-1";
      },
    }),
  ).trim();
}
