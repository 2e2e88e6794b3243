// What came back, in whatever form it was copied: S3's XML, an answer with its head lines, JSON, a web page, or nothing.
import { MAX_DOCUMENT_LENGTH, readErrorDocument, type S3Error, unescapeXml } from "./error-document.ts";
import { unquote } from "./unwrap.ts";

export interface Answer {
  /** S3's error, where there is one. */
  readonly error: S3Error | undefined;
  /** Why there is none, in a sentence. */
  readonly fault: string;
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Without head lines. */
  readonly body: string;
  /** Whether the error stands in a page, as a bucket that is a website answers. */
  readonly isPage: boolean;
}

/** Whether S3 says who it is. */
export const isOfS3 = ({ headers }: Answer): boolean =>
  headers.has("x-amz-request-id") || headers.get("server") === "AmazonS3";

/** Reads an answer; what the caller knows of status and headers goes before what the text says. */
export function readAnswer(
  text: string,
  known: {
    readonly status?: number | undefined;
    readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  },
): Answer {
  const head = text.length > MAX_DOCUMENT_LENGTH ? { body: text, headers: [] } : takeHead(unquote(text));
  const headers = new Map(head.headers);
  for (const [name, value] of Object.entries(known.responseHeaders ?? {})) headers.set(name.toLowerCase(), value);
  const status = known.status ?? head.status;
  const read = readErrorDocument(head.body);
  const page = typeof read === "string" ? readPageError(head.body) : undefined;
  const error = typeof read === "string" ? (page ?? readJsonError(head.body) ?? readHeaderError(headers)) : read;
  const fault = typeof read === "string" ? read : "";
  return { error, fault, status, headers, body: head.body, isPage: page !== undefined };
}

interface Head {
  readonly status?: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Takes off what `curl -i` prints in front; of several heads (100 Continue, redirects) the last counts. */
function takeHead(text: string): Head {
  let found: Head = { headers: [], body: text };
  for (;;) {
    const match = /^\s*HTTP\/[\d.]+ (\d{3})[^\n]*\n((?:[\w-]+:[^\n]*\n)*)\s*?(?:\n|$)/.exec(found.body);
    if (match === null) return found;
    const headers = match[2]!
      .split("\n")
      .filter(Boolean)
      .map((line): [string, string] => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 1).trim(),
      ]);
    found = { status: Number(match[1]), headers, body: found.body.slice(match[0].length) };
  }
}

/** Gateways in front of S3, and services of others, say the same in JSON. */
function readJsonError(body: string): S3Error | undefined {
  if (!/^\s*\{/.test(body) || body.length > MAX_DOCUMENT_LENGTH) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return undefined;
  }
  const fields = new Map(Object.entries(document as object).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string) => (typeof fields.get(name) === "string" ? (fields.get(name) as string) : undefined);
  // Supabase has the code in `error`, and a number in `statusCode`.
  const code = [text("code"), text("error"), text("errorcode")].find((value) => /^[A-Z]\w+$/.test(value ?? ""));
  return code === undefined ? undefined : { code, message: text("message") ?? "", details: {} };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html */
function readPageError(body: string): S3Error | undefined {
  if (!/<html/i.test(body) || body.length > MAX_DOCUMENT_LENGTH) return undefined;
  const items = [...body.matchAll(/<li>([\w-]{1,64}): ([^<]*)<\/li>/g)].map(([, name, value]): [string, string] => [
    name!,
    (unescapeXml(value!) ?? value!).trim(),
  ]);
  const { Code: code, Message: message = "", ...details } = Object.fromEntries(items);
  // Other pages may have a list, too: S3's says of which request it is.
  return code && details.RequestId !== undefined ? { code, message, details } : undefined;
}

/** Answers to HEAD have no body; MinIO and some others put the error into headers. */
function readHeaderError(headers: ReadonlyMap<string, string>): S3Error | undefined {
  const code = headers.get("x-minio-error-code") ?? headers.get("x-amz-error-code");
  if (code === undefined) return undefined;
  const message = headers.get("x-minio-error-desc") ?? headers.get("x-amz-error-message") ?? "";
  return { code, message: message.replace(/^"|"$/g, ""), details: {} };
}
