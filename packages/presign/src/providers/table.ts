// Services that speak S3, one entry each. Every fact is from the pages in `sources`; what they do not say is `unchecked`.
import type { Provider } from "./provider.ts";

const SEVEN_DAYS = 604_800;

const USE_PUT = "use put, with contentLength for an exact size";
const USE_SECRET_KEY = "give each upload a key of its own that cannot be guessed, and look with HEAD before it counts";
const USE_MD5 = "use contentMd5";
const USE_NO_MODE = "leave it out, and compare what you kept yourself";
const USE_METADATA = "use metadata, or keep it in your own records";
const USE_NO_ACL = "leave it out, and say who may read on the bucket";
const USE_NEW_KEYS = "give each state of a file a key of its own";
const USE_DEFAULT_ENCRYPTION = "leave it out, it encrypts everything by itself";
const USE_CUSTOMER_KEY = "leave it out, or use customerKey";
const USE_NOTHING = "leave it out";

const aws: Provider = {
  name: "AWS S3",
  endpoint: "aws",
  addressing: "virtual-hosted",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {},
  unchecked: [],
  avoid: ["New buckets have ACLs disabled: `acl` and `grants` are then refused with AccessControlListNotSupported."],
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",
    "https://docs.aws.amazon.com/general/latest/gr/s3.html",
  ],
};

const r2: Provider = {
  name: "Cloudflare R2",
  endpoint: "https://{accountId}.r2.cloudflarestorage.com",
  onlyRegion: "auto",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {
    post: USE_PUT,
    checksumMode: USE_NO_MODE,
    versions: USE_NEW_KEYS,
    tagging: USE_METADATA,
    acl: "leave it out: a bucket is private, or public as a whole",
    sseS3: USE_DEFAULT_ENCRYPTION,
    sseKms: USE_CUSTOMER_KEY,
    objectLock: "lock the bucket with its own rules",
    requesterPays: USE_NOTHING,
    expectedBucketOwner: "leave it out, the account is in the host",
    websiteRedirect: USE_NOTHING,
  },
  unchecked: ["ifMatch"],
  avoid: [
    "Its pages list `ifMatch` for uploads, not for deletes: do not let a delete depend on it.",
    "A custom domain takes no presigned URLs: only the account's own host does.",
    "Buckets of a jurisdiction answer elsewhere: give `endpoint`, as in https://ACCOUNT.eu.r2.cloudflarestorage.com.",
  ],
  sources: [
    "https://developers.cloudflare.com/r2/api/s3/api/",
    "https://developers.cloudflare.com/r2/api/s3/presigned-urls/",
    "https://developers.cloudflare.com/r2/api/s3/extensions/",
  ],
};

const b2: Provider = {
  name: "Backblaze B2",
  endpoint: "https://s3.{region}.backblazeb2.com",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {
    post: USE_PUT,
    createOnly: USE_SECRET_KEY,
    ifMatch: "let one writer change an object, and read its versions",
    checksums: USE_MD5,
    checksumMode: USE_NO_MODE,
    tagging: USE_METADATA,
    acl: USE_NO_ACL,
    sseKms: "use sse AES256, or customerKey",
    websiteRedirect: USE_NOTHING,
  },
  unchecked: ["storageClass", "requesterPays"],
  avoid: [
    "A master application key does not work with S3: make a key of its own.",
    "Every bucket has versions: an upload to the same key hides the old object and keeps it.",
  ],
  sources: [
    "https://www.backblaze.com/docs/cloud-storage-s3-compatible-api",
    "https://www.backblaze.com/apidocs/s3-put-object",
    "https://github.com/transloadit/uppy/issues/5052",
    "https://github.com/sathinduga/obsidian-s3-sync-and-backup/issues/78",
  ],
};

const gcs: Provider = {
  name: "Google Cloud Storage",
  endpoint: "https://storage.googleapis.com",
  onlyRegion: "auto",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {
    createOnly: USE_SECRET_KEY,
    ifMatch: "let one writer change an object",
    versions: 'give its generation: query { generation: "…" }',
    tagging: USE_METADATA,
    sseS3: USE_DEFAULT_ENCRYPTION,
    sseKms: "give the bucket a default key",
    requesterPays: 'name the project: query { userProject: "…" }',
  },
  unchecked: [
    "post",
    "checksums",
    "checksumMode",
    "storageClass",
    "sseCustomer",
    "objectLock",
    "expectedBucketOwner",
    "websiteRedirect",
  ],
  avoid: [
    "Only HMAC keys sign here, not service account files.",
    "Storage classes have Google's names, NEARLINE where S3 has STANDARD_IA.",
  ],
  sources: [
    "https://docs.cloud.google.com/storage/docs/aws-simple-migration",
    "https://docs.cloud.google.com/storage/docs/xml-api/reference-headers",
    "https://docs.cloud.google.com/storage/docs/request-preconditions",
  ],
};

