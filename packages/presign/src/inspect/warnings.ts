import type { Finding, PresignedInspection } from "./types.ts";
import type { UrlParts } from "./url.ts";

const MAX_SECONDS = 604_800;
const LONG_SECONDS = 24 * 3600;
const SHORT_SECONDS = 60;

/** Set by programs that share links; none is S3's, and each breaks the signature. */
const TRACKERS = /^(?:utm_\w+|fbclid|gclid|msclkid|mc_eid|igshid|_ga)$/;
/** S3 obeys these as headers only; in the query they are signed and do nothing. */
const IGNORED_IN_QUERY = /^x-amz-(?:meta-|tagging$|acl$|server-side-encryption|object-lock-|storage-class$)/i;

/** What is unwise about a presigned URL, or will keep it from working. */
export function findWarnings(
  facts: Omit<PresignedInspection, "warnings">,
  parts: UrlParts,
  hostRegion: string | undefined,
  parameters: ReadonlyMap<string, string>,
): Finding[] {
  const found: Finding[] = [];
  const warn = (code: string, text: string) => found.push({ code, text });
  const { operations, signedHeaders, query, expiresInSeconds } = facts;
  const isPut = operations.length === 1 && (operations[0] === "PutObject" || operations[0] === "UploadPart");

  if (facts.state === "expired") warn("expired", `It expired at ${facts.expiresAt.toISOString()}.`);
  if (facts.state === "not_yet_valid") warn("not_yet_valid", "It is dated in the future: a clock is wrong.");
  if (expiresInSeconds > MAX_SECONDS)
    warn("lives_too_long", `S3 takes at most ${MAX_SECONDS} seconds (7 days), this says ${expiresInSeconds}.`);
  else if (expiresInSeconds > LONG_SECONDS)
    warn("lives_long", "It lives for more than a day, and whoever sees it can use it: sign shorter and later.");
  if (expiresInSeconds < 1) warn("lives_never", "Its life is 0 seconds: it was never valid.");
  else if (expiresInSeconds < SHORT_SECONDS)
    warn("lives_short", "It lives for less than a minute: a slow client or a clock that is off will miss it.");
  if (facts.isTemporary)
    warn(
      "temporary_credentials",
      "It was signed with temporary credentials and ends when they end, whatever its expiry says.",
    );
  if (facts.accessKeyId.startsWith("ASIA") && !parameters.has("X-Amz-Security-Token"))
    warn("token_missing", "The key is a temporary one, but X-Amz-Security-Token is missing: S3 will refuse it.");
  if (facts.service !== "s3") warn("other_service", `It is signed for the service "${facts.service}", not for S3.`);
  if (hostRegion !== undefined && facts.region !== hostRegion && facts.algorithm === "AWS4-HMAC-SHA256")
    warn("region_differs", `It is signed for ${facts.region}, but its host is in ${hostRegion}: S3 will refuse it.`);
  if (parts.scheme === "http" && !/^(?:localhost|127\.|\[::1\])/.test(parts.host))
    warn("plain_http", "It goes over plain http: everybody on the way can read and use it.");
  if (!signedHeaders.includes("host")) warn("host_not_signed", "The host is not signed: S3 will refuse it.");
  if (isPut && !signedHeaders.includes("content-length"))
    warn("size_not_pinned", "The size is not signed: a body of up to 5 GiB may be stored.");
  if (operations[0] === "PutObject" && isPut) {
    if (!signedHeaders.includes("if-none-match") && !signedHeaders.includes("if-match"))
      warn(
        "may_replace",
        "It may be used again and replaces the object each time: sign If-None-Match: * to create only.",
      );
    if (!signedHeaders.includes("content-type"))
      warn("type_not_pinned", "The content type is not signed: the uploader chooses it.");
  }
  if (signedHeaders.includes("range"))
    warn("range_signed", "A byte range is signed: players and resuming clients ask for others and are refused.");

  for (const [name, value] of query) {
    if (TRACKERS.test(name))
      warn("parameter_added", `${name} was added after signing, which breaks the signature: take it off.`);
    if (IGNORED_IN_QUERY.test(name))
      warn("ignored_in_query", `S3 obeys ${name} as a header only: here it is signed and does nothing.`);
    if (/^x-amz-checksum-/i.test(name) && /^(?:AAAAAA==|AAAAAAAAAAA=)$/.test(value))
      warn(
        "checksum_of_nothing",
        `${name} is the checksum of an empty body, which an SDK adds by itself: other services refuse the upload.`,
      );
    if (name.toLowerCase() === "range") warn("range_in_query", "S3 ignores a range in the query: it is a header.");
  }
  if (/(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(parts.rawPath))
    warn("dot_segment", 'The path has a segment "." or "..", which browsers fold: it may name another object.');
  if (facts.key?.startsWith("/") || facts.key?.includes("//"))
    warn("empty_segment", "The key has an empty segment (//), which some clients and proxies fold.");
  if (parts.rawPath.includes("+") || parts.rawQuery.includes("+"))
    warn("raw_plus", "It holds a raw +, which S3 and clients read differently: a plus is %2B, a space is %20.");
  return found;
}
