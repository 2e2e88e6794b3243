import type { Provider } from "./providers/provider.ts";
import type { RefusalCode } from "./verify/refusal.ts";

/** Long-term or temporary credentials. With a `sessionToken` every URL dies when the token does. */
export interface Credentials {
  /** 1..128 printable ASCII characters without `/` and `,`. It is in every URL and no secret. */
  readonly accessKeyId: string;
  /** Printable ASCII. No message and no URL holds it. */
  readonly secretAccessKey: string;
  /** Of temporary credentials. It is in every URL that they sign. */
  readonly sessionToken?: string | undefined;
  /** When the credentials end, and every signature of them. See `onCredentialExpiry`. */
  readonly expiration?: Date | undefined;
}

/** What `createPresigner` takes. */
export interface PresignerOptions {
  /**
   * A function is asked for each signature, so that refreshed temporary credentials are taken without a new presigner.
   * It answers at once, with what is there.
   */
  readonly credentials: Credentials | (() => Credentials);
  /** What a signature may be asked to outlive, its credentials: `refuse` (default), or `clamp`, which ends it with them and warns. */
  readonly onCredentialExpiry?: "refuse" | "clamp" | undefined;
  /**
   * Signing region, for example `eu-central-1`; the regional host is always used. May be left out where `bucket` is an
   * ARN, which says it.
   */
  readonly region?: string | undefined;
  /** A bucket's name, or the ARN of an access point (also of an Object Lambda, Outposts or multi-Region one). */
  readonly bucket: string;
  /**
   * A service other than AWS, for example `PROVIDERS.r2`: it knows endpoint and region, and what the service lacks is
   * refused when it is asked for. Without it, `endpoint` takes everything.
   */
  readonly provider?: Provider | undefined;
  /** Of providers whose host has the account in it. */
  readonly accountId?: string | undefined;
  /** `http(s)://host[:port]` of an S3-compatible service. Default: the bucket's AWS host in `region`. */
  readonly endpoint?: string | undefined;
  /** Default: virtual-hosted on AWS (path for bucket names with dots), path with `endpoint`. */
  readonly addressing?: "virtual-hosted" | "path" | undefined;
  /** Transfer Acceleration of AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html */
  readonly accelerate?: boolean | undefined;
  /** The host of AWS that answers over IPv6 too: https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html */
  readonly dualstack?: boolean | undefined;
  /** The host of AWS with validated cryptography: https://aws.amazon.com/compliance/fips/ */
  readonly fips?: boolean | undefined;
  /**
   * Whose credentials sign for a directory bucket (S3 Express): those of a session that CreateSession gave (default), or
   * those of IAM, as CreateSession itself takes them. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
   */
  readonly directoryBucketAuth?: "session" | "iam" | undefined;
  /**
   * Where a URL for a multi-Region access point holds: regions (`eu-central-1`), beginnings (`eu-*`) or `*`. Default:
   * everywhere. https://docs.aws.amazon.com/AmazonS3/latest/userguide/MrapOperations.html#use-presigned-url-mrap
   */
  readonly regionSet?: readonly string[] | undefined;
  /** Default: the machine's clock. */
  readonly clock?: (() => Date) | undefined;
  /**
   * Signs as of so many seconds ago, 0..900, for servers whose clock is behind; the life that was asked for is given on
   * top. Default 0: S3 itself takes a signature from up to 15 minutes ahead.
   */
  readonly backdateSeconds?: number | undefined;
}

/** What the maker of a signature should know about it. The code is API, the text is for people. */
export interface PresignWarning {
  /** Stable: programs may depend on it. */
  readonly code: PresignWarningCode;
  /** One or two sentences for people. */
  readonly text: string;
}

/**
 * `life_clamped`: the credentials end before the life that was asked for. `life_short`: less than two minutes are left.
 * `key_has_empty_segment`: the key begins with a slash or has two in a row, which some clients and proxies fold.
 * `request_long`: the URL and the headers to send are more than 8,192 bytes together, which many servers refuse.
 */
export type PresignWarningCode = "life_clamped" | "life_short" | "key_has_empty_segment" | "request_long";

/** A signed request. Whoever holds it can make exactly this request until `expiresAt`. */
export interface PresignedRequest {
  /** The one method that the URL is good for. */
  readonly method: string;
  /** Final ASCII URL. Editing it, even re-ordering through `URL.searchParams`, may break the signature. */
  readonly url: string;
  /** Signed headers that the caller must set itself, with exactly these values. Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Signed headers that an HTTP client sends by itself (`host`, `content-length`): values that it must match. */
  readonly sentByClient: Readonly<Record<string, string>>;
  /** When it stops working. Never later than the credentials' own end, where that is known. */
  readonly expiresAt: Date;
  /** Mostly none. */
  readonly warnings: readonly PresignWarning[];
}

/** A signed POST form. Send the fields in this order as `multipart/form-data`, with `file` as the last field. */
export interface PresignedForm {
  /** Where the form goes. */
  readonly url: string;
  /** In order: send them all as they stand, then the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that the sender adds, before the file: name → what the value must begin with, "" for anything. */
  readonly openFields: Readonly<Record<string, string>>;
  /** When the policy ends. Never later than the credentials' own end, where that is known. */
  readonly expiresAt: Date;
  /** Mostly none. */
  readonly warnings: readonly PresignWarning[];
}

