export { PRESIGN_CODES, type PresignCode, PresignError } from "./errors.ts";
// `explain` and `CAUSES` themselves are in `@daypass/presign/explain`: who signs should not have to load a third more.
export type {
  Cause,
  CauseCode,
  Difference,
  Explained,
  ExplainOptions,
  Explanation,
  NotExplained,
  S3Error,
  Unchecked,
} from "./explain/explain.ts";
export {
  type Finding,
  type Inspection,
  type InspectOptions,
  inspect,
  type OtherInspection,
  type PresignedInspection,
} from "./inspect/inspect.ts";
export {
  type FormDataOptions,
  type FormToSend,
  type HtmlFormOptions,
  type HtmlPageOptions,
  type OpenValues,
  toFormData,
  toHtmlForm,
  toHtmlPage,
} from "./post/form.ts";
export type { FormOptions } from "./post/options.ts";
export type { Feature, Provider } from "./providers/provider.ts";
export { PROVIDERS, type ProviderName } from "./providers/table.ts";
export { attachmentDisposition, safeFileName } from "./sign/disposition.ts";
export type { Multipart } from "./sign/multipart.ts";
export type { GeneralRequest, ListOptions } from "./sign/options/bucket.ts";
export type { Checksum, ChecksumAlgorithm, ChecksumType } from "./sign/options/checksum.ts";
export type { ReadConditions, WriteConditions } from "./sign/options/conditions.ts";
export type { CustomerKey } from "./sign/options/customer-key.ts";
export type { ServerSideEncryption } from "./sign/options/encryption.ts";
export type {
  CompleteOptions,
  CreateMultipartOptions,
  ListPartsOptions,
  PartOptions,
  PartsOptions,
  PartToSign,
  UploadIdOptions,
} from "./sign/options/multipart.ts";
export type { Grants, ObjectOptions } from "./sign/options/object.ts";
export type { ObjectLock } from "./sign/options/object-lock.ts";
export type { GetOptions, ResponseHeaders } from "./sign/options/read.ts";
export type { RequestOptions } from "./sign/options/request.ts";
export type { DeleteOptions, PutOptions } from "./sign/options/write.ts";
export { createPresigner, type Presigner } from "./sign/presigner.ts";
export type { Reads } from "./sign/read.ts";
export { type KeyStep, type Trace, trace } from "./trace/trace.ts";
export type {
  ChunkedPayload,
  ChunkReader,
  CreateSha256,
  Credentials,
  KeyLookup,
  KeyRecord,
  PayloadRule,
  PresignedForm,
  PresignedRequest,
  PresignerOptions,
  PresignWarning,
  PresignWarningCode,
  RawForm,
  RawRequest,
  Refusal,
  VerifiedForm,
  VerifiedRequest,
  VerifyOptions,
} from "./types.ts";
export { verifyForm } from "./verify/form.ts";
export { parsePath } from "./verify/path.ts";
export { REFUSAL_STATUS, type RefusalCode } from "./verify/refusal.ts";
export { verify } from "./verify/verify.ts";
