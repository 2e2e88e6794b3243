// Which web pages may talk to the bucket. Signatures decide what they may do; no cookie is ever read.
import { refuse } from "../errors.ts";
import { allowsOrigin, CORS_METHODS, type CorsRules, findCorsRule } from "../settings/cors-rules.ts";
import type { Answer } from "./answer.ts";

const EXPOSED = [
  "ETag",
  "Date",
  "Accept-Ranges",
  "Content-Disposition",
  "Content-Range",
  "x-amz-version-id",
  "x-amz-request-id",
  "x-amz-checksum-crc32",
  "x-amz-checksum-crc32c",
  "x-amz-checksum-crc64nvme",
  "x-amz-checksum-sha1",
  "x-amz-checksum-sha256",
  "x-amz-checksum-type",
  "x-amz-mp-parts-count",
  "x-amz-tagging-count",
];
/** How long a browser may remember a preflight: Chromium's own limit is 7,200. */
const MAX_AGE_SECONDS = 3_600;

/** Each is looked for among the headers that a rule allows. */
const MAX_REQUESTED_HEADERS = 100;

/** What holds for a bucket without a configuration of its own: everything that a signature allows, from these origins. */
export const defaultCorsRules = (allowedOrigins: readonly string[]): CorsRules => [
  {
    allowedOrigins: allowedOrigins.includes("*") ? ["*"] : allowedOrigins,
    allowedMethods: CORS_METHODS,
    allowedHeaders: ["*"],
    exposeHeaders: EXPOSED,
    maxAgeSeconds: MAX_AGE_SECONDS,
  },
];

/** Headers for the answer of a request with this Origin. The rules are asked for only when there is one. */
export function corsHeaders(
  findRules: () => CorsRules,
  { origin, method }: { origin: string | undefined; method: string },
): Record<string, string> {
  // A cache must not give one origin's answer to another, nor an answer without the header to a page.
  const vary: Record<string, string> = { vary: "Origin" };
  const rule = origin === undefined ? undefined : findCorsRule(findRules(), { origin, method });
  if (origin === undefined || !rule) return vary;
  return {
    ...vary,
    "access-control-allow-origin": rule.allowedOrigins.includes("*") ? "*" : origin,
    ...(rule.exposeHeaders.length > 0 ? { "access-control-expose-headers": rule.exposeHeaders.join(", ") } : {}),
  };
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Answers OPTIONS. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html} */
export function answerPreflight(rules: CorsRules, headers: Headers): Answer {
  const origin = headers.origin;
  const method = headers["access-control-request-method"];
  if (typeof origin !== "string") throw refuse("BadRequest");
  if (typeof method !== "string" || !CORS_METHODS.includes(method))
    throw refuse("BadRequest", `Invalid Access-Control-Request-Method: ${String(method)}`);
  const requested = headers["access-control-request-headers"];
  const names = typeof requested === "string" ? requested.split(",").map((name) => name.trim().toLowerCase()) : [];
  const asked = [...new Set(names)].filter((name) => name !== "");
  if (asked.length > MAX_REQUESTED_HEADERS)
    throw refuse("BadRequest", `Access-Control-Request-Headers names at most ${MAX_REQUESTED_HEADERS} headers.`);
  const rule = findCorsRule(rules, { origin, method, headers: asked });
  if (!rule) throw refuse("AccessForbidden", undefined, { Method: method, ResourceType: "BUCKET" });
  return {
    status: 200,
    headers: {
      ...corsHeaders(() => [rule], { origin, method }),
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
      "access-control-allow-methods": rule.allowedMethods.join(", "),
      ...(rule.maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(rule.maxAgeSeconds) }),
      ...(asked.length > 0 ? { "access-control-allow-headers": asked.join(", ") } : {}),
    },
  };
}

/** Of the pages that a form names to go to afterwards, the origins that may talk to the bucket. */
export function redirectOrigins(
  rules: CorsRules,
  fields: readonly (readonly [name: string, value: string])[],
): readonly string[] {
  const redirects = fields.filter(([name]) => /^(success_action_)?redirect$/i.test(name)).map(([, value]) => value);
  const origins = redirects.filter((value) => URL.canParse(value)).map((value) => new URL(value).origin);
  return origins.filter((origin) => rules.some((rule) => allowsOrigin(rule, origin)));
}
