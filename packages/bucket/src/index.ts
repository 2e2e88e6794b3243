export { BUCKET_ERROR_CODES, BucketError, type BucketErrorCode } from "./errors.ts";
export { type Damage, type ScrubOptions, type ScrubReport, scrubFolder } from "./inspect/scrub.ts";
export { type FolderStats, readFolderStats } from "./inspect/stats.ts";
export { startBucket } from "./start.ts";
export type { BucketOptions, Identity, RequestLine, RunningBucket, Statement } from "./types.ts";
