import type { Limits } from "./domain/limits.ts";
import type { Log } from "./http/log.ts";
import type { BucketAddress } from "./storage/bucket-address.ts";

export type { Limits } from "./domain/limits.ts";
export type { Log } from "./http/log.ts";
export type { BucketCredentials, CredentialSource } from "./storage/bucket-address.ts";

/** What the server needs from whoever starts it. Nothing here is read from the environment or from a request. */
export interface ServerOptions {
  readonly version: string;
  /** Origin that people type, for example `http://localhost:3000`. Requests under another Host are redirected to it. */
  readonly publicUrl: string;
  readonly database: {
    readonly kind: "sqlite";
    readonly file: string;
    /**
     * Default true: a database of an older Daypass is copied and brought to this version. False for what runs beside a
     * server, which may be of that older version: `database_older` then, and nothing is changed.
     */
    readonly mayMigrate?: boolean | undefined;
  };
  readonly bucket: BucketConnection;
  /** 32-byte keys that seal what must be readable again (share links). The first seals, all open. */
  readonly instanceKeys: readonly InstanceKey[];
  /** The built pages. Absent: pages are plain HTML without style or script, the API works all the same. */
  readonly assets?: AssetFolder | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly log: Log;
  readonly clock?: (() => Date) | undefined;
}

export interface BucketConnection extends BucketAddress {
  readonly kind: "embedded" | "s3";
  /** Every key begins with this. Default empty; `f/` comes after it. */
  readonly keyPrefix?: string | undefined;
  /** POST forms are offered only where the bucket refuses to replace an object through them. */
  readonly postForms: boolean;
}

export interface InstanceKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The folder that Vite built, and its manifest: source name (`src/main.tsx`) → files below the folder. */
export interface AssetFolder {
  readonly folder: string;
  readonly manifest: Readonly<
    Record<string, { readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }>
  >;
}

export interface Connection {
  /** Peer address of the socket, for rate limits and the audit trail. */
  readonly remoteAddress?: string | undefined;
}

/** An API token as a list shows it: not the token itself. */
export interface ApiToken {
  /** `tok_` and 26 characters. */
  readonly id: string;
  /** What it is for, as it was said when it was made. */
  readonly name: string;
  /** Its last characters, to tell it from others; null for one made before they were noted. */
  readonly ending: string | null;
  readonly createdAt: Date;
  /** Of a use, at most an hour before the last one; null before the first. */
  readonly usedAt: Date | null;
}

/** A link to choose a new password. Using it ends every session of the account. */
export interface ResetLink {
  /** `/reset/…`, to be opened under the public address. */
  readonly path: string;
  /** Whose password it sets. */
  readonly login: string;
  /** An hour after it was made. */
  readonly expiresAt: Date;
}

export interface DaypassServer {
  /** The whole server as one function. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** A new one-time path `/setup/…` for the owner's account; null when there is an owner. Earlier ones stop working. */
  createSetupPath(): Promise<string | null>;
  /** A new one-time link for an owner who lost the password; null when there is no owner. Earlier ones stop working. */
  createResetLink(): Promise<ResetLink | null>;
  /** An API token of the owner, shown this once. */
  createApiToken(name: string): Promise<string>;
  /** The owner's API tokens that work, newest first. */
  listApiTokens(): Promise<ApiToken[]>;
  /** Ends an API token of the owner: the next request with it is refused. False when there is no such token. */
  revokeApiToken(id: string): Promise<boolean>;
  /** One round of the background work: expired uploads, deleted files' objects, old rows. `close` waits for it. */
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

/** The server cannot start, for a reason that the operator can mend. The message says what and how. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly code: "database_newer" | "database_older" | "database_unusable" | "configuration";
  constructor(code: StartError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
