// Which web pages may talk to the bucket. Signatures decide what they may do; no cookie is ever read.
import { refuse } from "../errors.ts";
import type { Answer } from "./answer.ts";

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];
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
].join(", ");
/** How long a browser may remember a preflight: Chromium's own limit is 7,200. */
const MAX_AGE_SECONDS = 3_600;

export interface CorsRule {
  readonly allowedOrigins: readonly string[];
}

const isAllowed = ({ allowedOrigins }: CorsRule, origin: string): boolean =>
  allowedOrigins.includes("*") || allowedOrigins.includes(origin);

/** Headers for the answer of a request with this Origin. */
export function corsHeaders(rule: CorsRule, origin: string | undefined): Record<string, string> {
  const everyone = rule.allowedOrigins.includes("*");
  // A cache must not give one origin's answer to another, nor an answer without the header to a page.
  const vary: Record<string, string> = { vary: "Origin" };
  if (origin === undefined || !isAllowed(rule, origin)) return vary;
  return { ...vary, "access-control-allow-origin": everyone ? "*" : origin, "access-control-expose-headers": EXPOSED };
}

/** Answers OPTIONS. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html} */
export function answerPreflight(
  rule: CorsRule,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Answer {
  const origin = headers.origin;
  const method = headers["access-control-request-method"];
  if (typeof origin !== "string") throw refuse("BadRequest");
  if (typeof method !== "string" || !METHODS.includes(method))
    throw refuse("BadRequest", `Invalid Access-Control-Request-Method: ${String(method)}`);
  if (!isAllowed(rule, origin)) throw refuse("AccessForbidden", undefined, { Method: method, ResourceType: "BUCKET" });
  const requested = headers["access-control-request-headers"];
  return {
    status: 200,
    headers: {
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
      "access-control-allow-methods": METHODS.join(", "),
      "access-control-max-age": String(MAX_AGE_SECONDS),
      ...(typeof requested === "string" ? { "access-control-allow-headers": requested } : {}),
    },
  };
}
