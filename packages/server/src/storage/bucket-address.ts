/** Where a bucket is, and who speaks to it. */
export interface BucketAddress {
  readonly name: string;
  readonly region: string;
  /** Where the server itself talks to S3. Absent: the bucket's AWS host in `region`. */
  readonly endpoint?: string | undefined;
  /** Where browsers talk to S3: the host in every signed URL. Default: `endpoint`. */
  readonly publicEndpoint?: string | undefined;
  readonly addressing?: "virtual-hosted" | "path" | undefined;
  /** AWS's host with validated cryptography (https://aws.amazon.com/compliance/fips/); nothing to an endpoint that is given. */
  readonly fips?: boolean | undefined;
  /** AWS's host that answers over IPv6 too; nothing to an endpoint that is given. */
  readonly dualstack?: boolean | undefined;
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
