// Names of headers that signing and inspecting must know: each list once, so that nothing is signed that is then warned of.

/**
 * Whether S3 or one of its relatives obeys it as a header only; in a query it would be signed and do nothing. Of checksums
 * there S3 takes no notice (https://github.com/aws/aws-sdk/issues/480) and other services refuse the body for which they are
 * not (https://github.com/aws/aws-sdk-js-v3/issues/6810): neither is what whoever gives one wants.
 */
export const isHeaderOnly = (name: string): boolean => HEADER_ONLY.test(name);
const HEADER_ONLY =
  /^(?:x-amz-(?:acl|bypass-governance-retention|copy-source.*|(?:sdk-)?checksum-(?!mode$).*|grant-.*|meta-.*|(?:metadata|tagging)-directive|mfa|mp-object-size|object-lock-.*|server-side-encryption.*|storage-class|tagging|website-redirect-location)|content-(?:disposition|encoding|language|length|md5|type)|cache-control|expires|if-(?:none-)?match|if-(?:un)?modified-since)$/i;

/** Whether clients or proxies set or rewrite it on the way, so that a signature over it fails sooner or later. Lower case. */
export const isSetOnTheWay = (lower: string): boolean => SET_ON_THE_WAY.test(lower);
const SET_ON_THE_WAY =
  /^(?:accept-encoding|(?:proxy-)?authorization|(?:proxy-)?connection|cookie|date|expect|forwarded|keep-alive|te|trailer|transfer-encoding|upgrade|user-agent|via|x-amzn-trace-id|x-forwarded-.*|x-real-ip|cf-(?:connecting-ip(?:v6)?|ew-via|ipcountry|pseudo-ipv4|ray|visitor|worker))$/;