const minio: Provider = {
  name: "MinIO",
  endpoint: "given",
  usualRegion: "us-east-1",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: { acl: "leave it out, and use a policy of the bucket", websiteRedirect: USE_NOTHING },
  unchecked: ["requesterPays", "expectedBucketOwner"],
  avoid: ["Sign for the address that the browser uses, not for the one inside the container network."],
  sources: [
    "https://docs.min.io/enterprise/aistor-object-store/developers/s3-api-compatibility",
    "https://github.com/minio/minio/issues/7857",
  ],
};

const ceph: Provider = {
  name: "Ceph RGW",
  endpoint: "given",
  usualRegion: "us-east-1",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {},
  unchecked: ["createOnly", "ifMatch", "checksums", "checksumMode", "sseS3", "expectedBucketOwner", "websiteRedirect"],
  avoid: ["A form replaces what is there, whatever it says of If-None-Match: to create only, use put."],
  sources: ["https://docs.ceph.com/en/latest/radosgw/s3/"],
};

const wasabi: Provider = {
  name: "Wasabi",
  endpoint: "https://s3.{region}.wasabisys.com",
  addressing: "virtual-hosted",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {},
  unchecked: [
    "post",
    "createOnly",
    "ifMatch",
    "checksums",
    "checksumMode",
    "contentMd5",
    "sseKms",
    "sseCustomer",
    "requesterPays",
    "expectedBucketOwner",
    "websiteRedirect",
  ],
  avoid: [],
  sources: [
    "https://docs.wasabi.com/apidocs/wasabi-api",
    "https://docs.wasabi.com/docs/operations-on-objects",
    "https://docs.wasabi.com/docs/december-2023-apis",
  ],
};

const digitalocean: Provider = {
  name: "DigitalOcean Spaces",
  endpoint: "https://{region}.digitaloceanspaces.com",
  addressing: "virtual-hosted",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: { sseKms: USE_CUSTOMER_KEY, requesterPays: USE_NOTHING },
  unchecked: [
    "post",
    "createOnly",
    "ifMatch",
    "checksums",
    "checksumMode",
    "contentMd5",
    "storageClass",
    "sseS3",
    "objectLock",
    "expectedBucketOwner",
    "websiteRedirect",
  ],
  avoid: [
    "The CDN's host is the exception to the rule that nobody may change a host: sign for the Space's own, then put the CDN's in its place.",
  ],
  sources: [
    "https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/",
    "https://docs.digitalocean.com/reference/api/spaces-api/",
    "https://github.com/jschneier/django-storages/issues/1075",
  ],
};

const hetzner: Provider = {
  name: "Hetzner Object Storage",
  endpoint: "https://{region}.your-objectstorage.com",
  addressing: "virtual-hosted",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {
    sseS3: USE_CUSTOMER_KEY,
    sseKms: USE_CUSTOMER_KEY,
    requesterPays: USE_NOTHING,
    websiteRedirect: USE_NOTHING,
  },
  unchecked: [
    "post",
    "createOnly",
    "ifMatch",
    "checksums",
    "checksumMode",
    "contentMd5",
    "tagging",
    "storageClass",
    "expectedBucketOwner",
  ],
  avoid: ["A custom domain for a bucket is not supported."],
  sources: ["https://docs.hetzner.com/storage/object-storage/supported-actions/"],
};

const yandex: Provider = {
  name: "Yandex Object Storage",
  endpoint: "https://storage.yandexcloud.net",
  onlyRegion: "ru-central1",
  addressing: "path",
  maxExpiresInSeconds: 2_592_000,
  lacks: { sseS3: 'use sse "aws:kms", or leave it out' },
  unchecked: [
    "checksums",
    "checksumMode",
    "tagging",
    "sseCustomer",
    "requesterPays",
    "expectedBucketOwner",
    "websiteRedirect",
  ],
  avoid: ["The policy of a bucket can forbid presigned URLs altogether."],
  sources: [
    "https://yandex.cloud/en/docs/storage/concepts/pre-signed-urls",
    "https://yandex.cloud/en/docs/storage/operations/objects/link-for-download",
    "https://yandex.cloud/en/docs/storage/s3/api-ref/object/upload",
  ],
};

/** The embedded bucket, `daypass bucket`. A test holds this against the bucket itself. */
const daypass: Provider = {
  name: "Daypass bucket",
  endpoint: "given",
  usualRegion: "us-east-1",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {
    versions: USE_NEW_KEYS,
    acl: "leave it out, and give each identity a policy",
    storageClass: "leave it out, there is only one",
    sseS3: "leave it out, and encrypt the disk",
    sseKms: "leave it out, and encrypt the disk",
    sseCustomer: "leave it out, and encrypt before the upload",
    objectLock: "sign with an identity that may only create",
    requesterPays: USE_NOTHING,
    expectedBucketOwner: USE_NOTHING,
    websiteRedirect: USE_NOTHING,
    oddKeys: "choose keys without",
  },
  unchecked: [],
  avoid: ["It speaks HTTP: put a proxy in front that passes Host on unchanged."],
  sources: ["https://www.npmjs.com/package/@daypass/bucket"],
};

/** The services that are known, by a short name. */
export const PROVIDERS = { aws, r2, b2, gcs, minio, ceph, wasabi, digitalocean, hetzner, yandex, daypass } as const;

/** A key of `PROVIDERS`. */
export type ProviderName = keyof typeof PROVIDERS;
