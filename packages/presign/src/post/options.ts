import type { Checksum } from "../sign/options/checksum.ts";
import type { ServerSideEncryption } from "../sign/options/encryption.ts";
import type { ObjectLock } from "../sign/options/object-lock.ts";

/**
 * What a form allows. Whatever has a value here is a field with a condition that allows exactly this value. What the
 * sender may choose is said by an option of its own name: `keyStartsWith` to `anyFields`, and nothing else.
 */
export interface FormOptions {
  /** The object's key. Give this, `keyStartsWith` or `anyKey`. */
  readonly key?: string | undefined;
  /** The key begins with this, the sender chooses the rest; the form takes the file's own name (`${filename}`). End it with "/": "a/1" allows "a/10" too. */
  readonly keyStartsWith?: string | undefined;
  /** `true`: the sender chooses the whole key, so any object of the bucket may be written. */
  readonly anyKey?: true | undefined;
  /** Life of the form in seconds, 1..604800. */
  readonly expiresInSeconds: number;
  /** Size of the file in bytes, both ends included, 0..5 GiB. */
  readonly contentLengthRange: { readonly min: number; readonly max: number };

  /** The form's Content-Type field; the policy allows no other. Without it and its two sisters, the form cannot set a type. */
  readonly contentType?: string | undefined;
  /** The sender names a type that begins with this, for example `image/`. Of several types with commas, each must. */
  readonly contentTypeStartsWith?: string | undefined;
  /** `true`: the sender names any type. */
  readonly anyContentType?: true | undefined;
  /** The form's Content-Disposition field, kept with the object. */
  readonly contentDisposition?: string | undefined;
  /** The form's Content-Encoding field, kept with the object. */
  readonly contentEncoding?: string | undefined;
  /** The form's Cache-Control field, kept with the object. */
  readonly cacheControl?: string | undefined;
  /** The object's Expires header, which caches read. It has nothing to do with the form's life. */
  readonly expires?: Date | undefined;
  /** User metadata, at most 2,048 bytes of names and values together; names without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Metadata that the sender gives: name → what its value must begin with. */
  readonly metadataStartsWith?: Readonly<Record<string, string>> | undefined;
  /** Names of metadata to which the sender gives any value. */
  readonly anyMetadata?: readonly string[] | undefined;
  /** 1..10 tags, as of `put`. */
  readonly tagging?: Readonly<Record<string, string>> | undefined;
  /** For example `STANDARD_IA`. */
  readonly storageClass?: string | undefined;
  /** A canned ACL; most buckets have ACLs disabled. */
  readonly acl?: string | undefined;
  /** Encryption by S3, as of `put`. */
  readonly sse?: ServerSideEncryption | undefined;
  /** Retention and legal hold of the new object. */
  readonly objectLock?: ObjectLock | undefined;
  /** Where a website's bucket sends those who ask for the object: a path, or an http(s) URL. */
  readonly websiteRedirectLocation?: string | undefined;
  /** Of the one file that the form is for. */
  readonly checksum?: Checksum | undefined;

  /** Status of success: 200, 201 (with an XML answer) or 204. Default: S3's own, 204. Excludes `successActionRedirect`, which S3 then obeys alone. */
  readonly successActionStatus?: 200 | 201 | 204 | undefined;
  /** Where S3 sends the browser after success; it adds `bucket`, `key` and `etag` to the query. */
  readonly successActionRedirect?: string | undefined;

  /** Further fields, each with a condition that allows exactly this value. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Further fields that the sender fills: name → what the value must begin with. */
  readonly fieldsStartWith?: Readonly<Record<string, string>> | undefined;
  /** Names of further fields to which the sender gives any value. */
  readonly anyFields?: readonly string[] | undefined;
}

/** Every option of a form. */
export const FORM_OPTIONS = [
  "key",
  "keyStartsWith",
  "anyKey",
  "expiresInSeconds",
  "contentLengthRange",
  "contentType",
  "contentTypeStartsWith",
  "anyContentType",
  "contentDisposition",
  "contentEncoding",
  "cacheControl",
  "expires",
  "metadata",
  "metadataStartsWith",
  "anyMetadata",
  "tagging",
  "storageClass",
  "acl",
  "sse",
  "objectLock",
  "websiteRedirectLocation",
  "checksum",
  "successActionStatus",
  "successActionRedirect",
  "fields",
  "fieldsStartWith",
  "anyFields",
] as const satisfies readonly (keyof FormOptions)[];
