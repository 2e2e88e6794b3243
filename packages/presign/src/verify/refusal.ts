import type { Refusal } from "../types.ts";

/** S3's error codes that a verifier answers, each with its status: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const REFUSAL_STATUS = {
  /**
   * No signature came, it is expired or not yet valid, or a header was sent that it does not cover. The message says
   * which: sign again, or send what was signed.
   */
  AccessDenied: 403,
  /**
   * The Authorization header is not as SigV4 writes it, or names another region or day. Sign for the region that the
   * message names.
   */
  AuthorizationHeaderMalformed: 400,
  /** A parameter of the signature is missing, given twice, or not as SigV4 writes it. Use the URL as it was made. */
  AuthorizationQueryParametersError: 400,
  /** The temporary credentials have ended. Sign with new ones. */
  ExpiredToken: 400,
  /** A body in chunks ended before it was whole. Send it again. */
  IncompleteBody: 400,
  /** The lookup knows no such key. Sign with a key of this endpoint. */
  InvalidAccessKeyId: 403,
  /** Two signatures in one request, or a field or header with a value that it cannot have. The message names it. */
  InvalidArgument: 400,
  /** A chunk that is smaller than 8 KiB stands before the last. Send chunks of 8 KiB or more. */
  InvalidChunkSizeError: 400,
  /** The form's policy is none, or has no condition on the bucket. Make it with `presigner.post`. */
  InvalidPolicyDocument: 400,
  /**
   * The request is signed with version 2, lacks a header, has one twice, or names another host. The message says which:
   * mend it there.
   */
  InvalidRequest: 400,
  /** The session token is missing, or not that of the key. Take key, secret and token from one answer. */
  InvalidToken: 400,
  /**
   * The path is not percent-encoded as it should be, or has a segment `.` or `..`. Encode the key once, and choose
   * other keys.
   */
  InvalidURI: 400,
  /** The object's key is longer than 1,024 bytes of UTF-8. Choose a shorter one. */
  KeyTooLongError: 400,
  /** What follows a body in chunks is not the trailer that was announced. Send it as announced, with its signature. */
  MalformedTrailerError: 400,
  /** User metadata has more than 2,048 bytes. Send less. */
  MetadataTooLarge: 400,
  /** The method is not written as HTTP writes methods. Use GET, HEAD, PUT, POST or DELETE. */
  MethodNotAllowed: 405,
  /** A body in chunks came without `x-amz-decoded-content-length`. Send the object's size in it. */
  MissingContentLength: 411,
  /** What was sent is not implemented here. The message names it. */
  NotImplemented: 501,
  /** The headers have more than 8 KB. Send fewer or shorter ones. */
  RequestHeaderSectionTooLarge: 400,
  /** The time in the headers is more than 15 minutes off. Set the client's clock. */
  RequestTimeTooSkewed: 403,
  /**
   * The signature is not that of the request as it came. Hand the answer to `explain`, which finds the line that
   * differs.
   */
  SignatureDoesNotMatch: 403,
} as const;

export const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your key and signing method.";

/** One of `REFUSAL_STATUS`. */
export type RefusalCode = keyof typeof REFUSAL_STATUS;

export function refuse(code: RefusalCode, message: string, details?: Readonly<Record<string, string>>): Refusal {
  const refusal = { ok: false, code, status: REFUSAL_STATUS[code], message } as const;
  return details === undefined ? refusal : { ...refusal, details };
}
