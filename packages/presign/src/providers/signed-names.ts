// What a provider lacks, of headers and parameters that a caller gave by their names.
import type { PresignedRequest } from "../types.ts";
import { featureOfHeader, featureOfParameter } from "./features.ts";
import type { Provider } from "./provider.ts";
import { refuseLacking } from "./refuse.ts";

/** What came by an option of its own was refused under the option's name before. */
export function refuseLackingNames(provider: Provider, { method, url, headers }: PresignedRequest): void {
  for (const [name, value] of Object.entries(headers)) {
    const feature = featureOfHeader(method, name, value);
    if (feature !== undefined) refuseLacking(provider, feature, `the header ${name}`);
  }
  for (const [name] of parametersOf(url)) {
    const feature = featureOfParameter(name);
    if (feature !== undefined) refuseLacking(provider, feature, `the parameter ${name}`);
  }
}

export const parametersOf = (url: string): URLSearchParams => new URLSearchParams(url.slice(url.indexOf("?") + 1));
