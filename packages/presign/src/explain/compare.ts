// Holds the canonical request that S3 computed against what a URL says, line by line.

import { isSetOnTheWay } from "../header-names.ts";
import { methodOf } from "../inspect/operations.ts";
import { showValue } from "../inspect/secret-values.ts";
import type { PresignedInspection } from "../inspect/types.ts";
import type { UrlParts } from "../inspect/url.ts";
import { canonicalQuery, foldHeaderValue, type Pair, UNSIGNED_PAYLOAD } from "../sigv4/canonical.ts";
import { decodeOnce, encodeComponent, encodePath } from "../sigv4/encode.ts";
import { type Cause, type CauseCode, causeOf } from "./causes.ts";
import type { Difference, ExplainOptions, Unchecked } from "./types.ts";

export interface Comparison {
  readonly differences: Difference[];
  readonly causes: Cause[];
  readonly unchecked: Unchecked[];
}

/** The methods that a URL may have been signed for. */
export const methodsOf = ({ operations }: PresignedInspection): string[] => [...new Set(operations.map(methodOf))];

/** Headers whose change has a cause of its own. */
const BLAMES: Readonly<Record<string, CauseCode>> = {
  "content-type": "content_type_changed",
  "content-length": "size_differs",
  range: "range_signed",
};

/** `canonical` is S3's, with its line ends. */
export function compareCanonical(
  parts: UrlParts,
  inspection: PresignedInspection,
  canonical: string,
  options: ExplainOptions,
): Comparison {
  const result: Comparison = { differences: [], causes: [], unchecked: [] };
  const lines = canonical.split("\n");
  const differ = (at: number, what: string, signed?: string, received?: string): void =>
    void result.differences.push({ document: "CanonicalRequest", line: at + 1, what, signed, received });
  const blame = (code: CauseCode, text: string): void => void result.causes.push(causeOf(code, text));

  const methods = options.method === undefined ? methodsOf(inspection) : [options.method.toUpperCase()];
  const method = lines[0] ?? "";
  const likely = [...new Set(inspection.likely.map(methodOf) as string[])];
  if (!methods.includes(method)) {
    differ(0, "method", methods.join(" or "), method);
    blame("method_differs", `The URL was signed for ${methods.join(" or ")}, and S3 received ${method}.`);
  } else if (options.method === undefined && !likely.includes(method)) {
    differ(0, "method", `${likely.join(" or ")}, probably`, method);
    blame(
      "method_differs",
      `S3 received ${method}, and what the URL asks for is of use with ${likely.join(" or ")} only: it was probably signed for that.`,
    );
  }

  const path = comparePath(parts.rawPath, lines[1] ?? "");
  if (path !== undefined) {
    differ(1, "path", path.signed, lines[1]);
    blame(path.code, path.text);
  }
  compareQuery(parts.query, lines[2] ?? "", method, (what, signed, received, code, text) => {
    const name = what.replace("parameter ", "");
    const shown = [signed, received].map((value) => (value === undefined ? undefined : showValue(name, value)));
    differ(2, what, ...shown);
    blame(code, text);
  });

  const blank = lines.indexOf("", 3);
  const end = blank === -1 ? lines.length : blank;
  for (const name of inspection.signedHeaders) compareHeader(name, findHeader(lines, end, name));
  const [listed = "", payload = ""] = lines.slice(end + 1);
  if (blank !== -1 && listed !== inspection.signedHeaders.join(";"))
    differ(end + 1, "signed headers", inspection.signedHeaders.join(";"), listed);
  const hash = parts.query.find(([name]) => name === "X-Amz-Content-Sha256")?.[1] ?? UNSIGNED_PAYLOAD;
  if (blank !== -1 && payload !== hash) {
    differ(end + 2, "payload hash", hash, payload);
    blame(
      "payload_hash_sent",
      `The URL says ${hash} for the body, and the client sent x-amz-content-sha256: ${payload}.`,
    );
  }
  return result;

  function compareHeader(name: string, found: { at: number; value: string } | undefined): void {
    const what = `header ${name}`;
    const at = found?.at ?? end;
    const value = found?.value ?? "";
    if (name === "host") {
      if (value.toLowerCase() === parts.host) return;
      differ(at, what, parts.host, value);
      blame("host_changed", describeHost(parts.host, value));
      return;
    }
    const given = Object.entries(options.headers ?? {}).find(([other]) => other.toLowerCase() === name)?.[1];
    const signed = given === undefined ? undefined : foldHeaderValue(String(given));
    if (value === signed) return;
    const shown = signed === undefined ? undefined : showValue(name, signed);
    if (value === "") {
      differ(at, what, shown ?? "(some value)", undefined);
      blame("header_not_sent", `The header ${name} was signed, but S3 received none, or an empty one.`);
    } else if (signed === undefined) result.unchecked.push({ line: at + 1, what, received: showValue(name, value) });
    else {
      differ(at, what, shown, showValue(name, value));
      const known = Object.hasOwn(BLAMES, name) ? BLAMES[name] : undefined;
      const code = known ?? (isSetOnTheWay(name) ? "hop_header_signed" : "header_changed");
      blame(code, `${name} was signed as "${shown}", and S3 received "${showValue(name, value)}".`);
    }
  }
}

