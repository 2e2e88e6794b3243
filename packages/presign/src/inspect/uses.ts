// Which methods have a use for what is signed. It does not tell what a URL is good for, but what it was probably made for.
import type { Method, Query } from "./operations.ts";

type Uses = readonly (readonly [name: RegExp, methods: readonly Method[]])[];
const READS = ["GET", "HEAD"] as const;
const WRITES = ["PUT", "POST"] as const;
const ALL_BUT_DELETE = ["GET", "HEAD", "PUT", "POST"] as const;
const CHANGES = ["PUT", "POST", "DELETE"] as const;
const ALL = ["GET", "HEAD", "PUT", "POST", "DELETE"] as const;

const HEADER_USES: Uses = [
  [/^x-amz-copy-source/, ["PUT"]],
  [/^x-amz-server-side-encryption-customer-/, ALL_BUT_DELETE],
  [/^x-amz-(?:checksum-mode|object-attributes|optional-object-attributes|max-parts|part-number-marker)$/, READS],
  [
    /^(?:content-(?:length|type|md5|disposition|encoding|language)|expires|x-amz-(?:meta-.*|server-side-encryption.*|checksum-.*|sdk-checksum-.*|acl|grant-.*|tagging|storage-class|object-lock-.*|website-redirect-location))$/,
    WRITES,
  ],
  [/^x-amz-mp-object-size$/, ["POST"]],
  // A download asks past caches with Cache-Control, and says with If-None-Match what it has.
  [/^(?:cache-control|if-none-match)$/, ALL_BUT_DELETE],
  [/^(?:range|if-modified-since|if-unmodified-since)$/, READS],
  [/^x-amz-(?:bypass-governance-retention|mfa|if-match-.*)$/, CHANGES],
];
/** A parameter of the same name as a header was moved there by an SDK. */
const QUERY_USES: Uses = [
  [/^(?:response-.*|max-parts|part-number-marker)$/i, READS],
  [
    /^(?:list-type|prefix|delimiter|marker|max-keys|start-after|continuation-token|fetch-owner|encoding-type)$/,
    ["GET"],
  ],
  [/^versionId$/, ALL],
];

/** The methods for which all that is signed has a use; none when the signed contradict one another. */
export function findMethodsWithUse(query: Query, signedHeaders: readonly string[]): ReadonlySet<Method> {
  let left: Method[] = [...ALL];
  const keep = (name: string, uses: Uses): boolean => {
    const found = uses.find(([shape]) => shape.test(name));
    if (found !== undefined) left = left.filter((method) => found[1].includes(method));
    return found !== undefined;
  };
  for (const name of signedHeaders) keep(name, HEADER_USES);
  for (const name of query.keys()) if (!keep(name, QUERY_USES)) keep(name.toLowerCase(), HEADER_USES);
  if (query.has("partNumber"))
    left = left.filter((method) => (query.has("uploadId") ? method === "PUT" : READS.includes(method as "GET")));
  return new Set(left);
}
