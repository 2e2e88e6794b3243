import type { CauseCode } from "../../src/index.ts";
import type { UrlName } from "./urls.ts";

/** An error as a service sends it, and what it means. */
export interface ExplainRow {
  readonly says: string;
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, string>>;
  /** Default: a plain download link. */
  readonly url?: UrlName;
  readonly want: CauseCode;
  /** What the text must name. */
  readonly names?: RegExp;
}
