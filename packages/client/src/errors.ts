import type { Code } from "@daypass/api/codes";
import type { Problem } from "@daypass/api/schemas";

/** The server answered no. `code` comes from the closed table in `@daypass/api/codes`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
  get code(): Code {
    return this.problem.code as Code;
  }
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
  /** S3 said no, and would say it again: see `s3`. */
  "bucket_refused",
  /** The server answers, the bucket does not. */
  "bucket_unreachable",
  /** The bucket answers, but not to this page: its CORS rules do not name the page's origin. */
  "bucket_forbids_page",
  /** Neither answers. */
  "offline",
  /** The file was changed, moved or deleted while it was being read. */
  "file_changed",
  /** Resuming with a file of another size than the one that was begun. */
  "different_file",
  /** The upload was aborted, has expired, or did not match: it cannot go on. */
  "upload_closed",
] as const;
export type TransferCode = (typeof TRANSFER_CODES)[number];

/** What S3 said, from its error document. */
export interface S3Refusal {
  readonly status: number;
  /** For example `AccessDenied`. Empty when the answer was not S3's. */
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
}

export class TransferError extends Error {
  override readonly name = "TransferError";
  readonly code: TransferCode;
  readonly s3: S3Refusal | undefined;
  constructor(code: TransferCode, message: string, options?: ErrorOptions & { s3?: S3Refusal }) {
    super(message, options);
    this.code = code;
    this.s3 = options?.s3;
  }
}

/** The caller aborted; `reason` of the signal, or a DOMException named `AbortError`. */
export const isAbort = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true || (error instanceof Error && error.name === "AbortError");
