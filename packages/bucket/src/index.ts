export type { BucketOptions, Identity, RequestLine, RunningBucket, Statement } from "./types.ts";
