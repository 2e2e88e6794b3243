// Runs in a browser too: nothing here needs Node.

import { inspect } from "../inspect/inspect.ts";
import { readPasted } from "../inspect/pasted.ts";
import { splitUrl } from "../inspect/url.ts";
import { explainCode } from "./codes.ts";
import { readErrorDocument, type S3Error } from "./error-document.ts";
import { explainMismatch } from "./mismatch.ts";
import type { ExplainOptions, Explanation } from "./types.ts";

export { CAUSES, type Cause, type CauseCode } from "./causes.ts";
export type { S3Error } from "./error-document.ts";
export type { Difference, Explained, ExplainOptions, Explanation, NotExplained, Unchecked } from "./types.ts";

/**
 * Turns an error of S3 into its cause and the remedy. Takes the URL that was sent and the XML that came back; asks for no
 * secret, asks nobody, and throws for nothing that it is given to read. For `SignatureDoesNotMatch` it compares what S3
 * computed with what the URL says, line by line. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 *
 * @throws {TypeError} for an option of the wrong type, or one that does not exist.
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
export function explain(url: string, errorXml: string, options: ExplainOptions = {}): Explanation {
  requireOptions(options);
  const inspection = inspect(String(url), options.now);
  const error: S3Error | string = readErrorDocument(String(errorXml));
  if (typeof error === "string") return { kind: "not_an_error_document", text: error, inspection };
  const parts = inspection.kind === "not_a_url" ? undefined : splitUrl(readPasted(String(url)).url);
  const found =
    error.code === "SignatureDoesNotMatch"
      ? explainMismatch(parts, inspection, error, options)
      : { causes: explainCode({ error, inspection, parts, options }), differences: [], unchecked: [] };
  return { kind: "explained", error, inspection, ...found };
}

const OPTIONS = ["method", "headers", "now"];

function requireOptions(options: ExplainOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new TypeError(`explain: unknown option ${unknown}; there are ${OPTIONS.join(", ")}`);
  const { method, headers, now } = options;
  if (method !== undefined && (typeof method !== "string" || !/^[a-z]+$/i.test(method)))
    throw new TypeError(`explain: method must be a method of HTTP, got ${String(method)}`);
  if (headers !== undefined)
    for (const [name, value] of Object.entries(headers))
      if (typeof value !== "string")
        throw new TypeError(`explain: headers.${name} must be a string, got ${typeof value}`);
  if (now !== undefined && !(now instanceof Date && Number.isFinite(now.getTime())))
    throw new TypeError("explain: now must be a valid Date");
}
