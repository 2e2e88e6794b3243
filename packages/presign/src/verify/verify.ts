import type { KeyLookup, RawRequest, Refusal, VerifiedRequest, VerifyOptions } from "../types.ts";
import { verifyHeader } from "./header.ts";
import { requireVerifyArguments } from "./parts.ts";
import { verifyQuery } from "./query.ts";
import { type ParsedRequest, parseRequest } from "./raw-request.ts";
import { refuse } from "./refusal.ts";

type Mechanism = "none" | "query" | "header" | "sigv2" | "several";

/**
 * Judges a request as S3 does: the verified facts, or a refusal in S3's own words. It sees raw headers and the raw
 * target, because every parser in between may see another request than the one that was signed. Never throws for what
 * came over the wire. The body is not looked at: hold it to `payload`, and to `content-length` where that is signed.
 *
 * @throws {TypeError} `now`, an option or what `lookup` answers of the wrong type, and {PresignError} one out of its bounds: mistakes of the endpoint.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 * @example
 * ```ts
 * import { createPresigner, verify } from "@daypass/presign";
 *
 * const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const presigner = createPresigner({ credentials: key, region: "eu-central-1", bucket: "my-bucket", endpoint: "http://localhost:9000" });
 * const { host, pathname, search } = new URL(presigner.get("a b.txt", { expiresInSeconds: 60 }).url);
 * const lookup = (accessKeyId: string) => (accessKeyId === key.accessKeyId ? key : undefined);
 * const judge = (method: string) =>
 *   verify({ method, target: pathname + search, rawHeaders: ["Host", host] }, lookup, new Date(), { region: "eu-central-1" });
 *
 * const taken = judge("GET");
 * console.log(taken.ok && taken.path); // → /my-bucket/a b.txt
 * const refused = judge("PUT");
 * console.log(!refused.ok && refused.code); // → SignatureDoesNotMatch
 * ```
 */
export function verify(
  request: RawRequest,
  lookup: KeyLookup,
  now: Date,
  given: VerifyOptions,
): VerifiedRequest | Refusal {
  const options = requireVerifyArguments(lookup, now, given);
  const parsed = parseRequest(request, options);
  if (!parsed.ok) return parsed;
  const mechanism = findMechanism(parsed);
  switch (mechanism) {
    case "query":
      return verifyQuery(parsed, lookup, now, options);
    case "header":
      return verifyHeader(parsed, lookup, now, options);
    case "several":
      return refuse(
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        { ArgumentName: "Authorization" },
      );
    case "sigv2":
      return refuse(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
      );
    default:
      return refuse("AccessDenied", "Access Denied");
  }
}

const OF_QUERY = /^x-amz-(?:algorithm|credential|signature)$/i;

function findMechanism({ query, headers }: ParsedRequest): Mechanism {
  const authorizations = headers.get("authorization") ?? [];
  let isQuery = false;
  let isQueryV2 = false;
  for (const pair of query) {
    const name = pair[0];
    isQuery ||= OF_QUERY.test(name);
    isQueryV2 ||= name === "Signature" || name === "AWSAccessKeyId";
  }
  const count = authorizations.length + (isQuery ? 1 : 0) + (isQueryV2 ? 1 : 0);
  if (count > 1) return "several";
  if (isQuery) return "query";
  if (isQueryV2 || authorizations[0]?.startsWith("AWS ")) return "sigv2";
  return authorizations.length === 1 ? "header" : "none";
}
