import type { Inspection } from "../inspect/types.ts";
import type { Cause } from "./causes.ts";
import type { S3Error } from "./error-document.ts";

/** What is known beside the URL and the answer. A list of headers or fields has at most 500 names, and 65,536 characters in all. */
export interface ExplainOptions {
  /** The method that was signed, for example `PUT`. A URL does not hold it. */
  readonly method?: string | undefined;
  /** The headers that were signed, as the signer gave them out. A URL holds their names only. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of a form, the fields as they were sent. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Status of the answer, 100..599, or a browser's 0. Head lines in front of the answer (`curl -i`) are read too. */
  readonly status?: number | undefined;
  /** Headers of the answer, such as `x-amz-bucket-region` and `server`. */
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  /** This machine's time, to find a clock that is behind. */
  readonly now?: Date | undefined;
}

/** A place where what S3 received is not what the URL says. */
export interface Difference {
  /** Which of the two documents in S3's answer has the line. */
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
  /** Line in S3's canonical request, counted from 1. */
  readonly line: number;
  /** As in `Difference`. */
  readonly what: string;
  /** What S3 received. */
  readonly received: string;
}

/** What `explain` makes of an answer. */
export interface Explained {
  readonly kind: "explained";
  /** What S3 said; undefined where the answer holds no error of S3: that of a proxy, an empty one, none at all. */
  readonly error: S3Error | undefined;
  /** Status of the answer, where it is known. */
  readonly status: number | undefined;
  /** Most likely first; at least one. */
  readonly causes: readonly [Cause, ...Cause[]];
  /** Only for `SignatureDoesNotMatch`, where the answer shows what S3 computed. */
  readonly differences: readonly Difference[];
  /** Signed values that only the signer's own record could confirm; empty when `method` and `headers` were given. */
  readonly unchecked: readonly Unchecked[];
  /** What the URL says about itself. */
  readonly inspection: Inspection;
}

/** The answer is no error document of S3, and nothing else that can be explained. */
export interface NotExplained {
  readonly kind: "not_an_error_document";
  /** What it is instead, in one sentence. */
  readonly text: string;
  /** What the URL says about itself. */
  readonly inspection: Inspection;
}

/** What `explain` answers: `kind` tells which. */
export type Explanation = Explained | NotExplained;
