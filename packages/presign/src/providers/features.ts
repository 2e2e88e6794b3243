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
