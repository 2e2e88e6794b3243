import type { CauseCode, ExplainOptions } from "../../../src/index.ts";
import type { UrlName } from "../urls.ts";

/** A mistake that people reported, with the error that they got. */
export interface Trap {
  says: string;
  /** Threads in which it was reported. */
  seen: string;
  url?: UrlName | (string & {});
  answer: string;
  options?: ExplainOptions;
  want: CauseCode;
  names?: RegExp;
}
