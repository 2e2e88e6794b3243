// Answers without S3's error document: by the status, the headers, or what a client says when it got none.

import type { Inspection } from "../inspect/types.ts";
import type { UrlParts } from "../inspect/url.ts";
import { type Answer, isOfS3 } from "./answer.ts";
import { type Cause, type CauseCode, causeOf } from "./causes.ts";
import { CHECKSUM_OF_NOTHING, IS_DELETE_MARKER } from "./codes.ts";
import { methodsOf } from "./compare.ts";
import { isFormRefused, NO_FORMS } from "./form.ts";
import { explainRedirect } from "./redirect.ts";
import { suspectRequesterPays } from "./requester-pays.ts";
import type { ExplainOptions } from "./types.ts";

export interface Bare {
  readonly answer: Answer;
  readonly inspection: Inspection;
  readonly parts: UrlParts | undefined;
  readonly options: ExplainOptions;
}
type Causes = readonly [Cause, ...Cause[]];

const OTHER_NAME = "The host's TLS certificate is not for this name.";

/** Words of clients that got no answer, or may not read it. */
const CLIENT_ERRORS: readonly (readonly [words: RegExp, code: CauseCode, text: string])[] = [
  [
    /Access-Control-Allow-Origin|blocked by CORS|Cross-Origin Request Blocked|not allowed by Access-Control/i,
    "cors_refused",
    "The browser asked whether this page may do this, and the bucket's CORS configuration does not say yes.",
  ],
  [
    /altnames|alternative certificate subject name|CERT_COMMON_NAME_INVALID|certificate (?:is )?not valid for|hostname mismatch|doesn't match/i,
    "certificate_wrong",
    OTHER_NAME,
  ],
  [
    /certificate (?:has expired|is not yet valid)|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CERT_DATE_INVALID|SEC_ERROR_EXPIRED/i,
    "certificate_wrong",
    "The host's TLS certificate is over, or its time has not come; or this machine's clock is wrong.",
  ],
  [
    /self[- ]signed|local issuer certificate|unable to verify the first certificate|SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY_LEAF|GET_ISSUER)|CERT_AUTHORITY_INVALID|UNKNOWN_ISSUER|unknown authority|UnknownIssuer|CERTIFICATE_VERIFY_FAILED|PKIX path building failed|UntrustedRoot/i,
    "certificate_wrong",
    "The host's TLS certificate is of nobody whom this client trusts: it is self-signed, of an authority of one's own, or came without those between; or something on the way opens TLS.",
  ],
  [
    /could not resolve host|ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED|Name or service not known|getaddrinfo/i,
    "not_reached",
    "There is no host of this name, as far as this client can see.",
  ],
  [
    /ECONNREFUSED|connection refused|failed to connect|couldn't connect|ERR_CONNECTION_REFUSED|ETIMEDOUT|timed out/i,
    "not_reached",
    "Nothing answers at this host and port.",
  ],
  [
    /ECONNRESET|connection reset|EPIPE|broken pipe|socket hang up|ERR_CONNECTION_RESET/i,
    "body_incomplete",
    "The connection was cut while the request was being sent. Services do so when they refuse a request before its body.",
  ],
  [
    /failed to fetch|networkerror|load failed|network request failed|ERR_NETWORK\b|ERR_FAILED/i,
    "answer_hidden",
    "The browser shows neither status nor answer to the page: its console and the network view of its tools do.",
  ],
];

/** The causes, most likely first; undefined where nothing can be said. */
export function explainWithoutDocument(bare: Bare): Causes | undefined {
  const { answer, inspection } = bare;
  const { body, status } = answer;
  for (const [words, code, text] of CLIENT_ERRORS)
    if (body.length < 4000 && !/<html|<!doctype/i.test(body) && words.test(body)) {
      if (code === "answer_hidden") return explainHidden(text, inspection);
      const dotted = inspection.warnings.find((finding) => finding.code === "dotted_bucket");
      return [causeOf(code, text === OTHER_NAME && dotted !== undefined ? dotted.text : text)];
    }
  if (status === 0)
    return explainHidden("A status of 0 is a browser's: it shows neither status nor answer to the page.", inspection);
  // What came is the object itself, and may be a page.
  if (isSuccess(status) && (isOfS3(answer) || isJson(body))) return undefined;
  if (status !== undefined && status >= 500 && isOfS3(answer)) return explainStatus(status, bare);
  const redirect = explainRedirect(bare);
  if (redirect !== undefined) return redirect;
  const isPage = /<html|<!doctype html/i.test(body);
  const plain = explainPlainStatus(isPage, answer);
  if (plain !== undefined) return plain;
  if (isPage) return [causeOf("not_s3", describePage(answer))];
  if (body.trim() !== "") return isJson(body) ? [causeOf("not_s3", describeJson(answer))] : undefined;
  return status === undefined ? undefined : explainStatus(status, bare);
}

