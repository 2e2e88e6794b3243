export { BUCKET_ERROR_CODES, BucketError, type BucketErrorCode } from "./errors.ts";
export { startBucket } from "./start.ts";
export type { BucketOptions, Identity, RequestLine, RunningBucket, Statement } from "./types.ts";
