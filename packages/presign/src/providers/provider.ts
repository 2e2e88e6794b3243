// What a service that speaks S3 is like, as data.

/** What not every service has. A provider that lacks one has it refused at signing, with what to do instead. */
export type Feature =
  | "post"
  | "createOnly"
  | "ifMatch"
  | "checksums"
  | "versions"
  | "tagging"
  | "acl"
  | "storageClass"
  | "sseS3"
  | "sseKms"
  | "sseCustomer"
  | "objectLock"
  | "requesterPays"
  | "expectedBucketOwner"
  | "websiteRedirect";

export interface Provider {
  /** As in messages: `Cloudflare R2`. */
  readonly name: string;
  /** What it lacks → what to do instead, as the end of a sentence. */
  readonly lacks: Readonly<Partial<Record<Feature, string>>>;
}
