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
  unchecked: [],
  avoid: [
    "Its page of conditional operations names uploads and copies, not deletes: do not let a delete depend on `ifMatch`.",
    "A custom domain takes no presigned URLs: only the account's own host does.",
    "Buckets of a jurisdiction answer elsewhere: give `endpoint`, as in https://ACCOUNT.eu.r2.cloudflarestorage.com.",
  ],
  sources: [
    "https://developers.cloudflare.com/r2/api/s3/api/",
    "https://developers.cloudflare.com/r2/api/s3/presigned-urls/",
    "https://developers.cloudflare.com/r2/api/s3/extensions/",
    "https://developers.cloudflare.com/r2/api/s3/conditional-operations/",
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
    checksums: USE_MD5,
    checksumMode: USE_NO_MODE,
    versions: 'give its generation: query { generation: "…" }',
    tagging: USE_METADATA,
    sseS3: USE_DEFAULT_ENCRYPTION,
    sseKms: "give the bucket a default key",
    requesterPays: 'name the project: query { userProject: "…" }',
    expectedBucketOwner: USE_NOTHING,
    websiteRedirect: USE_NOTHING,
  },
  unchecked: ["post", "sseCustomer", "objectLock"],
  avoid: [
    "Only HMAC keys sign here, not service account files.",
    "Storage classes have Google's names, NEARLINE where S3 has STANDARD_IA.",
    "Its page of forms knows Google's own fields and does not say that those of AWS work: use put.",
    "It has headers of its own for the retention of an object, none for a legal hold.",
  ],
  sources: [
    "https://docs.cloud.google.com/storage/docs/aws-simple-migration",
    "https://docs.cloud.google.com/storage/docs/xml-api/reference-headers",
    "https://docs.cloud.google.com/storage/docs/request-preconditions",
    "https://cloud.google.com/storage/docs/xml-api/post-object-forms",
  ],
};

const minio: Provider = {
  name: "MinIO",
  endpoint: "given",
  usualRegion: "us-east-1",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {
    acl: "leave it out, and use a policy of the bucket",
    requesterPays: USE_NOTHING,
    expectedBucketOwner: USE_NOTHING,
    websiteRedirect: USE_NOTHING,
  },
  unchecked: [],
  avoid: [
    "Sign for the address that the browser uses, not for the one inside the container network.",
    "Its pages list conditions for put, delete and the start of an upload in parts, not for its completion.",
  ],
  sources: [
    "https://docs.min.io/enterprise/aistor-object-store/developers/s3-api-compatibility",
    "https://github.com/minio/minio/issues/7857",
    "https://github.com/minio/minio/blob/master/cmd/dummy-handlers.go",
    "https://github.com/minio/minio/blob/master/internal/http/headers.go",
  ],
};

const ceph: Provider = {
  name: "Ceph RGW",
  endpoint: "given",
  usualRegion: "us-east-1",
  addressing: "path",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: {},
  unchecked: ["checksumMode", "expectedBucketOwner"],
  avoid: [
    "A form replaces what is there, whatever it says of If-None-Match: to create only, use put.",
    "Give `ifMatch` the ETag without its quotes: with them many releases answer 412.",
    "Before 20.2.1, conditions on deletes and on the completion of an upload in parts may not hold.",
    "Older releases check a checksum only if `headers` names it in x-amz-sdk-checksum-algorithm too.",
    "Encryption with `sse` needs a server of keys that its operator has set up.",
  ],
  sources: [
    "https://docs.ceph.com/en/latest/radosgw/s3/",
    "https://docs.ceph.com/en/tentacle/radosgw/encryption/",
    "https://github.com/ceph/ceph/blob/main/src/rgw/rgw_rest_s3.cc",
    "https://github.com/ceph/ceph/blob/main/src/rgw/rgw_rest.cc",
    "https://github.com/ceph/ceph/blob/main/src/rgw/rgw_cksum_pipe.h",
    "https://github.com/ceph/ceph/blob/main/doc/releases/tentacle.rst",
    "https://github.com/ceph/ceph/pull/61215",
    "https://github.com/ceph/ceph/pull/63326",
    "https://github.com/block/buzz/issues/3002",
    "https://www.ibm.com/docs/en/storage-ceph/9.9.1?topic=operations-s3-add-object-bucket",
  ],
};

