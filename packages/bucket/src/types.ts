/** What an identity may do, named as IAM names it. Anything not allowed is denied. */
export interface Statement {
  /** For example `s3:GetObject`; `s3:*` allows everything. */
  readonly actions: readonly string[];
  /** Name of the bucket; `*` for every one. */
  readonly bucket: string;
  /**
   * Keys that begin with this; empty allows every key, and only then what is about the bucket as a whole: its settings,
   * CreateBucket and DeleteBucket. ListBucket needs its prefix to begin with it.
   */
  readonly keyPrefix: string;
  /** Objects are created, never replaced: every PutObject, form upload and completion behaves as `If-None-Match: *`. */
  readonly createOnly?: boolean | undefined;
}

/** One access key with its rights. "The URL can do what its signer can do" is this, made visible. */
export interface Identity {
  /** 3..128 letters, digits, `_`, `.` and `-`; each identity has its own. */
  readonly accessKeyId: string;
  /** What this identity signs with: at least 8 printable ASCII characters. */
  readonly secretAccessKey: string;
  /** What it may do. Empty: nothing. */
  readonly policy: readonly Statement[];
}

/** What `startBucket` takes. Every option has a default. */
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
  /** Default: the machine's clock. */
  readonly clock?: (() => Date) | undefined;
}

/** What happened to one request. */
export interface RequestLine {
  /** As in the answer's `x-amz-request-id`. */
  readonly requestId: string;
  /** As received. */
  readonly method: string;
  /** As received, without the query, which may hold a signature. */
  readonly path: string;
  /** S3's name, for example `GetObject`; `Unknown` before the signature is known to be right. */
  readonly operation: string;
  /** Status of the answer. */
  readonly status: number;
  /** S3's error code, when there was one. */
  readonly code?: string | undefined;
  /** Who asked, when the signature was right. */
  readonly accessKeyId?: string | undefined;
  /** Bytes of the body that came. */
  readonly receivedBytes: number;
  /** Bytes of the answer, with its headers. */
  readonly sentBytes: number;
  /** From the request's head to the end of the answer. */
  readonly durationMilliseconds: number;
  /**
   * Why the answer ended before its last byte, although its status says nothing of it: a `failure`, which `error` has, or a
   * receiver who left or was too slow.
   */
  readonly cut?: "failure" | "receiver-left" | "receiver-slow" | undefined;
  /** Of an InternalError, InsufficientStorage, ServiceUnavailable or SlowDown, or of an answer that was cut: what went wrong, for the operator only. */
  readonly error?: Error | undefined;
}

/** A bucket that listens. */
export interface RunningBucket {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** What URLs for it are to be signed for. */
  readonly region: string;
  /** Of the first identity. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Lets running requests end, for 5 seconds at most, then closes the folder. */
  close(): Promise<void>;
}
