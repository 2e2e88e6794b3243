// What a service that speaks S3 is like, as data.

/** What not every service has. A provider that lacks one has it refused at signing, with what to do instead. */
export const FEATURES = [
  "post",
  "createOnly",
  "ifMatch",
  "checksums",
  "checksumMode",
  "contentMd5",
  "versions",
  "tagging",
  "acl",
  "storageClass",
  "sseS3",
  "sseKms",
  "sseCustomer",
  "objectLock",
  "requesterPays",
  "expectedBucketOwner",
  "websiteRedirect",
  "oddKeys",
] as const;

/** One thing that not every service has, such as `post` for POST forms or `oddKeys` for keys with a backslash or NUL. */
export type Feature = (typeof FEATURES)[number];

/** A service that speaks S3: one of `PROVIDERS`, a changed copy of one, or a profile of your own. */
export interface Provider {
  /** As in messages: `Cloudflare R2`. */
  readonly name: string;
  /**
   * Where it answers: `https://` with `{region}` and `{accountId}` to be filled in; `aws` for AWS's own rules; `given` where
   * only whoever runs it knows, so that the option `endpoint` is needed. The option wins over a template.
   */
  readonly endpoint: "aws" | "given" | `https://${string}`;
  /** The one region that it has, which is then taken by itself, and no other. */
  readonly onlyRegion?: string | undefined;
  /** The region that is taken where none is given. */
  readonly usualRegion?: string | undefined;
  /** Where the bucket's name goes, unless the option says otherwise; a name with a dot goes into the path. */
  readonly addressing: "virtual-hosted" | "path";
  /** Longest life of a presigned URL or form. */
  readonly maxExpiresInSeconds: number;
  /** What it lacks → what to do instead, as the end of a sentence. */
  readonly lacks: Readonly<Partial<Record<Feature, string>>>;
  /** What could not be found out. It is signed, and may be refused or ignored. */
  readonly unchecked: readonly Feature[];
  /** What people trip over there. */
  readonly avoid: readonly string[];
  /** Pages and threads that these facts are from. */
  readonly sources: readonly string[];
}
