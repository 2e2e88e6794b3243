/**
 * The closed table of error codes: the code is API, the texts beside it are for people.
 * Each code answers as an RFC 9457 problem document with this status and title. Plain data, read by server and client.
 */
export const CODES = {
  invalid_request: { status: 400, title: "The request has a mistake" },
  not_signed_in: { status: 401, title: "Sign in first" },
  wrong_credentials: { status: 401, title: "The name or the password is wrong" },
  password_required: { status: 401, title: "This link has a password" },
  wrong_password: { status: 401, title: "That is not the password" },
  foreign_origin: { status: 403, title: "The request came from another site" },
  not_allowed: { status: 403, title: "You may not do that" },
  not_found: { status: 404, title: "There is nothing here" },
  link_not_valid: { status: 404, title: "This link does not work" },
  method_not_allowed: { status: 405, title: "This address does not take that method" },
  upload_not_open: { status: 409, title: "This upload is no longer open" },
  upload_incomplete: { status: 409, title: "The bucket does not have the whole file yet" },
  upload_mismatch: { status: 409, title: "What arrived is not what was announced" },
  file_is_shared: { status: 409, title: "The file is part of a link" },
  idempotency_conflict: { status: 409, title: "That Idempotency-Key was used for another request" },
  body_too_large: { status: 413, title: "The request is too large" },
  file_too_large: { status: 413, title: "The file is larger than this Daypass takes" },
  unsupported_media_type: { status: 415, title: "Send JSON" },
  too_many_tries: { status: 429, title: "Too many tries" },
  bucket_unreachable: { status: 502, title: "The bucket does not answer" },
  bucket_refused: { status: 502, title: "The bucket refused" },
  internal: { status: 500, title: "Something went wrong here" },
} as const satisfies Record<string, { status: number; title: string }>;

export type Code = keyof typeof CODES;

/** S3's limits on multipart uploads: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const S3_LIMITS = {
  maxParts: 10_000,
  minPartSizeBytes: 5 * 1024 ** 2,
  maxPartSizeBytes: 5 * 1024 ** 3,
  maxPutSizeBytes: 5 * 1024 ** 3,
  maxObjectSizeBytes: 10_000 * 5 * 1024 ** 3,
} as const;
