// What each call of a presigner takes. Units are in the names, bounds in the comments.

export interface RequestOptions {
  /** Life of the URL in seconds, 1..604800. */
  readonly expiresInSeconds: number;
  /** Further headers to sign: the caller of the URL must send exactly these. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further query parameters to sign, for example a grant's id as `x-daypass-grant`. S3 ignores unknown `x-` ones. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** The caller pays for the request (Requester Pays buckets). Travels in the URL, so a plain link works. */
  readonly requesterPays?: boolean | undefined;
}

/** Headers that S3 puts into its answer: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export interface ResponseHeaders {
  readonly contentType?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly expires?: string | undefined;
}

export interface GetOptions extends RequestOptions {
  readonly versionId?: string | undefined;
  readonly response?: ResponseHeaders | undefined;
  /** Saves the object under this name, whatever characters it has: an attachment disposition by RFC 6266. */
  readonly downloadAs?: string | undefined;
  /**
   * The same call gives the same URL, byte for byte, for so many seconds (1..604800, counted in windows since 1970), so that
   * browsers and proxies can cache what it leads to. It is signed as of the window's begin, and its life is longer by the
   * window, so that what was asked for holds from any moment in it; both together at most seven days.
   */
  readonly stableForSeconds?: number | undefined;
}

export interface DeleteOptions extends RequestOptions {
  readonly versionId?: string | undefined;
}

export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64 of the digest of the body. */
  readonly value: string;
}

export interface ServerSideEncryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** Id or ARN of the KMS key; without it, the account's own. */
  readonly kmsKeyId?: string | undefined;
  readonly bucketKeyEnabled?: boolean | undefined;
}

/** What belongs to an object that is made: signed headers all, so the uploader can change none of it. */
export interface ObjectOptions {
  readonly contentType?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly cacheControl?: string | undefined;
  /** User metadata, at most 2,048 bytes of names and values together; names without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** At most 10 tags. */
  readonly tagging?: Readonly<Record<string, string>> | undefined;
  readonly sse?: ServerSideEncryption | undefined;
  readonly storageClass?: string | undefined;
  /** A canned ACL; most buckets have ACLs disabled. */
  readonly acl?: string | undefined;
}

export interface PutOptions extends RequestOptions, ObjectOptions {
  /** Exact size of the body in bytes, 0..5 GiB. Signed: any other size is refused. */
  readonly contentLength?: number | undefined;
  readonly checksum?: Checksum | undefined;
  /** Signs `If-None-Match: *`: the object is created, never replaced. */
  readonly createOnly?: boolean | undefined;
}

export interface CreateMultipartOptions extends RequestOptions, ObjectOptions {
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  readonly checksumType?: "COMPOSITE" | "FULL_OBJECT" | undefined;
}

export interface UploadIdOptions extends RequestOptions {
  readonly uploadId: string;
}

export interface PartOptions extends UploadIdOptions {
  /** 1..10000 */
  readonly partNumber: number;
  /** Exact size of the part in bytes, 0..5 GiB. */
  readonly contentLength?: number | undefined;
  readonly checksum?: Checksum | undefined;
}

export interface CompleteOptions extends UploadIdOptions {
  /** Signs `If-None-Match: *`: the object is created, never replaced. */
  readonly createOnly?: boolean | undefined;
  /** Of the whole object, for uploads with a full-object checksum. */
  readonly checksum?: Checksum | undefined;
}

export interface ListPartsOptions extends UploadIdOptions {
  /** 1..1000 */
  readonly maxParts?: number | undefined;
  /** Parts after this number, 0..10000. */
  readonly partNumberMarker?: number | undefined;
}

export interface GeneralRequest extends RequestOptions {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Absent: the bucket itself, as for ListObjectsV2. */
  readonly key?: string | undefined;
  readonly contentLength?: number | undefined;
}