/** What the page may not read is an error, or a refusal to ask at all. */
function explainHidden(text: string, inspection: Inspection): Causes {
  const cors = causeOf(
    "cors_refused",
    "The bucket's CORS configuration may not let this page do this, or not read an error.",
  );
  const hidden = causeOf("answer_hidden", text);
  return inspection.warnings.some(({ code }) => code === "checksum_of_nothing")
    ? [hidden, cors, causeOf("checksum_of_nothing", CHECKSUM_OF_NOTHING)]
    : [hidden, cors];
}

export const isSuccess = (status: number | undefined): boolean => status !== undefined && status >= 200 && status < 300;

/**
 * What a status means whoever gives it: a proxy in front of S3 answers so before S3 is asked, with a page, with JSON, or with
 * words. Undefined for the others, and where nothing came but the status.
 */
function explainPlainStatus(isPage: boolean, answer: Answer): Causes | undefined {
  const { body } = answer;
  if (body.trim() === "") return undefined;
  // nginx says 400 and has numbers of its own; what is meant stands in the title.
  const title = isPage ? titleOf(body) : undefined;
  const status = /header or cookie too large|header fields too large/i.test(title ?? "")
    ? 431
    : (answer.status ?? Number(/^\d{3}\b/.exec(title ?? "")?.[0]));
  if (![411, 413, 414, 429, 431].includes(status)) return undefined;
  const cause = causeOf(...STATUSES[status]!);
  if (cause.code === "not_s3" || !(isPage || isJson(body))) return [cause];
  return [cause, causeOf("not_s3", isPage ? describePage(answer) : describeJson(answer))];
}

function describeNotModified(inspection: Inspection): string {
  const signed = inspection.kind === "presigned" ? inspection.signedHeaders : [];
  const conditions = signed.filter((name) => /^if-(?:none-match|modified-since)$/.test(name));
  return `304 is no failure: the object is still what ${conditions.length > 0 ? `the signed ${conditions.join(" and ")} names` : "a condition that the client sent names"}, so S3 does not send it again.`;
}

