/** What this Daypass allows, decided by its operator. */
export interface Limits {
  /** Default: S3's largest object. */
  readonly maxFileBytes: number;
  /** Files larger than this go in parts; at least 5 MiB. Default 16 MiB. */
  readonly multipartThresholdBytes: number;
  /** Life of a download URL, 1..60. Default 60. */
  readonly downloadUrlSeconds: number;
  /** Life of an upload URL or form, 60..3600. Default 900. */
  readonly uploadUrlSeconds: number;
  /** An upload that is not confirmed by then is aborted and swept. Default 24 hours. */
  readonly uploadLifetimeSeconds: number;
}
