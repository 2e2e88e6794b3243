/**
 * The closed list of S3 error codes that this endpoint adds to those of the verifier: HTTP status and default message.
 * {@link https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html}
 */
export const S3_ERRORS = {
  AccessDenied: [403, "Access Denied"],
  AccessForbidden: [403, "CORSResponse: This CORS request is not allowed."],
  BadDigest: [400, "The checksum that you specified did not match what we received."],
  BucketAlreadyOwnedByYou: [409, "Your previous request to create the named bucket succeeded and you already own it."],
  BucketNotEmpty: [409, "The bucket you tried to delete is not empty."],
  BadRequest: [400, "Insufficient information. Origin request header needed."],
  EntityTooLarge: [400, "Your proposed upload exceeds the maximum allowed size."],
  EntityTooSmall: [400, "Your proposed upload is smaller than the minimum allowed size."],
  ExpectationFailed: [417, "The Expect header of a request can be 100-continue and nothing else."],
  IllegalLocationConstraintException: [
    400,
    "The location constraint is incompatible for the region specific endpoint this request was sent to.",
  ],
  IncompleteBody: [400, "You did not provide the number of bytes specified by the Content-Length HTTP header."],
  InsufficientStorage: [507, "The disk of this endpoint is full. Nothing was stored."],
  InternalError: [500, "We encountered an internal error. Please try again."],
  InvalidArgument: [400, "Invalid Argument"],
  InvalidBucketName: [400, "The specified bucket is not valid."],
  InvalidDigest: [400, "The Content-MD5 that you specified is not valid: it must be the base64 of 16 bytes."],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found. The part may not have been uploaded, or its ETag or checksum may not match.",
  ],
  InvalidPartOrder: [400, "The list of parts was not in ascending order. Parts must be ordered by part number."],
  InvalidPartNumber: [416, "The requested partnumber is not satisfiable"],
  InvalidRange: [416, "The requested range is not satisfiable"],
  InvalidRequest: [400, "Invalid Request"],
  InvalidTag: [400, "Your request contains tag input that is not valid."],
  KeyTooLongError: [400, "Your key is too long."],
  MalformedPOSTRequest: [400, "The body of your POST request is not well-formed multipart/form-data."],
  MalformedPolicy: [400, "The policy is not in the valid JSON format or has no valid statement."],
  MalformedXML: [
    400,
    "The XML that you provided was not well-formed or did not validate against our published schema.",
  ],
  MaxPostPreDataLengthExceededError: [
    400,
    "Your POST request fields preceding the upload file were too large: at most 20 KB.",
  ],
  MetadataTooLarge: [400, "Your metadata headers exceed the maximum allowed metadata size of 2,048 bytes."],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  MissingContentLength: [411, "You must provide the Content-Length HTTP header."],
  NoSuchBucket: [404, "The specified bucket does not exist."],
  NoSuchBucketPolicy: [404, "The bucket policy does not exist"],
  NoSuchCORSConfiguration: [404, "The CORS configuration does not exist"],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchLifecycleConfiguration: [404, "The lifecycle configuration does not exist"],
  NoSuchUpload: [
    404,
    "The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  ],
  NoSuchVersion: [404, "The specified version does not exist: this endpoint keeps one version of each object."],
  NotImplemented: [501, "A header or parameter that you provided implies functionality that is not implemented."],
  PreconditionFailed: [412, "At least one of the preconditions that you specified did not hold."],
  RequestHeaderSectionTooLarge: [400, "Your request header section exceeds the maximum allowed size."],
  RequestTimeout: [
    400,
    "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
  ],
  ServiceUnavailable: [
    503,
    "This endpoint reads but does not write: its index could not be brought to the disk. Its operator must start it again.",
  ],
  SlowDown: [503, "Please reduce your request rate: this endpoint has no file handle left."],
  XAmzContentSHA256Mismatch: [400, "The provided 'x-amz-content-sha256' header does not match what was computed."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type S3Code = keyof typeof S3_ERRORS;

/** Elements of S3's error document beside Code, Message, Resource, RequestId and HostId. */
export type ErrorDetails = Readonly<Record<string, string>>;

/**
 * An expected no, on its way to the one place that answers it. It is thrown, and only inside this package, because a
 * refusal in the middle of a body or of a transaction must unwind both.
 */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  readonly status: number;
  readonly details: ErrorDetails;
  constructor(refusal: {
    code: string;
    status: number;
    message: string;
    details?: ErrorDetails | undefined;
    /** What is wrong on our side, for the operator's log only. */
    cause?: Error | undefined;
  }) {
    super(refusal.message, refusal.cause && { cause: refusal.cause });
    this.code = refusal.code;
    this.status = refusal.status;
    this.details = refusal.details ?? {};
  }
}

/** A refusal with one of this endpoint's own codes. */
export function refuse(code: S3Code, message?: string, details?: ErrorDetails, cause?: Error): Refused {
  const [status, standard] = S3_ERRORS[code];
  return new Refused({ code, status, message: message ?? standard, details, cause });
}

const SQLITE_FULL = 13;

/** Whether a failure is that of a disk (or a quota) without room. */
export function isDiskFull(failure: unknown): boolean {
  const { code, errcode } = failure as { code?: string; errcode?: number };
  return code === "ENOSPC" || code === "EDQUOT" || errcode === SQLITE_FULL;
}

/** Whether a failure is that of a process or machine without file handles. */
export const isOutOfHandles = (failure: unknown): boolean =>
  ["EMFILE", "ENFILE"].includes((failure as { code?: string }).code ?? "");

/** Why a bucket does not start. The code is API, the message is for people. */
export const BUCKET_ERROR_CODES = [
  /** The folder cannot be made, read or written. Choose another, or make it writable for this user. */
  "folder_unusable",
  /** Another process has the folder. Stop that one, or give this one another folder. */
  "folder_in_use",
  /**
   * The folder has bytes and no index, or that of another folder. Put the index of these bytes back, or choose another
   * folder.
   */
  "index_foreign",
  /** A newer version wrote the index. Update this program, or give it another folder. */
  "index_newer",
  /** The index cannot be opened. Restore it from a copy of the same folder, or begin with an empty one. */
  "index_unusable",
  /** Another program has the port. Stop it, or choose another port. */
  "port_in_use",
  /** This machine does not have the address, or may not listen there. Give one that it has. */
  "address_unusable",
] as const;
/** One of `BUCKET_ERROR_CODES`. */
export type BucketErrorCode = (typeof BUCKET_ERROR_CODES)[number];

/** The bucket cannot start, for a reason that the operator can mend. The message says what and how. */
export class BucketError extends Error {
  override readonly name = "BucketError";
  readonly code: BucketErrorCode;
  constructor(code: BucketErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
