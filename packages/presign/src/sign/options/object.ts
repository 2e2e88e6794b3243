// What belongs to an object that is made: signed headers all, so that the uploader can change none of it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
import { PresignError, requireKnownOptions, requireRecord, requireString, show } from "../../errors.ts";
import { addHeader, addMetadata, type MutableHeaders } from "../headers.ts";
import { CUSTOMER_KEY_RULE, type CustomerKey } from "./customer-key.ts";
import { type ServerSideEncryption, SSE_RULE } from "./encryption.ts";
import { addObjectLock, type ObjectLock } from "./object-lock.ts";
import { dateHeaderRule, headerRule, putHeader, type RulesFor } from "./rules.ts";
import { tagsOfHeader } from "./tags.ts";

/** Grantees as S3 writes them, for example `id="…"` or `uri="…"`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
export interface Grants {
  /** May do everything. */
  readonly fullControl?: string | undefined;
  /** May read the object. */
  readonly read?: string | undefined;
  /** May read the object's ACL. */
  readonly readAcp?: string | undefined;
  /** May write the object's ACL. */
  readonly writeAcp?: string | undefined;
}

/** What belongs to an object that is made: signed headers all, so that the uploader can change none of it. */
export interface ObjectOptions {
  /** Signed: an upload with another type is refused. Without it the uploader chooses. */
  readonly contentType?: string | undefined;
  /** Kept with the object. ASCII: for the name of a download, `downloadAs` of `get` takes every character. */
  readonly contentDisposition?: string | undefined;
  /** Kept with the object, for example `gzip`. */
  readonly contentEncoding?: string | undefined;
  /** Kept with the object, for example `de`. */
  readonly contentLanguage?: string | undefined;
  /** Kept with the object, for example `max-age=3600`. */
  readonly cacheControl?: string | undefined;
  /** Until when caches may keep the object. S3 itself does not delete it then. */
  readonly expires?: Date | undefined;
  /** User metadata, at most 2,048 bytes of names and values together; names without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** 1..10 tags: names of 1..128 and values of 0..256 letters, digits, blanks and `+ - = . _ : / @`; none begins with `aws:`. */
  readonly tagging?: Readonly<Record<string, string>> | undefined;
  /** Encryption by S3. */
  readonly sse?: ServerSideEncryption | undefined;
  /** Excludes `sse`. */
  readonly customerKey?: CustomerKey | undefined;
  /** For example `STANDARD_IA`; each provider has its own. */
  readonly storageClass?: string | undefined;
  /** A canned ACL; most buckets have ACLs disabled. */
  readonly acl?: string | undefined;
  /** Excludes `acl`. */
  readonly grants?: Grants | undefined;
  /** Where a bucket that is a website sends its visitors instead: `/key` or a web address. */
  readonly websiteRedirectLocation?: string | undefined;
  /** Retention and legal hold. Of `put`, S3 then wants `checksum` or `contentMd5` too. */
  readonly objectLock?: ObjectLock | undefined;
}

const GRANT_HEADERS = /* @__PURE__ */ new Map([
  ["fullControl", "x-amz-grant-full-control"],
  ["read", "x-amz-grant-read"],
  ["readAcp", "x-amz-grant-read-acp"],
  ["writeAcp", "x-amz-grant-write-acp"],
]);
const GRANT_MEMBERS = /* @__PURE__ */ (() => new Set(GRANT_HEADERS.keys()))();

export const makeObjectRules = (): RulesFor<ObjectOptions> => ({
  contentType: headerRule("content-type"),
  contentDisposition: headerRule("content-disposition"),
  contentEncoding: headerRule("content-encoding"),
  contentLanguage: headerRule("content-language"),
  cacheControl: headerRule("cache-control"),
  expires: dateHeaderRule("expires", "expires"),
  metadata: {
    read(draft, value) {
      draft.headers ??= {};
      addMetadata(draft.headers, value as Record<string, string>);
    },
  },
  tagging: {
    feature: "tagging",
    read(draft, value) {
      putHeader(draft, "x-amz-tagging", tagsOfHeader(value));
    },
  },
  sse: SSE_RULE,
  customerKey: CUSTOMER_KEY_RULE,
  storageClass: headerRule("x-amz-storage-class", "storageClass"),
  acl: headerRule("x-amz-acl", "acl"),
  grants: {
    feature: "acl",
    read(draft, value, { acl }) {
      if (acl !== undefined) throw new TypeError("acl and grants exclude each other: give one");
      requireRecord("grants", value);
      const own = requireKnownOptions("grants", value, GRANT_MEMBERS);
      for (const [name, header] of GRANT_HEADERS) if (own[name] !== undefined) putHeader(draft, header, own[name]);
    },
  },
  websiteRedirectLocation: {
    feature: "websiteRedirect",
    read(draft, value) {
      draft.headers ??= {};
      addWebsiteRedirect(draft.headers, value);
    },
  },
  objectLock: {
    feature: "objectLock",
    read(draft, value) {
      draft.headers ??= {};
      addObjectLock(draft.headers, value as ObjectLock);
    },
  },
});

export function addWebsiteRedirect(headers: MutableHeaders, location: unknown): void {
  requireString("websiteRedirectLocation", location);
  if (!/^(?:\/|https?:\/\/)/.test(location))
    throw new PresignError(
      "option_invalid",
      `websiteRedirectLocation must be a path that begins with "/" or an http(s) URL, got ${show(location)}`,
    );
  addHeader(headers, "x-amz-website-redirect-location", location);
}
