// What is broken or unwise about a presigned URL. One rule a finding; all that fit are told.

import type { Place } from "./hosts.ts";
import { describeOddName } from "./odd-names.ts";
import type { Finding, PresignedInspection } from "./types.ts";
import type { UrlParts } from "./url.ts";

const MAX_SECONDS = 604_800;
const LONG_SECONDS = 24 * 3600;
/** AWS's guidance: below two minutes, expect random failures. */
const SHORT_SECONDS = 120;

export interface Examined {
  readonly facts: Omit<PresignedInspection, "warnings">;
  readonly parts: UrlParts;
  readonly place: Place;
  /** Of the signature itself. */
  readonly parameters: ReadonlyMap<string, string>;
}

type Says = string | undefined | false;
type Rule = readonly [code: string, level: Finding["level"], says: (examined: Examined) => Says];

/** S3 obeys these as headers only; in the query they are signed and do nothing. */
const IGNORED_IN_QUERY =
  /^(?:x-amz-(?:meta-|tagging$|acl$|server-side-encryption|object-lock-|storage-class$)|if-(?:none-)?match$|content-type$|content-length$)/i;
/** Set by programs that share links; none is S3's, and each breaks the signature. */
const TRACKERS = /^(?:utm_\w+|fbclid|gclid|msclkid|mc_eid|igshid|_ga|cb|cachebuster|nocache)$/i;
/** Parameters that S3 has a use for, or that start as its own do; of others, S3 wants them signed all the same. */
const S3_PARAMETERS =
  /^(?:x-.*|response-.*|versionid|partnumber|uploadid|uploads|list-type|prefix|delimiter|marker|start-after|continuation-token|max-.*|.*-marker|encoding-type|fetch-owner|acl|tagging|attributes|restore|select|select-type|torrent|retention|legal-hold|location|versions|versioning|cors|lifecycle|policy|delete|website|notification|logging|replication|encryption|object-lock|publicaccessblock|ownershipcontrols|policystatus|requestpayment|accelerate|analytics|inventory|metrics|id|session)$/i;
/** Rewritten by proxies and clients, so nobody should sign them. */
export const HOP_HEADERS =
  /^(?:accept-encoding|authorization|connection|cookie|expect|te|transfer-encoding|upgrade|user-agent|via|x-amzn-trace-id|x-forwarded-\w+|cf-.*)$/;
/** Names that only an inner network knows. */
const INNER_HOST =
  /^(?:[^.:]+|.*\.(?:local|internal|svc|lan|cluster\.local|docker)|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)(?::\d+)?$/;
const OWN_MACHINE = /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/;

const isPut = ({ facts }: Examined): boolean =>
  facts.operations.length === 1 && (facts.operations[0] === "PutObject" || facts.operations[0] === "UploadPart");
const isPutObject = (examined: Examined): boolean => isPut(examined) && examined.facts.operations[0] === "PutObject";
const signs = ({ facts }: Examined, name: string): boolean => facts.signedHeaders.includes(name);
const list = (names: readonly string[]): string => [...new Set(names)].join(", ");

