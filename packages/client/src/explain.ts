import { ApiError, NetworkError, TransferError } from "./errors.ts";

/** What the person can do next: try the same again, choose the file again, sign in, or nothing of the kind. */
export type Remedy = "try_again" | "choose_again" | "sign_in" | "none";

/** An error in words that a person understands. */
export interface Explanation {
  /** One to three sentences: what happened, what was kept, what to do. */
  readonly message: string;
  /** Which button to show. */
  readonly remedy: Remedy;
  /** Codes and ids for the person they will ask; null when there are none. */
  readonly details: string | null;
}

/** S3 codes that deserve better words than "refused". */
const S3_WORDS: Record<string, { readonly message: string; readonly remedy: Remedy }> = {
  AccessDenied: {
    message: "The bucket refused it: Daypass's own key may not write there. Ask whoever runs this Daypass.",
    remedy: "try_again",
  },
  EntityTooLarge: { message: "The bucket refused it: the file is larger than it takes.", remedy: "none" },
  BadDigest: {
    message: "What arrived was not what was sent. The file may have changed while it was being read. Send it again.",
    remedy: "choose_again",
  },
  SignatureDoesNotMatch: {
    message:
      "The bucket did not recognise the permission. Something between you and it may change requests, such as a proxy. Try again, or ask whoever runs this Daypass.",
    remedy: "try_again",
  },
  RequestTimeTooSkewed: {
    message: "The clocks of Daypass and the bucket differ too much. Ask whoever runs this Daypass to set them.",
    remedy: "try_again",
  },
  NoSuchBucket: {
    message: "The bucket does not exist any more. Ask whoever runs this Daypass.",
    remedy: "try_again",
  },
  InsufficientStorage: { message: "The bucket is full. Nothing of the file was kept.", remedy: "try_again" },
};

const TRANSFER_WORDS: Record<TransferError["code"], { readonly message: string; readonly remedy: Remedy }> = {
  bucket_refused: { message: "The bucket refused the file.", remedy: "try_again" },
  bucket_unreachable: {
    message:
      "Daypass answers, but the bucket does not. What arrived is kept. A firewall may be in the way; try again in a while.",
    remedy: "try_again",
  },
  bucket_forbids_page: {
    message:
      "The bucket does not accept this page: its CORS rules do not name this address. Ask whoever runs this Daypass to add it.",
    remedy: "try_again",
  },
  offline: {
    message: "There is no connection. What arrived is kept, and it goes on from there when you try again.",
    remedy: "try_again",
  },
  file_changed: {
    message: "The file changed while it was being read, or was moved. Choose it again to send it as it is now.",
    remedy: "choose_again",
  },
  different_file: {
    message:
      "This is not the file that was begun: its size is different. Choose the same file, or send this one as new.",
    remedy: "choose_again",
  },
  upload_closed: {
    message:
      "This upload can no longer go on: it was thrown away elsewhere, or waited too long. Send the file again from the start.",
    remedy: "try_again",
  },
};

/**
 * Any error of this package, in words that a person understands: what happened, what was kept, what to do. Errors of others
 * are said to be one of the program. Throws nothing. The codes of S3 that have words of their own are among
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 *
 * @example
 * ```ts
 * import { explain, TransferError } from "@daypass/client";
 *
 * const { message, remedy } = explain(new TransferError("offline", "Neither the server nor the bucket answers"));
 * console.log(remedy, message); // → try_again There is no connection. What arrived is kept, and it goes on from there when you try again.
 * ```
 */
export function explain(error: unknown): Explanation {
  if (error instanceof TransferError) {
    const { s3 } = error;
    const words = (s3 && S3_WORDS[s3.code]) ?? TRANSFER_WORDS[error.code];
    const details = s3
      ? [s3.code || `HTTP ${s3.status}`, s3.message, s3.requestId && `request ${s3.requestId}`]
          .filter(Boolean)
          .join(" · ")
      : error.code;
    return { ...words, details };
  }
  if (error instanceof ApiError) return explainProblem(error);
  if (error instanceof NetworkError)
    return {
      message: "Daypass does not answer. Nothing is lost; check the connection and try again.",
      remedy: "try_again",
      details: null,
    };
  return {
    message: "Something went wrong in this program. Nothing that had arrived is lost; try again.",
    remedy: "try_again",
    details: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}

function explainProblem({ problem, code, withToken }: ApiError): Explanation {
  const details = [problem.code, problem.requestId && `request ${problem.requestId}`].filter(Boolean).join(" · ");
  const say = (message: string, remedy: Remedy): Explanation => ({ message, remedy, details });
  switch (code) {
    case "not_signed_in":
      if (withToken)
        return say(
          "Daypass does not take this API token: it is wrong, or it was revoked. What arrived is kept; give one that works, and it goes on.",
          "none",
        );
      return say("You are no longer signed in. What arrived is kept; sign in again and it goes on.", "sign_in");
    case "file_too_large":
      return say(problem.detail || problem.title, "none");
    case "upload_mismatch":
      return say(
        "What arrived is not the file that was announced. It may have changed meanwhile. Send it again.",
        "choose_again",
      );
    case "upload_not_open":
      return { ...TRANSFER_WORDS.upload_closed, details };
    case "invalid_request": {
      const fields = (problem.errors ?? []).map(({ field, message }) => `${field} ${message}`).join("; ");
      return say(fields ? `${problem.title}: ${fields}.` : problem.detail || problem.title, "none");
    }
    case "too_many_tries":
      return say(
        problem.retryAfterSeconds
          ? `Too many tries. Try again in ${problem.retryAfterSeconds} s.`
          : "Too many tries. Wait a while.",
        "try_again",
      );
    case "bucket_unreachable":
      return say("Daypass cannot reach the bucket right now. What arrived is kept; try again in a while.", "try_again");
    case "internal":
      return say(`${problem.detail || problem.title} Try again.`, "try_again");
    default:
      return say(problem.detail || problem.title, problem.status >= 500 ? "try_again" : "none");
  }
}
