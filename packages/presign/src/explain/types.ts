import type { Inspection } from "../inspect/types.ts";
import type { Cause } from "./causes.ts";
import type { S3Error } from "./error-document.ts";

/** What is known beside the URL and the answer. */
export interface ExplainOptions {
  /** The method that was signed, for example `PUT`. A URL does not hold it. */
  readonly method?: string | undefined;
  /** The headers that were signed, as the signer gave them out. A URL holds their names only. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** This machine's time, to find a clock that is behind. */
  readonly now?: Date | undefined;
}

/** A place where what S3 received is not what the URL says. */
export interface Difference {
  readonly document: "CanonicalRequest" | "StringToSign";
  /** Line in S3's document, counted from 1. */
  readonly line: number;
  /** `method`, `path`, `parameter X`, `header host`, `payload hash`, `scope`, … */
  readonly what: string;
  /** What the URL says; undefined when it says nothing of the kind. Never a session token. */
  readonly signed: string | undefined;
  /** What S3 received; undefined when it did not come. */
  readonly received: string | undefined;
}

/** A signed value that S3 received and that the URL alone cannot vouch for. */
export interface Unchecked {
  readonly line: number;
  readonly what: string;
  readonly received: string;
}

export interface Explained {
  readonly kind: "explained";
  readonly error: S3Error;
  /** Most likely first; at least one. */
  readonly causes: readonly [Cause, ...Cause[]];
  /** Only for `SignatureDoesNotMatch`, where the answer shows what S3 computed. */
  readonly differences: readonly Difference[];
  readonly unchecked: readonly Unchecked[];
  readonly inspection: Inspection;
}

/** The answer is no error document of S3. */
export interface NotExplained {
  readonly kind: "not_an_error_document";
  readonly text: string;
  readonly inspection: Inspection;
}

export type Explanation = Explained | NotExplained;
