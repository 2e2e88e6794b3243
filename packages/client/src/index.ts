export { type Api, type ApiOptions, type CallOptions, type CreateOptions, createApi } from "./api.ts";
export {
  ApiError,
  isAbort,
  NetworkError,
  type S3Refusal,
  TRANSFER_CODES,
  type TransferCode,
  TransferError,
} from "./errors.ts";
export { type Explanation, explain, type Remedy } from "./explain.ts";
export { DEFAULT_PATIENCE, type Patience, type Waiting } from "./pacer.ts";
export type { Progress } from "./progress.ts";
export { cleanContentType, cleanName, type UploadSource } from "./source.ts";
export { SpeedMeter } from "./speed.ts";
export {
  createTransfers,
  type Transfer,
  type TransferState,
  type Transfers,
  type TransfersOptions,
} from "./transfers.ts";
export { fetchTransport, readAnswer, type SendAnswer, type SendRequest, type Transport } from "./transport.ts";
export { type UploadOptions, uploadFile } from "./upload.ts";
