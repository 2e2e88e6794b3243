// URLs that are no presigned URLs of S3: what they are instead.
import type { Finding, OtherInspection } from "./types.ts";
import type { UrlParts } from "./url.ts";

export const other = (
  kind: OtherInspection["kind"],
  text: string,
  warnings: readonly Finding[] = [],
): OtherInspection => ({ kind, text, warnings });

type Has = (name: string) => boolean;

const FOREIGN: readonly (readonly [isSo: (has: Has) => boolean, whose: string])[] = [
  [(has) => has("X-Goog-Signature") || has("GoogleAccessId"), "Signed for Google Cloud Storage, not for S3."],
  [(has) => has("Key-Pair-Id"), "Signed for CloudFront, not for S3."],
  [(has) => has("sig") && has("sv"), "A shared access signature of Azure, not of S3."],
  [(has) => has("OSSAccessKeyId") || has("x-oss-signature"), "Signed for Alibaba Cloud OSS, not for S3."],
  [(has) => has("q-signature"), "Signed for Tencent COS, not for S3."],
  [(has) => has("AccessKeyId") && has("Signature"), "Signed for Huawei OBS, not for S3."],
];

/** `now` tells whether a URL of version 2 has ended. */
export function inspectUnsigned(parts: UrlParts, findings: readonly Finding[], now: Date | undefined): OtherInspection {
  const query = new Map(parts.query);
  const has: Has = (name) => query.has(name);
  if (has("AWSAccessKeyId") && has("Signature")) return other("sigv2", describeVersion2(query, now), findings);
  for (const [isSo, text] of FOREIGN) if (isSo(has)) return other("foreign", text, findings);
  if (parts.query.some(([name]) => /^(?:amp;)+x-amz-/i.test(name)))
    return other(
      "malformed",
      "Cut from a web page: every & became &amp;, so its parameters have other names.",
      findings,
    );
  if (/x-amz-signature(?:=|%3d)/i.test(parts.rawPath + parts.fragment))
    return other(
      "malformed",
      "Its signature stands in the path or behind a #, not in the query: its ? was encoded, or a # in the key was not.",
      findings,
    );
  if (parts.query.some(([name, value]) => /x-amz-signature/i.test(name + value)))
    return other("malformed", "Another URL stands in its query, and that one is signed: take that.", findings);
  return other(
    "not_presigned",
    "A plain URL without a signature: S3 answers it only if the object is public.",
    findings,
  );
}

function describeVersion2(query: ReadonlyMap<string, string>, now: Date | undefined): string {
  const seconds = /^\d{1,11}$/.test(query.get("Expires") ?? "") ? Number(query.get("Expires")) : undefined;
  const end = seconds === undefined ? undefined : new Date(seconds * 1000);
  const when =
    end === undefined
      ? ""
      : `, ${now !== undefined && end < now ? "ended" : "until"} ${end.toISOString().replace(".000Z", "Z")}`;
  return `Signed with Signature Version 2 by ${query.get("AWSAccessKeyId")}${when}. Newer regions and KMS objects refuse it: sign it again with version 4.`;
}
