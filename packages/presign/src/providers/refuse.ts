// A request that a service would refuse, or worse, half obey, is not signed.
import { PresignError } from "../errors.ts";
import type { Feature, Provider } from "./provider.ts";

/** Keys that some services take for another object's, or for none. */
export function refuseOddKey(provider: Provider, argument: string, key: unknown): void {
  if (typeof key === "string" && /[\0\\]/.test(key))
    refuseLacking(provider, "oddKeys", `a ${argument} with a backslash or NUL`);
}

export function refuseLacking(provider: Provider, feature: Feature, option: string): void {
  // A provider may come from outside, and `lacks` of it from JSON.
  const instead = Object.hasOwn(provider.lacks, feature) ? provider.lacks[feature] : undefined;
  if (instead !== undefined)
    throw new PresignError("unsupported_by_provider", `${provider.name} does not support ${option}: ${instead}`);
}