const RULES: readonly Rule[] = [
  // Time
  ["expired", "broken", ({ facts }) => facts.state === "expired" && `It expired at ${facts.expiresAt.toISOString()}.`],
  [
    "not_yet_valid",
    "broken",
    ({ facts }) => facts.state === "not_yet_valid" && "It is dated in the future: a clock is wrong.",
  ],
  [
    "lives_too_long",
    "broken",
    ({ facts: { expiresInSeconds: seconds, provider } }) =>
      // Yandex alone is known to take more: 30 days.
      seconds > (provider === "Yandex Object Storage" ? 2_592_000 : MAX_SECONDS) &&
      `S3 takes at most ${MAX_SECONDS} seconds (7 days), this says ${seconds}.`,
  ],
  [
    "lives_long",
    "unwise",
    ({ facts: { expiresInSeconds: seconds } }) =>
      seconds > LONG_SECONDS &&
      seconds <= MAX_SECONDS &&
      "It lives for more than a day, and whoever sees it can use it: sign shorter and later.",
  ],
  ["lives_never", "broken", ({ facts }) => facts.expiresInSeconds < 1 && "Its life is 0 seconds: it was never valid."],
  [
    "lives_short",
    "unwise",
    ({ facts: { expiresInSeconds: seconds } }) =>
      seconds >= 1 &&
      seconds < SHORT_SECONDS &&
      "It lives for less than two minutes: a slow client or a clock that is off will miss it.",
  ],
  // Whose key
  [
    "temporary_credentials",
    "unwise",
    ({ facts }) =>
      facts.isTemporary &&
      facts.service !== "s3express" &&
      "It was signed with temporary credentials and ends when they end (often after one hour), whatever its expiry says.",
  ],
  [
    "express_session",
    "unwise",
    ({ facts }) =>
      facts.service === "s3express" &&
      "It was signed with a session of S3 Express, which ends within five minutes of CreateSession.",
  ],
  [
    "token_missing",
    "broken",
    ({ facts, parameters }) =>
      facts.accessKeyId.startsWith("ASIA") &&
      !parameters.has("X-Amz-Security-Token") &&
      !parameters.has("X-Amz-S3session-Token") &&
      "The key is a temporary one, but X-Amz-Security-Token is missing: S3 will refuse it.",
  ],
  [
    "token_damaged",
    "broken",
    ({ parameters }) =>
      /\s/.test(parameters.get("X-Amz-Security-Token") ?? "") &&
      "The session token holds a blank: its + was not written as %2B.",
  ],
  // Where
  [
    "other_service",
    "broken",
    ({ facts }) =>
      !/^s3(?:express|-outposts|-object-lambda)?$/.test(facts.service) &&
      `It is signed for the service "${facts.service}", not for S3.`,
  ],
  [
    "region_differs",
    "broken",
    ({ facts, place }) =>
      place.hostRegion !== undefined &&
      facts.region !== place.hostRegion &&
      facts.algorithm === "AWS4-HMAC-SHA256" &&
      `It is signed for ${facts.region}, but its host is in ${place.hostRegion}: S3 will refuse it.`,
  ],
  [
    "global_host",
    "unwise",
    ({ facts, place }) =>
      place.isGlobal &&
      facts.region !== "us-east-1" &&
      `Its host names no region, so S3 may redirect it to ${facts.region}, where a browser's upload fails: sign for the regional host.`,
  ],
  [
    "dotted_bucket",
    "broken",
    ({ parts, place }) =>
      parts.scheme === "https" &&
      place.addressing === "virtual-hosted" &&
      place.provider === "AWS S3" &&
      place.features.every((feature) => feature === "dual-stack" || feature === "FIPS") &&
      place.bucket?.includes(".") &&
      "The bucket's name has a dot, so the host's TLS certificate does not cover it: sign with the bucket in the path.",
  ],
  [
    "sigv4a_needed",
    "broken",
    ({ facts, place }) =>
      place.features.includes("multi-Region access point") &&
      facts.algorithm === "AWS4-HMAC-SHA256" &&
      "A multi-Region access point takes signatures of version 4A only.",
  ],
  [
    "website_host",
    "broken",
    ({ place }) => place.features.includes("website") && "A website's host takes no signatures: use the bucket's own.",
  ],
  [
    "cdn_host",
    "unwise",
    ({ parts }) =>
      /\.cdn\.digitaloceanspaces\.com$|\.cloudfront\.net$/.test(parts.host) &&
      "It leads to a CDN. A URL works on the host that it was signed for; on Spaces, sign for the origin and put the CDN's host in afterwards.",
  ],
  [
    "plain_http",
    "unwise",
    ({ parts }) =>
      parts.scheme === "http" &&
      !OWN_MACHINE.test(parts.host) &&
      "It goes over plain http: everybody on the way can read and use it.",
  ],
  [
    "own_machine",
    "unwise",
    ({ parts }) => OWN_MACHINE.test(parts.host) && "It leads to this machine itself: nobody else can use it.",
  ],
  [
    "inner_host",
    "unwise",
    ({ parts }) =>
      INNER_HOST.test(parts.host) &&
      !OWN_MACHINE.test(parts.host) &&
      "Its host is a name of an inner network: from outside it is not found, and exchanging the host breaks the signature.",
  ],
  // What is signed
  ["host_not_signed", "broken", (examined) => !signs(examined, "host") && "The host is not signed: S3 will refuse it."],
  [
    "hop_header_signed",
    "unwise",
    ({ facts }) => {
      const names = facts.signedHeaders.filter((name) => HOP_HEADERS.test(name));
      return names.length > 0 && `${list(names)} is signed, which proxies and clients rewrite on the way.`;
    },
  ],
  [
    "range_signed",
    "unwise",
    (examined) =>
      signs(examined, "range") &&
      "A byte range is signed: players and resuming clients ask for others and are refused.",
  ],
  [
    "size_not_pinned",
    "unwise",
    (examined) =>
      isPut(examined) &&
      !signs(examined, "content-length") &&
      "The size is not signed: a body of up to 5 GiB may be stored.",
  ],
  [
    "may_replace",
    "unwise",
    (examined) =>
      isPutObject(examined) &&
      !signs(examined, "if-none-match") &&
      !signs(examined, "if-match") &&
      "It may be used again and replaces the object each time: sign If-None-Match: * to create only.",
  ],
  [
    "type_not_pinned",
    "unwise",
    (examined) =>
      isPutObject(examined) &&
      !signs(examined, "content-type") &&
      "The content type is not signed: the uploader chooses it.",
  ],
  [
    "shown_in_place",
    "unwise",
    ({ facts: { operations, query } }) =>
      operations.includes("GetObject") &&
      operations.length <= 2 &&
      !query.some(([name]) => name === "response-content-disposition") &&
      "No response-content-disposition is signed: a browser shows the object in place, and runs it if it is a page.",
  ],
  // The query
  [
    "parameter_added",
    "broken",
    ({ facts }) => {
      const names = facts.query.map(([name]) => name).filter((name) => TRACKERS.test(name));
      return names.length > 0 && `${list(names)} was added after signing, which breaks the signature: take it off.`;
    },
  ],
  [
    "parameter_unknown",
    "unwise",
    ({ facts }) => {
      const names = facts.query
        .map(([name]) => name)
        .filter((name) => !TRACKERS.test(name) && !S3_PARAMETERS.test(name));
      return (
        names.length > 0 &&
        `${list(names)} is none of S3's parameters: if it was added after signing, the signature is broken; behind a # it does no harm.`
      );
    },
  ],
  [
    "ignored_in_query",
    "broken",
    ({ facts }) => {
      const names = facts.query.map(([name]) => name).filter((name) => IGNORED_IN_QUERY.test(name));
      return names.length > 0 && `S3 obeys ${list(names)} as a header only: here it is signed and does nothing.`;
    },
  ],
  [
    "checksum_of_nothing",
    "broken",
    ({ facts }) => {
      const found = facts.query.find(
        ([name, value]) =>
          /^x-amz-checksum-/i.test(name) &&
          /^(?:AAAAAA==|AAAAAAAAAAA=|1B2M2Y8AsgTpgAmY7PhCfg==|47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=)$/.test(
            value,
          ),
      );
      return (
        found !== undefined &&
        `${found[0]} is the checksum of an empty body, which an SDK adds by itself: other services refuse the upload.`
      );
    },
  ],
  [
    "checksum_mode",
    "unwise",
    ({ facts }) =>
      facts.query.some(([name]) => /^x-amz-checksum-mode$/i.test(name)) &&
      "x-amz-checksum-mode is of an SDK's own making: S3 takes it, R2 and B2 refuse it.",
  ],
  [
    "sdk_parameter",
    "unwise",
    ({ facts }) =>
      facts.query.some(([name]) => name === "x-id") &&
      "x-id is of an SDK's own making and does nothing: leave it, because it is signed.",
  ],
  [
    "range_in_query",
    "unwise",
    ({ facts }) =>
      facts.query.some(([name]) => name.toLowerCase() === "range") &&
      "S3 ignores a range in the query: it is a header.",
  ],
  [
    "value_undefined",
    "broken",
    ({ facts }) => {
      const found = facts.query.find(([, value]) => /^(?:undefined|NaN|null|\[object Object\])$/.test(value));
      return found !== undefined && `${found[0]} is "${found[1]}": the program that signed had no value there.`;
    },
  ],
  [
    "name_not_latin",
    "broken",
    ({ facts }) =>
      facts.query.some(([name, value]) => /^response-/.test(name) && !/^[\x20-\x7e\xa0-\xff]*$/.test(value)) &&
      "A response header holds characters beyond Latin-1, which S3 refuses: a file name goes into filename*=UTF-8''….",
  ],
  // The key
  [
    "dot_segment",
    "broken",
    ({ parts }) =>
      /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(parts.rawPath) &&
      'The path has a segment "." or "..", which browsers fold: it may name another object.',
  ],
  [
    "empty_segment",
    "unwise",
    ({ facts }) =>
      (facts.key?.startsWith("/") || facts.key?.includes("//")) &&
      "The key has an empty segment (//), which some clients and proxies fold.",
  ],
  [
    "raw_plus",
    "unwise",
    ({ parts }) =>
      (parts.rawPath.includes("+") || parts.rawQuery.includes("+")) &&
      "It holds a raw +, which S3 and clients read differently: a plus is %2B, a space is %20.",
  ],
  [
    "path_encoded_twice",
    "unwise",
    ({ parts }) =>
      /%25[0-9a-f]{2}/i.test(parts.rawPath) &&
      "The path holds %25 and two digits: either the key has a % in it, or it was percent-encoded twice.",
  ],
  ["odd_characters", "unwise", ({ facts }) => describeOddName(facts.key)],
  [
    "token_in_query",
    "unwise",
    ({ facts }) =>
      facts.query.some(([name]) => /^(?:access_token|token|password|secret|api_?key)$/i.test(name)) &&
      "Its query holds what looks like another secret: everybody who gets the URL gets that too.",
  ],
];

/** Codes of all rules. */
export const RULE_CODES: readonly string[] = RULES.map(([code]) => code);

/** All that is broken or unwise about a presigned URL. */
export function findWarnings(examined: Examined): Finding[] {
  const found: Finding[] = [];
  for (const [code, level, says] of RULES) {
    const text = says(examined);
    if (text) found.push({ code, level, text });
  }
  return found;
}