const isJson = (body: string): boolean => /^\s*[{[]/.test(body);

/** No pattern takes the blanks off: it would go over a long run of them again and again. */
function titleOf(body: string): string | undefined {
  const title = /<title>([^<]{1,400})<\/title>/i.exec(body)?.[1]?.trim();
  return title && title.length <= 80 ? title : undefined;
}

/** Names of servers are short; what is told is no place for what is not. */
const serverOf = (headers: Answer["headers"]): string | undefined => headers.get("server")?.slice(0, 80);

function describePage({ body, headers, status }: Answer): string {
  const title = titleOf(body);
  const server =
    serverOf(headers) ??
    /\b(nginx|cloudflare|CloudFront|Apache|Traefik|Caddy|HAProxy|Envoy|Squid|IIS)\b/i.exec(body)?.[1];
  return `A web page came back${title ? `, "${title}"` : ""}${status === undefined ? "" : `, with status ${status}`}: ${server ? `${server} has answered` : "something between the client and S3 has answered"}, and S3 has perhaps never been asked.`;
}

const describeJson = ({ headers }: Answer): string =>
  `JSON came back, and S3 answers in XML: ${serverOf(headers) ?? "something between the client and S3"} has answered.`;

/** An answer without a body, as every answer to HEAD is. */
function explainStatus(status: number, bare: Bare): Causes | undefined {
  const { answer, inspection, options } = bare;
  const region = answer.headers.get("x-amz-bucket-region");
  if (status === 403) return explainForbidden(bare);
  if (status === 404)
    return [
      causeOf(
        "object_missing",
        `There is no such object${answer.headers.has("x-amz-delete-marker") ? ": it was deleted, and older versions may be left" : ", or no such bucket"}.`,
      ),
    ];
  if (status === 400) {
    const signed = inspection.kind === "presigned" ? inspection : undefined;
    if (region !== undefined && signed !== undefined && region !== signed.region)
      return [causeOf("region_wrong", `It is signed for ${signed.region}, and the bucket is in ${region}.`)];
    const token = causeOf("credentials_expired", "The temporary credentials that signed it may have ended.");
    const malformed = causeOf(
      "query_malformed",
      "S3 could not read the request, and an answer without a body, as to HEAD, does not say why.",
    );
    return signed?.isTemporary ? [token, malformed] : [malformed];
  }
  if (status === 405 && answer.headers.get("x-amz-delete-marker") === "true")
    return [causeOf("version_missing", IS_DELETE_MARKER)];
  if (status === 412)
    return inspection.kind === "presigned" && inspection.signedHeaders.includes("if-none-match")
      ? [causeOf("exists_already", "The URL may create only, and there is an object with this key.")]
      : [causeOf("state_changed", "A condition of the request does not hold.")];
  if (status === 304) return [causeOf("not_modified", describeNotModified(inspection))];
  if ((status === 405 || status === 501) && isFormRefused(bare))
    return [causeOf("post_unsupported", NO_FORMS), causeOf(...STATUSES[status]!)];
  const row = STATUSES[status] ?? (status >= 500 ? (["service_busy", "The service failed."] as const) : undefined);
  if (row !== undefined) return [causeOf(...row)];
  return isSuccess(status)
    ? undefined
    : [
        causeOf(
          "unknown",
          `The status ${status} came back without a word${options.method ? ` to ${options.method}` : ""}.`,
        ),
      ];
}

const STATUSES: Readonly<Record<number, readonly [CauseCode, string]>> = {
  401: ["key_unknown", "The service does not know who signed."],
  405: ["method_not_allowed", "The address does not have this method."],
  409: ["upload_conflict", "Another request on the same key was under way."],
  411: ["length_missing", "The request came without Content-Length."],
  413: ["too_large", "The body is larger than S3, or a proxy in front of it, takes."],
  414: ["not_s3", "The URL is longer than a proxy on the way takes."],
  416: ["range_wrong", "The range begins behind the end of the object."],
  429: ["service_busy", "Too many requests came at once."],
  431: ["header_too_large", "The headers are longer than the server takes."],
  501: ["unsupported", "The service does not have what was asked for."],
};

function explainForbidden({ inspection, options }: Bare): Causes {
  const silent = "An answer to HEAD does not say why: the same with GET and a Range of one byte does.";
  if (inspection.kind !== "presigned")
    return [causeOf(inspection.kind === "sigv2" ? "signature_v2" : "url_damaged", inspection.text)];
  if (/\.s3-website[.-]/.test(inspection.origin))
    return [causeOf("website_host", "The URL leads to a bucket as a website, which reads no signature.")];
  const causes: Cause[] = [];
  if (inspection.state === "expired")
    causes.push(causeOf("expired", `The URL ended at ${inspection.expiresAt.toISOString()}.`));
  const methods = methodsOf(inspection);
  if (options.method?.toUpperCase() !== "HEAD" && (methods.length !== 1 || methods[0] !== "HEAD"))
    causes.push(
      causeOf(
        "method_differs",
        "An empty answer is one to HEAD, and a URL that was signed for GET takes no HEAD: sign one for HEAD too, or ask with GET and Range: bytes=0-0.",
      ),
    );
  causes.push(
    causeOf("rights_missing", `Or the signer may not do this. ${silent}`),
    causeOf("object_missing", "Or there is no such object: without s3:ListBucket S3 says 403 where it would say 404."),
  );
  if (inspection.isTemporary)
    causes.push(causeOf("credentials_expired", "Or the temporary credentials that signed it have ended."));
  causes.push(...suspectRequesterPays(inspection));
  return causes as unknown as Causes;
}
