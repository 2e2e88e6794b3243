import { PresignError } from "../errors.ts";
import type { Feature, Provider } from "./provider.ts";

/** A request that a service would refuse, or worse, half obey, is not signed. */
export function refuseLacking(provider: Provider, feature: Feature, option: string): void {
  const instead = provider.lacks[feature];
  if (instead !== undefined)
    throw new PresignError("unsupported_by_provider", `${provider.name} does not support ${option}: ${instead}`);
}
