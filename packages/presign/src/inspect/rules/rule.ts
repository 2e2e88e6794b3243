import type { Place } from "../hosts.ts";
import type { Finding, PresignedInspection } from "../types.ts";
import type { UrlParts } from "../url.ts";

/** What a rule looks at. */
export interface Examined {
  readonly facts: Omit<PresignedInspection, "warnings">;
  readonly parts: UrlParts;
  readonly place: Place;
  /** That was given, and that S3 has no operation for. */
  readonly uselessMethod: string | undefined;
  /** Of the signature itself. */
  readonly parameters: ReadonlyMap<string, string>;
}

type Says = string | undefined | false;
/** A finding, and when it is made: the text for people, or nothing. */
export type Rule = readonly [code: string, level: Finding["level"], says: (examined: Examined) => Says];

export const signs = ({ facts }: Examined, name: string): boolean => facts.signedHeaders.includes(name);
export const list = (names: readonly string[]): string => [...new Set(names)].join(", ");
