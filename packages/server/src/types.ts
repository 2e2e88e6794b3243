/** What the server needs from whoever starts it. Nothing here is read from the environment or from a request. */
export interface ServerOptions {
  readonly version: string;
  /** Origin that people type, for example `http://localhost:3000`. Requests under another Host are redirected to it. */
  readonly publicUrl: string;
  readonly database: { readonly kind: "sqlite"; readonly file: string };
  readonly bucket: BucketConnection;
  /** 32-byte keys that seal what must be readable again (share links). The first seals, all open. */
  readonly instanceKeys: readonly InstanceKey[];
  /** The built pages. Absent: pages are plain HTML without style or script, the API works all the same. */
  readonly assets?: AssetFolder | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly log: Log;
  readonly clock?: (() => Date) | undefined;
}

export interface BucketConnection {
  readonly kind: "embedded" | "s3";
  readonly name: string;
  readonly region: string;
  /** Where the server itself talks to S3. Absent: the bucket's AWS host in `region`. */
  readonly endpoint?: string | undefined;
  /** Where browsers talk to S3: the host in every signed URL. Default: `endpoint`. */
  readonly publicEndpoint?: string | undefined;
  readonly addressing?: "virtual-hosted" | "path" | undefined;
  /** Every key begins with this. Default empty; `in/`, `f/` and the like come after it. */
  readonly keyPrefix?: string | undefined;
  /** Signs what people get: GetObject, PutObject. Asked before each signature, so that temporary credentials may rotate. */
  readonly signer: CredentialSource;
  /** Signs the server's own calls: HeadObject, ListParts, DeleteObject, AbortMultipartUpload. */
  readonly janitor: CredentialSource;
  /** POST forms are offered only where the bucket refuses to replace an object through them. */
  readonly postForms: boolean;
}

export type CredentialSource = () => Promise<BucketCredentials>;
export interface BucketCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

export interface InstanceKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The folder that Vite built, and its manifest: source name (`src/main.tsx`) → files below the folder. */
export interface AssetFolder {
  readonly folder: string;
  readonly manifest: Readonly<Record<string, { readonly file: string; readonly css?: readonly string[] }>>;
}

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

/** The part of pino that the server uses. Never given a URL with a query, a token, a password or a signature. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface Connection {
  /** Peer address of the socket, for rate limits and the audit trail. */
  readonly remoteAddress?: string | undefined;
}

export interface DaypassServer {
  /** The whole server as one function. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** A new one-time path `/setup/…` for the owner's account; null when there is an owner. Earlier ones stop working. */
  createSetupPath(): Promise<string | null>;
  /** An API token of the owner, shown this once. */
  createApiToken(name: string): Promise<string>;
  /** One round of the background work: expired uploads, deleted files' objects, old rows. `close` waits for it. */
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

/** The server cannot start, for a reason that the operator can mend. The message says what and how. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly code: "database_newer" | "database_unusable" | "configuration";
  constructor(code: StartError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
