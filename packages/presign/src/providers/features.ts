// What a service must have for an option, a header, a parameter or a field.
import type { Feature } from "./provider.ts";

export const sseFeature = (sse: unknown): Feature =>
  (sse as { algorithm?: unknown } | null)?.algorithm === "AES256" ? "sseS3" : "sseKms";

/** Options of a form → what the service must have for them. */
export const FORM_FEATURES: Readonly<Record<string, (value: unknown) => Feature>> = {
  checksum: () => "checksums",
  tagging: () => "tagging",
  acl: () => "acl",
  storageClass: () => "storageClass",
  sse: sseFeature,
  objectLock: () => "objectLock",
  websiteRedirectLocation: () => "websiteRedirect",
};

type Rule = readonly [name: RegExp, feature: Feature, only?: RegExp];

/** Headers, and fields of a form, by lower-case name; with a value of this kind alone, where that counts. */
const OF_HEADERS: readonly Rule[] = [
  [/^x-amz-(?:acl|grant-.*)$/, "acl"],
  [/^x-amz-tagging(?:-directive)?$/, "tagging"],
  [/^x-amz-storage-class$/, "storageClass"],
  [/^x-amz-server-side-encryption$/, "sseS3", /^AES256$/],
  [/^x-amz-server-side-encryption$/, "sseKms", /^(?!AES256$)/],
  [/^x-amz-server-side-encryption-(?:aws-kms-key-id|bucket-key-enabled|context)$/, "sseKms"],
  [/^x-amz-(?:copy-source-)?server-side-encryption-customer-.*$/, "sseCustomer"],
  [/^x-amz-(?:object-lock-.*|bypass-governance-retention)$/, "objectLock"],
  [/^x-amz-request-payer$/, "requesterPays"],
  [/^x-amz-(?:source-)?expected-bucket-owner$/, "expectedBucketOwner"],
  [/^x-amz-website-redirect-location$/, "websiteRedirect"],
  [/^x-amz-checksum-mode$/, "checksumMode"],
  [/^x-amz-(?:sdk-)?checksum-(?!mode$)/, "checksums"],
  [/^content-md5$/, "contentMd5"],
  [/^x-amz-copy-source$/, "versions", /\?versionId=/],
];

/** The same, where something is written: every service knows conditions on reading. */
const OF_WRITES: readonly Rule[] = [
  [/^if-none-match$/, "createOnly"],
  [/^if-match$/, "ifMatch"],
];

/** A form's own names. */
const OF_FIELDS: readonly Rule[] = [
  [/^acl$/, "acl"],
  [/^tagging$/, "tagging"],
];

/** Parameters of a query. Not `acl`, nor `versions` of a list: some of those that lack the options have the requests. */
const OF_PARAMETERS: readonly Rule[] = [
  [/^versionId$/, "versions"],
  [/^tagging$/, "tagging"],
  [/^(?:retention|legal-hold|object-lock)$/, "objectLock"],
  [/^(?:x-amz-request-payer|requestPayment)$/, "requesterPays"],
  [/^x-amz-expected-bucket-owner$/, "expectedBucketOwner"],
  [/^x-amz-checksum-mode$/, "checksumMode"],
];

export const featureOfHeader = (method: string, name: string, value: string): Feature | undefined =>
  find(OF_HEADERS, name, value) ?? (method === "GET" || method === "HEAD" ? undefined : find(OF_WRITES, name, value));

/** `value` is undefined of a field that the sender fills in, who may yet choose one that the service has. */
export const featureOfField = (name: string, value: string | undefined): Feature | undefined =>
  find([...OF_FIELDS, ...OF_HEADERS, ...OF_WRITES], name.toLowerCase(), value);

export const featureOfParameter = (name: string): Feature | undefined => find(OF_PARAMETERS, name, "");

const find = (rules: readonly Rule[], name: string, value: string | undefined): Feature | undefined =>
  rules.find(
    ([shape, , only]) => shape.test(name) && (only === undefined || (value !== undefined && only.test(value))),
  )?.[1];
