// Runs in a browser too: nothing here needs Node.

import { requireRecord } from "../errors.ts";
import { inspect } from "../inspect/inspect.ts";
import { readPasted, textOf } from "../inspect/pasted.ts";
import { requireMethod, requireNow, requireOptionsOf, showName, showWord } from "../inspect/require.ts";
import type { Inspection } from "../inspect/types.ts";
import { splitUrl, type UrlParts } from "../inspect/url.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { explainCode } from "./codes.ts";
import { findSecrets, hideInError, hideSecrets } from "./hide-secrets.ts";
import { explainMismatch, isMismatch } from "./mismatch.ts";
import type { Explained, ExplainOptions, Explanation } from "./types.ts";
import { explainWebsite } from "./website.ts";
import { explainWithoutDocument, isSuccess } from "./without-document.ts";

export { CAUSES, type Cause, type CauseCode } from "./causes.ts";
export type { S3Error } from "./error-document.ts";
export type { Difference, Explained, ExplainOptions, Explanation, NotExplained, Unchecked } from "./types.ts";

/**
 * Turns an answer of S3 into its cause and the remedy. Takes the URL that was sent and what came back: S3's XML, with or
 * without the head lines of `curl -i`; a web page or JSON of something in between; nothing but a status; or what a client
 * says that got no answer. Asks for no secret, asks nobody, and throws for nothing that it is given to read. For
 * `SignatureDoesNotMatch` it compares what S3 computed with what the URL says, line by line. No session token, key of SSE-C,
 * signature or `Authorization` of URL and answer is in what it says: their lengths are, and the first characters of a
 * signature. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 *
 * Of an answer it reads 131,072 characters, of a URL 16,384, and of a document 200 elements: longer ones are none of S3's.
 *
 * @throws {TypeError} for an option of the wrong type, or one that does not exist.
 * @throws {RangeError} for `headers`, `fields` or `responseHeaders` of more than 500 names, or of more than 65,536 characters in all.
 * @example
 * ```ts
 * import { explain } from "@daypass/presign/explain";
 *
 * const url =
 *   "https://b.s3.eu-central-1.amazonaws.com/a.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
 *   "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T120000Z" +
 *   `&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=${"0".repeat(64)}`;
 * const answer = `<Error><Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires>
 *   <Expires>2026-11-24T12:01:00Z</Expires><ServerTime>2026-11-24T13:00:00Z</ServerTime></Error>`;
 * const explained = explain(url, answer);
 * if (explained.kind === "explained") console.log(explained.causes[0].code); // → expired
 * ```
 */
export function explain(url: string, answer: string, options: ExplainOptions = {}): Explanation {
  requireOptions(options);
  const inspection = inspect(url, { now: options.now });
  const read = readAnswer(textOf(answer), options);
  const parts = inspection.kind === "not_a_url" ? undefined : splitUrl(readPasted(textOf(url)).url);
  const secrets = findSecrets(parts, options, read.error, inspection);
  const found = explainAnswer(inspection, read, parts, options);
  const error = read.error && hideInError(read.error, secrets);
  if (found === undefined) {
    const text = isSuccess(read.status)
      ? `The status ${read.status} says that it worked: there is nothing to explain.`
      : read.fault;
    return hideSecrets({ kind: "not_an_error_document", text, inspection }, secrets);
  }
  return { kind: "explained", error, ...hideSecrets({ status: read.status, inspection, ...found }, secrets) };
}

type Finding = Pick<Explained, "causes" | "differences" | "unchecked">;

/** In the whole text, secrets and all; undefined where nothing can be said. */
function explainAnswer(
  inspection: Inspection,
  answer: Answer,
  parts: UrlParts | undefined,
  options: ExplainOptions,
): Finding | undefined {
  const { error } = answer;
  if (error !== undefined && isMismatch(error)) return explainMismatch(parts, inspection, error, options);
  const causes =
    error === undefined
      ? explainWithoutDocument({ answer, inspection, parts, options })
      : (answer.isPage ? explainWebsite : explainCode)({
          error,
          inspection,
          parts,
          options,
          answerHeaders: answer.headers,
        });
  return causes && { causes, differences: [], unchecked: [] };
}

/** S3 takes 8 KB of headers, and 20 KB of fields. */
const MAX_LIST_LENGTH = 65_536;
const MAX_NAMES = 500;
const OPTIONS = new Set(["method", "headers", "fields", "status", "responseHeaders", "now"]);

function requireOptions(options: ExplainOptions): void {
  requireOptionsOf("explain", options, OPTIONS);
  const { method, status, now } = options;
  requireMethod("explain", method);
  for (const list of ["headers", "fields", "responseHeaders"] as const) {
    const given: unknown = options[list];
    if (given === undefined) continue;
    if (typeof given === "string")
      throw new TypeError(`explain: ${list} must be an object of names and values, got ${showWord(given)}`);
    requireRecord(`explain: ${list}`, given);
    const names = new Set<string>();
    let length = 0;
    for (const [name, value] of Object.entries(given)) {
      if (typeof value !== "string")
        throw new TypeError(`explain: ${list}.${showName(name)} must be a string, got ${typeof value}`);
      if (names.has(name.toLowerCase()))
        throw new TypeError(`explain: ${list} has ${showName(name)} twice: names count without regard to case`);
      names.add(name.toLowerCase());
      length += name.length + value.length;
    }
    if (length > MAX_LIST_LENGTH || names.size > MAX_NAMES)
      throw new RangeError(
        `explain: ${list} must be at most ${MAX_NAMES} names with ${MAX_LIST_LENGTH} characters in all, got ${names.size} with ${length}`,
      );
  }
  if (status !== undefined && !(Number.isInteger(status) && (status === 0 || (status >= 100 && status <= 599))))
    throw new TypeError(`explain: status must be 0 or 100..599, got ${showWord(status)}`);
  requireNow("explain", now);
}
