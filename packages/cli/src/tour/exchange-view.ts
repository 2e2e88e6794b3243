import { type Screen, wrap } from "./screen.ts";
import type { Answer, Exchange, View } from "./types.ts";
import { renderUrl, shorten, shortenSignature } from "./url-view.ts";

/** Left of method and status: the mark of the check. Behind them: the URL, and what came back. */
const INDENT = 11;
const HEADERS_OF_NO_INTEREST = new Set(["host"]);

/** A request with its answer: method, URL, headers; status, S3's code and message; and whether that was expected. */
export function renderExchange(screen: Screen, exchange: Exchange, view: View = {}): string[] {
  const { asked, difference } = exchange;
  const fields = Object.entries(asked.fields ?? {});
  const [first = "", ...more] = renderUrl(screen, asked.url, { indent: INDENT, ...view });
  const lines = [
    `    ${screen.paint("bold", asked.method.padEnd(7))}${first}`,
    ...more.map((line) => " ".repeat(INDENT) + line),
  ];
  for (const [name, value] of Object.entries(asked.headers ?? {}))
    if (!HEADERS_OF_NO_INTEREST.has(name)) lines.push(...dim(screen, `${name}: ${value}`));
  if (view.sameFields) lines.push(...dim(screen, "(the same fields)"));
  else for (const [name, value] of fields) lines.push(...dim(screen, `${name} = ${shortenField(name, value)}`));
  if (asked.body !== undefined) lines.push(...dim(screen, describeBody(asked.body, fields.length > 0)));
  const mark = difference === undefined ? screen.paint("green", "✓") : screen.paint("red", "✗");
  lines.push(...renderAnswer(screen, exchange, mark));
  if (difference !== undefined)
    lines.push(...wrap(screen, difference, INDENT).map((line) => screen.paint("red", line)));
  return lines;
}

function renderAnswer(screen: Screen, { seen, expected }: Exchange, mark: string): string[] {
  const label = (text: string): string => `  ${mark} ${screen.paint(styleOf(seen), text.padEnd(7))}`;
  if (seen.kind === "unreachable")
    return wrap(screen, `no answer: ${seen.error}, nobody listens there`, INDENT, label("--"));
  const said = [seen.code, seen.message].filter((text) => text !== undefined).join(": ");
  const lines = wrap(screen, said === "" ? (REASONS[seen.status] ?? "") : said, INDENT, label(String(seen.status)));
  if ("unreachable" in expected) return lines;
  for (const name of Object.keys(expected.headers ?? {}))
    lines.push(...dim(screen, `${name}: ${seen.headers[name] ?? "(none)"}`));
  if (expected.body !== undefined) lines.push(...dim(screen, `"${seen.body.trim()}"`));
  return lines;
}

const REASONS: Readonly<Record<number, string>> = { 200: "OK", 204: "No Content: it is stored" };

function styleOf(seen: Answer): "green" | "yellow" {
  return seen.kind === "answered" && seen.status < 300 ? "green" : "yellow";
}

const dim = (screen: Screen, text: string): string[] =>
  wrap(screen, text, INDENT + 2, " ".repeat(INDENT)).map((line) => screen.paint("dim", line));

const shortenField = (name: string, value: string): string =>
  name === "policy" ? `${shorten(value, 16)} (the rules, as base64)` : shortenSignature(value);

const describeBody = (body: string, isForm: boolean): string => {
  const size = `${Buffer.byteLength(body).toLocaleString("en")} bytes`;
  return isForm ? `file = (${size})` : `(${size})`;
};
