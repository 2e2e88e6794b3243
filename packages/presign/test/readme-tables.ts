// The tables of the README that are made from the data.
import { PROVIDERS, type Provider } from "../src/index.ts";
import { CALLS } from "../src/sign/calls.ts";

/** Option → the calls that take it, as the README writes them. */
export function callsByOption(): ReadonlyMap<string, string> {
  const calls = new Map<string, string[]>();
  for (const { name, rules } of CALLS)
    for (const option of rules.keys()) calls.set(option, [...(calls.get(option) ?? []), name]);
  return new Map(
    [...calls].map(([option, names]) => [
      option,
      names.length === CALLS.length ? "all" : names.map((name) => name.replace("multipart.", "")).join(", "),
    ]),
  );
}

const list = (words: readonly string[]): string => (words.length === 0 ? "–" : words.join(", "));

function regionOf({ endpoint, onlyRegion, usualRegion }: Provider): string {
  if (onlyRegion !== undefined) return `\`${onlyRegion}\`, by itself`;
  return usualRegion === undefined
    ? endpoint === "aws"
      ? "the bucket's"
      : "the bucket's, in the host"
    : `\`${usualRegion}\` unless given`;
}

const endpointOf = ({ endpoint }: Provider): string =>
  endpoint === "aws" ? "AWS's own" : endpoint === "given" ? "given by you" : `\`${endpoint.slice("https://".length)}\``;

export const providerRows = (): readonly string[] =>
  Object.entries(PROVIDERS as Readonly<Record<string, Provider>>).map(
    ([name, provider]) =>
      `| \`${name}\` ${provider.name} | ${endpointOf(provider)} | ${regionOf(provider)} | ${provider.maxExpiresInSeconds / 86_400} days | ${list(Object.keys(provider.lacks))} | ${list(provider.unchecked)} |`,
  );
