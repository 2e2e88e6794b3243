/** Where a bucket is, and who speaks to it. */
export interface BucketAddress {
  readonly name: string;
  readonly region: string;
  /** Where the server itself talks to S3. Absent: the bucket's AWS host in `region`. */
  readonly endpoint?: string | undefined;
  /** Where browsers talk to S3: the host in every signed URL. Default: `endpoint`. */
  readonly publicEndpoint?: string | undefined;
  readonly addressing?: "virtual-hosted" | "path" | undefined;
  /** Signs what people get: GetObject, PutObject. Asked before each signature, so that temporary credentials may rotate. */
  readonly signer: CredentialSource;
  /** Signs the server's own calls: HeadObject, ListParts, DeleteObject, AbortMultipartUpload. */
  readonly janitor: CredentialSource;
}

export type CredentialSource = () => Promise<BucketCredentials>;

export interface BucketCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** No URL that these sign outlives it. */
  readonly expiration?: Date | undefined;
}
