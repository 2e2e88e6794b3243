// Names of headers that signing and inspecting must know: each list once, so that nothing is signed that is then warned of.

/**
 * Whether it belongs among the headers. In a query AWS ignores some of them, obeys some without documenting it, and policies
 * and other services see them otherwise: `inspect/headers-in-query.ts` has which. A header is obeyed everywhere, or refused.
 */
export const isHeaderOnly = (name: string): boolean => HEADER_ONLY.test(name);
const HEADER_ONLY =
  /^(?:x-amz-(?:acl|bypass-governance-retention|copy-source.*|(?:sdk-)?checksum-(?!mode$).*|grant-.*|meta-.*|(?:metadata|tagging)-directive|mfa|mp-object-size|object-lock-.*|server-side-encryption.*|storage-class|tagging|website-redirect-location)|content-(?:disposition|encoding|language|length|md5|type)|cache-control|expires|if-(?:none-)?match|if-(?:un)?modified-since)$/i;

/** Whether clients or proxies set or rewrite it on the way, so that a signature over it fails sooner or later. Lower case. */
export const isSetOnTheWay = (lower: string): boolean => SET_ON_THE_WAY.test(lower);
const SET_ON_THE_WAY =
  /^(?:accept-encoding|(?:proxy-)?authorization|(?:proxy-)?connection|cookie|date|expect|forwarded|keep-alive|te|trailer|transfer-encoding|upgrade|user-agent|via|x-amzn-trace-id|x-forwarded-.*|x-real-ip|cf-(?:connecting-ip(?:v6)?|ew-via|ipcountry|pseudo-ipv4|ray|visitor|worker))$/;
