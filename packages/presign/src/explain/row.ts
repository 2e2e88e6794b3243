// What a row of the table of errors is.
import type { Inspection } from "../inspect/types.ts";
import type { UrlParts } from "../inspect/url.ts";
import type { Cause, CauseCode } from "./causes.ts";
import type { S3Error } from "./error-document.ts";
import type { ExplainOptions } from "./types.ts";

export interface Facts {
  readonly error: S3Error;
  readonly inspection: Inspection;
  readonly parts: UrlParts | undefined;
  readonly options: ExplainOptions;
  /** Of the answer, names in lower case. */
  readonly answerHeaders: ReadonlyMap<string, string>;
}

type Says = string | ((facts: Facts, match: RegExpExecArray) => string);
export type Row =
  | readonly [code: RegExp, message: RegExp, cause: CauseCode, text: Says]
  | readonly [code: RegExp, message: RegExp, explain: (facts: Facts) => [Cause, ...Cause[]]];

export const ANY = /^/;
/** Google has the point in another element. */
export const said = ({ error: { code, message, details } }: Facts): string =>
  `S3 says${message === "" ? ` ${code}, and nothing more.` : `: ${message}`}${details.Details ? ` ${details.Details}` : ""}`;
