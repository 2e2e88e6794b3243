/** What an identity may do, named as IAM names it. Anything not allowed is denied. */
export interface Statement {
  /** For example `s3:GetObject`; `s3:*` allows everything. */
  readonly actions: readonly string[];
  /** Name of the bucket; `*` for every one. */
  readonly bucket: string;
  /** Keys that begin with this; empty allows every key. ListBucket needs its prefix to begin with it. */
  readonly keyPrefix: string;
  /** Objects are created, never replaced: every PutObject, form upload and completion behaves as `If-None-Match: *`. */
  readonly createOnly?: boolean | undefined;
}

/** One access key with its rights. "The URL can do what its signer can do" is this, made visible. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly policy: readonly Statement[];
}

export interface BucketOptions {
  /** Folder of the bucket's bytes and index. Created with mode 0700. Default: a new temporary folder, removed on close. */
  readonly dir?: string | undefined;
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 0, a free port. */
  readonly port?: number | undefined;
  /** Default `us-east-1`. */
  readonly region?: string | undefined;
  /** Buckets to have; created when missing. Default `["daypass"]`. */
  readonly buckets?: readonly string[] | undefined;
  /** Default: one new identity that may do everything. */
  readonly identities?: readonly Identity[] | undefined;
  /**
   * Further `host[:port]` values that the endpoint answers to, for example a proxy's public name. The buckets have names
   * below each: `BUCKET.host[:port]` is virtual-hosted style.
   */
  readonly authorities?: readonly string[] | undefined;
  /** Web origins whose pages may talk to the bucket (CORS), exact `scheme://host[:port]` values. Default `["*"]`. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Only a proxy that ends TLS can reach this endpoint: what `aws:SecureTransport` of a bucket policy asks. Default false. */
  readonly behindTls?: boolean | undefined;
  /** Called once a request, after its answer: never with a signature, token or query. */
  readonly onRequest?: ((line: RequestLine) => void) | undefined;
  readonly clock?: (() => Date) | undefined;
}

export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly status: number;
  readonly code?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly durationMilliseconds: number;
  /** Of an InternalError, InsufficientStorage, ServiceUnavailable or SlowDown: what went wrong, for the operator only. */
  readonly error?: Error | undefined;
}

export interface RunningBucket {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly region: string;
  /** Of the first identity. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  close(): Promise<void>;
}
