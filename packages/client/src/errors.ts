import type { Code } from "@daypass/api/codes";
import type { Problem } from "@daypass/api/schemas";

/** The server answered no. `code` comes from the closed table in `@daypass/api/codes`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The whole answer: https://www.rfc-editor.org/rfc/rfc9457 */
  readonly problem: Problem;
  /** Whether it was asked with an API token, and not with a browser's session. */
  readonly withToken: boolean;
  constructor(problem: Problem, { withToken = false }: { withToken?: boolean } = {}) {
    super(problem.detail || problem.title);
    this.problem = problem;
    this.withToken = withToken;
  }
  /** One of `@daypass/api/codes`. */
  get code(): Code {
    return this.problem.code as Code;
  }
  /** Status of the answer. */
  get status(): number {
    return this.problem.status;
  }
}

/** No answer came back: the line is down, the host is not there, or the browser was not allowed to see the answer. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  /** Who did not answer: the Daypass server or the bucket. */
  readonly side: "server" | "bucket";
  /** The connection was open but nothing moved for this long. */
  readonly stalledMilliseconds: number | undefined;
  constructor(side: "server" | "bucket", options?: ErrorOptions & { stalledMilliseconds?: number }) {
    super(
      options?.stalledMilliseconds === undefined
        ? `The ${side} does not answer`
        : `The ${side} took no byte for ${Math.round(options.stalledMilliseconds / 1000)} s`,
      options,
    );
    this.side = side;
    this.stalledMilliseconds = options?.stalledMilliseconds;
  }
}

/** Why a transfer ended without a file. The code is API; `explain` has the words for people. */
export const TRANSFER_CODES = [
  /** S3 said no, and would say it again. Look at `s3`: mostly the bucket lacks a right, or is full. */
  "bucket_refused",
  /** The server answers, the bucket does not. Look for a firewall in between, and try again: what arrived is kept. */
  "bucket_unreachable",
  /** The bucket answers, but not to this page. Add the page's origin to the bucket's CORS rules. */
  "bucket_forbids_page",
  /** Neither answers. Try again with the same upload when there is a connection: what arrived is kept. */
  "offline",
  /** The file was changed, moved or deleted while it was being read. Choose it again, and send it anew. */
  "file_changed",
  /** Resuming with a file of another size than the one that was begun. Give the same file, or begin a new upload. */
  "different_file",
  /** The upload was aborted, has expired, or did not match. Begin a new one. */
  "upload_closed",
] as const;
/** One of `TRANSFER_CODES`. */
export type TransferCode = (typeof TRANSFER_CODES)[number];

/** What S3 said, from its error document. */
export interface S3Refusal {
  /** Status of the answer. */
  readonly status: number;
  /** For example `AccessDenied`. Empty when the answer was not S3's. */
  readonly code: string;
  /** S3's own words; empty when the answer was not S3's. */
  readonly message: string;
  /** What whoever runs the bucket can look for in its logs. */
  readonly requestId: string | null;
}

/** A transfer ended without a file. */
export class TransferError extends Error {
  override readonly name = "TransferError";
  /** Why. */
  readonly code: TransferCode;
  /** What S3 said, where it was S3 that refused. */
  readonly s3: S3Refusal | undefined;
  constructor(code: TransferCode, message: string, options?: ErrorOptions & { s3?: S3Refusal }) {
    super(message, options);
    this.code = code;
    this.s3 = options?.s3;
  }
}

/**
 * Whether an error is nothing but the caller's own doing: the signal was aborted, whatever its reason, or the error has the
 * name that platforms give one, https://dom.spec.whatwg.org/#aborting-ongoing-activities. Throws nothing.
 *
 * @example
 * ```ts
 * import { isAbort } from "@daypass/client";
 *
 * const stop = new AbortController();
 * stop.abort(new Error("the page was closed"));
 * console.log(isAbort(stop.signal.reason, stop.signal)); // → true
 * console.log(isAbort(new TypeError("Failed to fetch"), undefined)); // → false
 * ```
 */
export const isAbort = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true || (error instanceof Error && error.name === "AbortError");