/** What came over the wire, untouched: the verifier must see exactly what S3 would see. */
export interface RawRequest {
  /** As received: `GET`, `PUT`, … */
  readonly method: string;
  /** Raw request target in origin form: `/bucket/key?query`, as Node's `req.url` gives it. */
  readonly target: string;
  /** Alternating names and values as received, as Node's `req.rawHeaders` gives them. */
  readonly rawHeaders: readonly string[];
}

/** A key that the verifier may find. */
export interface KeyRecord {
  /** What the signature is checked with. A record without one, or with an empty one, is a `TypeError` and lets nobody in. */
  readonly secretAccessKey: string;
  /** Of a temporary key: requests must bring this very token. */
  readonly sessionToken?: string | undefined;
  /** When the key ends: from then on `ExpiredToken`. */
  readonly expiration?: Date | undefined;
}

/**
 * Finds a key by its id, at once: undefined (or null) for one that is not there. Called with whatever came over the wire.
 * A promise is a `TypeError`: fetch the keys before.
 */
export type KeyLookup = (accessKeyId: string) => KeyRecord | null | undefined;

/** What an endpoint knows about itself. */
export interface VerifyOptions {
  /** The one region that the endpoint answers for. */
  readonly region: string;
  /** Host values (with port) that the endpoint answers to. Default: any single Host. */
  readonly authorities?: readonly string[] | undefined;
  /** An endpoint's own cap on the life of a presigned URL, 1..604800. Default 604800. */
  readonly maxExpiresInSeconds?: number | undefined;
  /** Origins (`https://host[:port]`) to which a POST form may redirect after success. Default: none. */
  readonly redirectOrigins?: readonly string[] | undefined;
}

/** What the signature covers of the body, which the endpoint must hold the body to. */
export type PayloadRule =
  | { readonly kind: "unsigned" }
  | { readonly kind: "sha256"; readonly hex: string }
  | ChunkedPayload;

/**
 * The body comes in aws-chunked encoding. Nothing of it counts before its reader's `end` has said yes, and a trailer is
 * to be held against the bytes that were read: where the chunks are not signed it is all that vouches for them.
 */
export interface ChunkedPayload {
  readonly kind: "chunks";
  /** Length of the object in bytes, as the request declares it: a safe integer from 0 up. */
  readonly decodedBytes: number;
  /** The checksum that comes after the last chunk, for example `x-amz-checksum-crc32`. */
  readonly trailerName: string | undefined;
  /** Makes a reader for one body. Hand it Node's `() => createHash("sha256")`, or another SHA-256 that takes bytes piece by piece. */
  createReader(createSha256: CreateSha256): ChunkReader;
}

/** Makes a SHA-256 that takes bytes piece by piece, such as Node's `() => createHash("sha256")`. */
export type CreateSha256 = () => { update(bytes: Uint8Array): unknown; digest(encoding: "hex"): string };

/** Reads a body in aws-chunked encoding piece by piece. After a refusal it answers nothing but that. */
export interface ChunkReader {
  /** The object's bytes among those that came, in order, without a copy. */
  read(bytes: Uint8Array): readonly Uint8Array[] | Refusal;
  /** When the body has ended: whether it was whole and every signature right, and the value of its trailer. */
  end(): { readonly ok: true; readonly trailer: string | undefined } | Refusal;
}

/** The facts of a request whose signature is right. Handlers take their identity, path and query from here only. */
export interface VerifiedRequest {
  readonly ok: true;
  /** Where the signature was. */
  readonly authentication: "query" | "header";
  /** Whose permission it is. */
  readonly accessKeyId: string;
  /** The time in the signature. */
  readonly signedAt: Date;
  /** Only for query authentication. */
  readonly expiresAt?: Date | undefined;
  /** As received, and signed. */
  readonly method: string;
  /** Percent-decoded once, begins with `/`. */
  readonly path: string;
  /** Decoded pairs in the order received, without the `X-Amz-*` parameters of the signature itself. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Received headers, names in lower case, values trimmed, repeated ones kept apart. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Lower-case names. What is not among them, whoever sent the request could choose. */
  readonly signedHeaders: readonly string[];
  /** What the body must be held to. */
  readonly payload: PayloadRule;
}

/** An expected no, in S3's own words. */
export interface Refusal {
  readonly ok: false;
  /** S3's error code. */
  readonly code: RefusalCode;
  /** Status of the answer. */
  readonly status: number;
  /** S3's own words, without any secret. */
  readonly message: string;
  /** Further elements of S3's error document, for example `HeadersNotSigned`, `ServerTime`. Never the expected signature. */
  readonly details?: Readonly<Record<string, string>> | undefined;
}

/** The fields of a POST form before its file, in the order received, names as received. */
export interface RawForm {
  /** The bucket that the form was sent to. */
  readonly bucket: string;
  /** Names count without regard to case; none may come twice. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** File name that the client gave, for `${filename}` in the key. */
  readonly fileName?: string | undefined;
}

/** The facts of a form whose signature and policy are right. */
export interface VerifiedForm {
  readonly ok: true;
  readonly authentication: "post";
  /** Whose permission it is. */
  readonly accessKeyId: string;
  /** With the client's file name in place of `${filename}`. */
  readonly key: string;
  /** Field values by lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
  /** Bounds of `content-length-range`, when the policy has one, bytes inclusive. */
  readonly sizeRangeBytes?: { readonly min: number; readonly max: number } | undefined;
  /** When the policy ends. */
  readonly expiresAt: Date;
}
