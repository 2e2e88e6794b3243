// URLs that are no presigned URLs of S3: what they are instead.
import { describeForeign } from "./foreign.ts";
import { findPlace } from "./hosts.ts";
import type { Finding, OtherInspection } from "./types.ts";
import type { UrlParts } from "./url.ts";

export const other = (
  kind: OtherInspection["kind"],
  text: string,
  warnings: readonly Finding[] = [],
): OtherInspection => ({ kind, text, warnings });

const CUT_FROM_A_PAGE = "Cut from a web page: every & became &amp;, so its parameters have other names.";

/** `now` tells whether a URL of version 2 has ended. */
export function inspectUnsigned(parts: UrlParts, findings: readonly Finding[], now: Date | undefined): OtherInspection {
  if (parts.query.some(([name]) => /^(?:amp;)+x-amz-/i.test(name)))
    return other("malformed", CUT_FROM_A_PAGE, findings);
  const read = withoutEscapes(parts);
  const query = new Map(read.query);
  const foreign = describeForeign(read);
  if (query.has("AWSAccessKeyId"))
    return query.has("Signature")
      ? other("sigv2", describeVersion2(query, now), findings)
      : other(
          "malformed",
          "Almost signed with Signature Version 2, but Signature is missing: it may have been cut off.",
          findings,
        );
  if (foreign !== undefined) return other("foreign", foreign, findings);
  if (/x-amz-signature(?:=|%3d)/i.test(parts.rawPath + parts.fragment))
    return other(
      "malformed",
      "Its signature stands in the path or behind a #, not in the query: its ? was encoded, or a # in the key was not.",
      findings,
    );
  if (parts.query.some(([name, value]) => /x-amz-signature/i.test(name + value)))
    return other("malformed", "Another URL stands in its query, and that one is signed: take that.", findings);
  if (parts.query.some(([name]) => /^xamz(?:signature|algorithm|credential)$/i.test(name.replace(/[^a-z]/gi, ""))))
    return other("malformed", "The names of its parameters were changed on the way: they begin with X-Amz-.", findings);
  const { provider } = findPlace(parts);
  return other(
    "not_presigned",
    provider === undefined
      ? "A plain URL without a signature that is known. If S3 stands behind its host, it answers only if the object is public."
      : `A plain URL without a signature: ${provider} answers it only if the object is public.`,
    findings,
  );
}

/** As it was before it stood in the source of a page. */
const withoutEscapes = (parts: UrlParts): UrlParts => ({
  ...parts,
  query: parts.query.map(([name, value]) => [name.replace(/^(?:amp;)+/i, ""), value] as const),
});

function describeVersion2(query: ReadonlyMap<string, string>, now: Date | undefined): string {
  const seconds = /^\d{1,11}$/.test(query.get("Expires") ?? "") ? Number(query.get("Expires")) : undefined;
  const end = seconds === undefined ? undefined : new Date(seconds * 1000);
  const when =
    end === undefined
      ? ""
      : `, ${now !== undefined && end < now ? "ended" : "until"} ${end.toISOString().replace(".000Z", "Z")}`;
  return `Signed with Signature Version 2 by ${query.get("AWSAccessKeyId")}${when}. Newer regions and KMS objects refuse it: sign it again with version 4.`;
}
