// Values of flags that need more than their own text: a service, pairs, a style.
import { PROVIDERS, type Provider } from "@daypass/presign";
import { CliError } from "../exit-codes.ts";
import { parseHeader, parsePairs, uniteOnce } from "./flag-values.ts";

export function providerNamed(name: string | undefined): Provider | undefined {
  if (name === undefined) return undefined;
  if (!Object.hasOwn(PROVIDERS, name))
    throw new CliError("usage", `--provider must be one of ${Object.keys(PROVIDERS).join(", ")}, got "${name}".`);
  return PROVIDERS[name as keyof typeof PROVIDERS];
}

/** Services whose regions are their own matter: one of AWS's would name a host that is not there, or another one. */
export const hasOwnRegions = (provider: Provider | undefined): boolean =>
  provider !== undefined && (provider.onlyRegion !== undefined || provider.endpoint.includes("{region}"));

/** Reads the values of the flags that may be repeated. */
export const REPEATED: Readonly<Record<string, (lines: readonly string[]) => Record<string, string>>> = {
  headers: (lines) => uniteOnce("--header", lines.map(parseHeader)),
  query: (pairs) =>
    uniteOnce(
      "--query",
      pairs.flatMap((pair) => Object.entries(parsePairs(pair, "--query", "\n"))),
    ),
};

export function pairsBy(separator: string): (text: string, flag: string) => unknown {
  return (text, flag) => parsePairs(text, flag, separator);
}

export function readAddressing(text: string): string {
  if (text !== "virtual-hosted" && text !== "path")
    throw new CliError("usage", `--addressing must be virtual-hosted or path, got "${text}".`);
  return text;
}

export function readChecksum(text: string): { algorithm: string; value: string } {
  const colon = text.indexOf(":");
  if (colon < 1)
    throw new CliError("usage", `--checksum must be ALGORITHM:BASE64, like CRC32:AAAAAA==, got "${text}".`);
  return { algorithm: text.slice(0, colon).toUpperCase(), value: text.slice(colon + 1) };
}