function findHeader(lines: readonly string[], end: number, name: string): { at: number; value: string } | undefined {
  const at = lines.findIndex((line, index) => index > 2 && index < end && line.startsWith(`${name}:`));
  return at === -1 ? undefined : { at, value: lines[at]!.slice(name.length + 1) };
}

function describeHost(signed: string, received: string): string {
  const [withoutPort] = signed.split(":");
  if (received === withoutPort)
    return `The URL was signed for ${signed} with its port, and S3 received ${received}: clients leave a default port away, proxies lose it.`;
  return `The URL was signed for the host ${signed}, and S3 received ${received || "none"}: a proxy put its own name there, or an inner name was signed.`;
}

/** Why the path is another one; undefined when it is the same. */
function comparePath(raw: string, received: string): { signed: string; code: CauseCode; text: string } | undefined {
  const plain = decodeOnce(raw) ?? raw;
  const signed = encodeSafely(plain, encodePath);
  if (signed === received || (raw === "" && received === "/")) return undefined;
  const reads = (code: CauseCode, text: string) => ({ signed, code, text });
  if (raw.includes("+") && encodePath(decodeOnce(raw.replaceAll("+", "%20")) ?? "") === received)
    return reads("raw_plus", "The path holds a raw +, and S3 read it as a space.");
  if (encodePath(signed) === received) return reads("encoded_twice", "The path arrived percent-encoded a second time.");
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(plain))
    return reads("dot_segment", 'The path has a "." or ".." segment, and the client folded it.');
  if (signed.replace(/\/{2,}/g, "/") === received)
    return reads("slashes_folded", "The path has an empty segment (//), and something on the way folded it.");
  if ((decodeOnce(received) ?? received).normalize() === plain.normalize())
    return reads(
      "path_changed",
      "The path arrived in another Unicode form: é as one character, or as e and an accent.",
    );
  const added = received.endsWith(signed) ? received.slice(0, received.length - signed.length) : "";
  const cut = signed.endsWith(received) ? signed.slice(0, signed.length - received.length) : "";
  if (added !== "") return reads("path_changed", `Something on the way put ${added} in front of the path.`);
  if (cut !== "" && received !== "") return reads("path_changed", `Something on the way cut ${cut} off the path.`);
  return reads("path_changed", `The URL says the path ${signed}, and S3 received ${received}.`);
}

type BlameParameter = (
  what: string,
  signed: string | undefined,
  received: string | undefined,
  code: CauseCode,
  text: string,
) => void;

function compareQuery(query: readonly Pair[], line: string, method: string, blame: BlameParameter): void {
  const ours = canonicalPairs(query.filter(([name]) => name !== "X-Amz-Signature"));
  const theirs = line.split("&").filter(Boolean);
  const missing = ours.filter((pair) => !takeOut(theirs, pair));
  for (const pair of missing) {
    const [name, value] = splitPair(pair);
    const what = `parameter ${name}`;
    const twin = theirs.findIndex((other) => splitPair(other)[0] === name);
    if (twin === -1) {
      blame(
        what,
        value,
        undefined,
        "parameter_removed",
        `The parameter ${name} is in the URL, but S3 did not receive it.`,
      );
      continue;
    }
    const received = splitPair(theirs.splice(twin, 1)[0]!)[1];
    if (value.includes("+") && value.replaceAll("+", " ") === received)
      blame(what, value, received, "raw_plus", `${name} holds a raw +, and S3 read it as a space.`);
    else if (received === encodeSafely(value, encodeComponent))
      blame(what, value, received, "encoded_twice", `${name} arrived percent-encoded a second time.`);
    else blame(what, value, received, "parameter_changed", `The value of ${name} is not the one in the URL.`);
  }
  // What is in a body is not repeated here: a form's fields may be anybody's secrets.
  const isDocument = theirs.some((pair) => /^\s*</.test(splitPair(pair)[0]));
  if (isDocument || (method === "POST" && theirs.length > 0)) {
    const length = `${theirs.join("&").length} characters`;
    const text = isDocument
      ? `S3 read the body, which is XML, as parameters (${length}): it came as application/x-www-form-urlencoded, as curl -d and others say of any body by themselves.`
      : `S3 received parameters that are not in the URL (${length}): a body that comes as application/x-www-form-urlencoded, as curl -d and others say of any body by themselves, it reads as such. Or something on the way added them.`;
    blame("parameters", undefined, `(${length})`, "body_read_as_query", text);
    return;
  }
  for (const pair of theirs) {
    const [name, value] = splitPair(pair);
    const text = `The parameter ${name} was not in the URL, and S3 received it: it was added on the way.`;
    blame(`parameter ${name}`, undefined, value, "parameter_added", text);
  }
}

const canonicalPairs = (pairs: readonly Pair[]): string[] =>
  pairs.map((pair) => encodeSafely([pair], canonicalQuery)).filter((text) => text !== "");

function takeOut(list: string[], wanted: string): boolean {
  const at = list.indexOf(wanted);
  if (at !== -1) list.splice(at, 1);
  return at !== -1;
}

function splitPair(pair: string): Pair {
  const equals = pair.indexOf("=");
  const [name, value] = equals === -1 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
  return [decodeOnce(name) ?? name, decodeOnce(value) ?? value];
}

/** Lone surrogates cannot be encoded; a URL that holds one is compared as what is left of it. */
function encodeSafely<T>(value: T, encode: (value: T) => string): string {
  try {
    return encode(value);
  } catch {
    return "";
  }
}
