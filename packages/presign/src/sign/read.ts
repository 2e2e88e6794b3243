// GetObject and HeadObject.
import { PresignError, requireKnownOptions, requireString, show } from "../errors.ts";
import type { Pair } from "../sigv4/canonical.ts";
import type { PresignedRequest } from "../types.ts";
import { type BucketSigner, REQUEST_OPTIONS } from "./bucket-signer.ts";
import { attachmentDisposition } from "./disposition.ts";
import { addVersion } from "./headers.ts";
import type { GetOptions } from "./options.ts";

export interface Reads {
  /** GetObject. Also valid with a Range header, which is not signed. */
  get(key: string, options: GetOptions): PresignedRequest;
  /** HeadObject. S3 takes a HEAD at no URL that was signed for GET. */
  head(key: string, options: GetOptions): PresignedRequest;
}

const KNOWN = new Set([...REQUEST_OPTIONS, "versionId", "response", "downloadAs", "stableForSeconds"]);

export function createReads({ signObject }: BucketSigner): Reads {
  const read = (call: string, method: "GET" | "HEAD") => (key: string, options: GetOptions) => {
    requireKnownOptions(call, options, KNOWN);
    const query: Pair[] = [];
    addVersion(query, options.versionId);
    addResponseHeaders(query, options);
    return signObject(method, key, options, query);
  };
  return { get: read("get", "GET"), head: read("head", "HEAD") };
}

const RESPONSE: Record<string, string> = {
  contentType: "response-content-type",
  contentDisposition: "response-content-disposition",
  contentEncoding: "response-content-encoding",
  contentLanguage: "response-content-language",
  cacheControl: "response-cache-control",
  expires: "response-expires",
};
const RESPONSE_NAMES = new Set(Object.keys(RESPONSE));

function addResponseHeaders(query: Pair[], { response, downloadAs }: GetOptions): void {
  if (response !== undefined) {
    requireKnownOptions("response", response, RESPONSE_NAMES);
    for (const [name, value] of Object.entries(response)) {
      if (value === undefined) continue;
      requireString(`response.${name}`, value);
      // S3 cannot write other characters into a header of its answer.
      if (!/^[\x20-\x7e]+$/.test(value))
        throw new PresignError(
          "option_invalid",
          `response.${name} must be printable ASCII (for a file name use downloadAs), got ${show(value)}`,
        );
      query.push([RESPONSE[name]!, value]);
    }
  }
  if (downloadAs === undefined) return;
  requireString("downloadAs", downloadAs);
  if (response?.contentDisposition !== undefined)
    throw new TypeError("downloadAs and response.contentDisposition exclude each other: give one");
  query.push(["response-content-disposition", attachmentDisposition(downloadAs)]);
}