const wasabi: Provider = {
  name: "Wasabi",
  endpoint: "https://s3.{region}.wasabisys.com",
  addressing: "virtual-hosted",
  maxExpiresInSeconds: SEVEN_DAYS,
  lacks: { sseKms: USE_CUSTOMER_KEY },
  unchecked: [
    "post",
    "createOnly",
    "ifMatch",
    "checksums",
    "checksumMode",
    "requesterPays",
    "expectedBucketOwner",
    "websiteRedirect",
  ],
  avoid: [],
  sources: [
    "https://docs.wasabi.com/apidocs/wasabi-api",
    "https://docs.wasabi.com/docs/operations-on-objects",
    "https://docs.wasabi.com/docs/december-2023-apis",
    "https://docs.wasabi.com/docs/rest-api-introduction",
    "https://docs.wasabi.com/docs/how-does-sse-c-encryption-work-with-wasabi",
    "https://wasabi.com/wp-content/themes/wasabi/docs/API_Guide/topics/Object_Server-Side_Encryption.htm",
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
    "checksums",
    "checksumMode",
    "storageClass",
    "sseS3",
    "objectLock",
    "expectedBucketOwner",
    "websiteRedirect",
  ],
  avoid: [
    "The CDN's host is the exception to the rule that nobody may change a host: sign for the Space's own, then put the CDN's in its place.",
    "Give `ifMatch` the ETag without its quotes: with them it answers 412.",
  ],
  sources: [
    "https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/",
    "https://docs.digitalocean.com/reference/api/spaces-api/",
    "https://github.com/jschneier/django-storages/issues/1075",
    "https://www.digitalocean.com/community/pages/spaces_update",
    "https://github.com/ceph/ceph/blob/main/src/rgw/rgw_rest_s3.cc",
    "https://github.com/slatedb/slatedb/issues/1818",
    "https://github.com/slatedb/slatedb/pull/1816",
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
  unchecked: ["checksums", "checksumMode", "storageClass", "expectedBucketOwner"],
  avoid: [
    "A custom domain for a bucket is not supported.",
    "A form replaces what is there, whatever it says of If-None-Match: to create only, use put.",
    "Give `ifMatch` the ETag without its quotes: with them it answers 412.",
    "In September 2026 it took the SHA-256 of an upload and did not give it back: use contentMd5.",
  ],
  sources: [
    "https://docs.hetzner.com/storage/object-storage/supported-actions/",
    "https://docs.hetzner.com/storage/object-storage/overview",
    "https://github.com/ceph/ceph/blob/main/src/rgw/rgw_rest_s3.cc",
    "https://github.com/TheOrcDev/videorc/blob/main/docs/releases/storage-compat-2026-09.md",
  ],
};

const yandex: Provider = {
  name: "Yandex Object Storage",
  endpoint: "https://storage.yandexcloud.net",
  onlyRegion: "ru-central1",
  addressing: "path",
  maxExpiresInSeconds: 2_592_000,
  lacks: {
    sseS3: 'use sse "aws:kms", or leave it out',
    sseCustomer: 'use sse "aws:kms", or encrypt before the upload',
  },
  unchecked: ["checksums", "checksumMode", "tagging", "requesterPays", "expectedBucketOwner"],
  avoid: [
    "The policy of a bucket can forbid presigned URLs altogether.",
    "Its pages list conditions for put, not for deletes or for the completion of an upload in parts.",
    "A form stores in the standard class only.",
  ],
  sources: [
    "https://yandex.cloud/en/docs/storage/concepts/pre-signed-urls",
    "https://yandex.cloud/en/docs/storage/operations/objects/link-for-download",
    "https://yandex.cloud/en/docs/storage/s3/api-ref/object/upload",
    "https://yandex.cloud/en/docs/storage/concepts/encryption",
    "https://yandex.cloud/en/docs/storage/concepts/presigned-post-forms",
    "https://yandex.cloud/en/docs/storage/s3/api-ref/policy/conditions",
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
