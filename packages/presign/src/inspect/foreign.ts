// URLs that others signed: by the names of their parameters, which every one of them has of its own, or by host and path.
import type { UrlParts } from "./url.ts";

/** By names in lower case. */
type Query = ReadonlyMap<string, string>;
type IsSo = (query: Query, parts: UrlParts) => boolean;

const FOREIGN: readonly (readonly [isSo: IsSo, text: string])[] = [
  // https://docs.cloud.google.com/storage/docs/access-control/signed-urls
  [
    (query) => query.has("x-goog-signature") || query.has("x-goog-algorithm") || query.has("googleaccessid"),
    "Signed for Google Cloud Storage, not for S3.",
  ],
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
  [(query) => query.has("key-pair-id"), "Signed for CloudFront, not for S3."],
  // https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas
  [(query) => query.has("sig") && query.has("sv"), "A shared access signature of Azure, not of S3."],
  [(query) => query.has("ossaccesskeyid") || query.has("x-oss-signature"), "Signed for Alibaba Cloud OSS, not for S3."],
  [(query) => query.has("q-signature"), "Signed for Tencent COS, not for S3."],
  [(query) => query.has("accesskeyid") && query.has("signature"), "Signed for Huawei OBS, not for S3."],
  [(query) => query.has("x-tos-signature") || query.has("x-tos-algorithm"), "Signed for Volcengine TOS, not for S3."],
  [(query) => /^bce-auth-v\d/.test(query.get("authorization") ?? ""), "Signed for Baidu BOS, not for S3."],
  [
    // https://developer.qiniu.com/kodo/1202/download-token
    (query) => /^\d+$/.test(query.get("e") ?? "") && (query.get("token") ?? "").includes(":"),
    "Signed for Qiniu Kodo, not for S3.",
  ],
  [
    // https://www.backblaze.com/apidocs/b2-download-file-by-name
    (query, { host, rawPath }) =>
      query.has("authorization") && /\.backblazeb2\.com$/.test(host) && rawPath.startsWith("/file/"),
    "A download that Backblaze B2's own API authorizes, not a signature of S3.",
  ],
  [
    // https://supabase.com/docs/reference/javascript/storage-from-createsignedurl
    (query, { rawPath }) =>
      query.has("token") && /^\/storage\/v1\/(?:object\/(?:upload\/)?|render\/image\/)sign\//.test(rawPath),
    "Signed by Supabase Storage's own API, not for S3.",
  ],
  [
    // https://firebase.google.com/docs/storage/web/download-files
    (query, { host }) => query.has("token") && host === "firebasestorage.googleapis.com",
    "A download token of Firebase, not a signature of S3: it has no end, and can be revoked.",
  ],
  [
    // https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/usingpreauthenticatedrequests.htm
    (_, { host, rawPath }) =>
      /(?:^|\.)objectstorage\.[a-z0-9-]+\.(?:oraclecloud|oci\.customer-oci)\.com$/.test(host) &&
      /^\/p\/[^/]+\/n\//.test(rawPath),
    "A pre-authenticated request of Oracle Cloud, not a signature of S3: its key is in the path.",
  ],
];

/** Who signed it, if it was not for S3. */
export function describeForeign(parts: UrlParts): string | undefined {
  const query = new Map(parts.query.map(([name, value]) => [name.toLowerCase(), value]));
  return FOREIGN.find(([isSo]) => isSo(query, parts))?.[1];
}
