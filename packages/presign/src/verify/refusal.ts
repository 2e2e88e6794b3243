import type { Refusal } from "../types.ts";

/** S3's error codes that a verifier answers, each with its status: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const REFUSAL_STATUS = {
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  ExpiredToken: 400,
  IncompleteBody: 400,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidChunkSizeError: 400,
  InvalidPolicyDocument: 400,
  InvalidRequest: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedTrailerError: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NotImplemented: 501,
  RequestHeaderSectionTooLarge: 400,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
} as const;

export const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your key and signing method.";

export type RefusalCode = keyof typeof REFUSAL_STATUS;

export function refuse(code: RefusalCode, message: string, details?: Readonly<Record<string, string>>): Refusal {
  const refusal = { ok: false, code, status: REFUSAL_STATUS[code], message } as const;
  return details === undefined ? refusal : { ...refusal, details };
}
