// Errors about the parameters of the signature, and about clocks.
import { type Cause, causeOf } from "./causes.ts";
import type { Facts } from "./row.ts";

/** AuthorizationQueryParametersError, and its twin for headers. */
export function explainQueryFault({ error, inspection }: Facts): [Cause, ...Cause[]] {
  const { message, details } = error;
  // MinIO has an element Region in every error, so it is the words that tell.
  const region = /region (?:'([^']*)' )?is wrong(?:; expecting '([^']*)')?/.exec(message);
  if (region !== null || (details.Region !== undefined && /region|scope/i.test(message))) {
    const signed = region?.[1] ?? (inspection.kind === "presigned" ? inspection.region : undefined);
    return [causeOf("region_wrong", describeRegions(signed, details.Region ?? region?.[2]))];
  }
  if (/less than a week|604800/.test(message))
    return [
      causeOf(
        "life_too_long",
        `It was signed for ${inspection.kind === "presigned" && inspection.expiresInSeconds > 604_800 ? `${inspection.expiresInSeconds} seconds` : "longer"}, and S3 takes 7 days at most.`,
      ),
    ];
  if (/X-Amz-Expires/.test(message) && !/requires/.test(message))
    return [causeOf("life_too_long", "X-Amz-Expires is no number of seconds from 1 to 604800.")];
  const damaged = inspection.kind === "malformed" ? inspection.text : undefined;
  if (/requires the|mal-?formed|spelt|once only/i.test(message) || damaged !== undefined)
    return [
      causeOf(/encoded twice/.test(damaged ?? "") ? "encoded_twice" : "url_damaged", damaged ?? `S3 says: ${message}`),
    ];
  return [causeOf("query_malformed", `S3 says: ${message}`)];
}

/** `wanted`: the bucket's, where the answer names it. */
export function describeRegions(signed: string | undefined, wanted: string | undefined): string {
  const another = wanted === undefined || wanted === signed;
  return `It is signed for ${signed === undefined ? "another region" : `the region ${signed}`}, and the bucket is in ${another ? "another" : wanted}.`;
}

/** The request's time against the server's, for requests that are signed in their headers. */
export function explainTooSkewed({ error, inspection }: Facts): [Cause, ...Cause[]] {
  const serverMs = parseTime(error.details.ServerTime);
  if (inspection.kind === "presigned" && serverMs !== undefined) {
    const ageMs = serverMs - inspection.signedAt.getTime();
    if (ageMs > 0 && serverMs < inspection.expiresAt.getTime())
      return [
        causeOf(
          "skew_rule",
          `The URL was signed ${describe(ageMs)} before it was used and lives on, but this service takes it for a request whose clock is off.`,
        ),
      ];
  }
  const distance = distanceOf(error.details.RequestTime, error.details.ServerTime);
  return [
    causeOf(
      "clock_wrong",
      distance === undefined
        ? "The signer's clock is off by more than 15 minutes."
        : `The signer's clock is ${distance}.`,
    ),
  ];
}

/** Request has expired. */
export function explainExpiry({ error, inspection, options }: Facts): [Cause, ...Cause[]] {
  const { details } = error;
  const serverMs = parseTime(details.ServerTime);
  const toldMs = parseTime(details.Expires);
  const ownMs = inspection.kind === "presigned" ? inspection.expiresAt.getTime() : undefined;
  if (toldMs !== undefined && ownMs !== undefined && Math.abs(toldMs - ownMs) >= 1000)
    return [
      causeOf(
        "other_url",
        `The answer is about a URL that ended at ${new Date(toldMs).toISOString()}, and this one ends at ${new Date(ownMs).toISOString()}.`,
      ),
    ];
  const endMs = toldMs ?? ownMs;
  const when = endMs === undefined ? "" : ` at ${new Date(endMs).toISOString()}`;
  const ago =
    serverMs === undefined || endMs === undefined ? "" : `, ${describe(serverMs - endMs)} before S3 was asked`;
  const causes: [Cause, ...Cause[]] = [causeOf("expired", `The URL ended${when}${ago}.`)];
  const nowMs = options.now?.getTime();
  // S3's clock was right when it answered, so whoever is earlier now is behind.
  if (nowMs !== undefined && serverMs !== undefined && serverMs - nowMs > 60_000)
    causes.push(
      causeOf(
        "clock_wrong",
        `This machine's clock is behind S3's by ${describe(serverMs - nowMs)} or more: what it signs ends too early.`,
      ),
    );
  return causes;
}

/** Request is not yet valid. */
export function explainNotYet({ error, inspection }: Facts): [Cause, ...Cause[]] {
  const signed =
    parseTime(error.details["X-Amz-Date"]) ??
    (inspection.kind === "presigned" ? inspection.signedAt.getTime() : undefined);
  const server = parseTime(error.details.ServerTime);
  const by = signed === undefined || server === undefined ? "more than 15 minutes" : describe(signed - server);
  return [causeOf("not_yet_valid", `The URL is dated in the future: the signer's clock is ahead of S3's by ${by}.`)];
}

const parseTime = (text: string | undefined): number | undefined => {
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? "");
  // S3 has written this one in milliseconds since 1970, too.
  if (/^\d{12,13}$/.test(text ?? "")) return Number(text);
  const ms = Date.parse(
    compact ? `${compact[1]}-${compact[2]}-${compact[3]}T${compact[4]}:${compact[5]}:${compact[6]}Z` : (text ?? ""),
  );
  return Number.isFinite(ms) ? ms : undefined;
};

function distanceOf(request: string | undefined, server: string | undefined): string | undefined {
  const requestMs = parseTime(request);
  const serverMs = parseTime(server);
  if (requestMs === undefined || serverMs === undefined) return undefined;
  return requestMs > serverMs ? `${describe(requestMs - serverMs)} ahead` : `${describe(serverMs - requestMs)} behind`;
}

function describe(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} days`;
  if (seconds >= 7200) return `${Math.floor(seconds / 3600)} hours`;
  return seconds >= 120 ? `${Math.floor(seconds / 60)} minutes` : `${seconds} seconds`;
}
