export { attachmentDisposition, safeFileName } from "./disposition.ts";
export { PRESIGN_CODES, type PresignCode, PresignError } from "./errors.ts";
export {
  CAUSES,
  type Cause,
  type CauseCode,
  type Difference,
  type Explained,
  type ExplainOptions,
  type Explanation,
  explain,
  type NotExplained,
  type S3Error,
  type Unchecked,
} from "./explain.ts";
export { type Finding, type Inspection, inspect, type OtherInspection, type PresignedInspection } from "./inspect.ts";
export type {
  Checksum,
  ChecksumAlgorithm,
  CompleteOptions,
  CreateMultipartOptions,
  DeleteOptions,
  FormOptions,
  GeneralRequest,
  GetOptions,
  ListPartsOptions,
  ObjectOptions,
  PartOptions,
  PutOptions,
  RequestOptions,
  ResponseHeaders,
  ServerSideEncryption,
  UploadIdOptions,
} from "./options.ts";
export { createPresigner, type Presigner } from "./presigner.ts";
export type {
  Credentials,
  KeyLookup,
  KeyRecord,
  PayloadRule,
  PresignedForm,
  PresignedRequest,
  PresignerOptions,
  RawForm,
  RawRequest,
  Refusal,
  VerifiedForm,
  VerifiedRequest,
  VerifyOptions,
} from "./types.ts";
export { verify } from "./verify.ts";
export { verifyForm } from "./verify-form.ts";
