// GetObject and HeadObject.
import type { PresignedRequest } from "../types.ts";
import type { BucketSigner } from "./bucket-signer.ts";
import { GET, type GetOptions, HEAD } from "./options/read.ts";

/** Calls that read. */
export interface Reads {
  /** GetObject. Also valid with a Range header, which is not signed. */
  get(key: string, options: GetOptions): PresignedRequest;
  /** HeadObject. S3 takes a HEAD at no URL that was signed for GET. */
  head(key: string, options: GetOptions): PresignedRequest;
  /** Both, for clients that look before they read, as media players and archive readers do. */
  getAndHead(key: string, options: GetOptions): { readonly get: PresignedRequest; readonly head: PresignedRequest };
}

export function createReads({ signObject }: BucketSigner): Reads {
  const get: Reads["get"] = (key, options) => signObject("GET", GET, key, options);
  const head: Reads["head"] = (key, options) => signObject("HEAD", HEAD, key, options);
  return { get, head, getAndHead: (key, options) => ({ get: get(key, options), head: head(key, options) }) };
}
