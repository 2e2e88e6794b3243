// Which web pages may talk to a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
import { refuse } from "../errors.ts";
import type { XmlTree } from "../xml.ts";
import { findText, malformed, readChildren, readText, readXml, type XmlElement } from "../xml-reader.ts";

export interface CorsRule {
  readonly id?: string | undefined;
  /** `*`, or `scheme://host[:port]` with at most one `*` in it. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  /** Names with at most one `*`, in lower case. */
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number | undefined;
}
/** The first that fits decides. */
export type CorsRules = readonly CorsRule[];

export const CORS_METHODS: readonly string[] = ["GET", "HEAD", "PUT", "POST", "DELETE"];
const MAX_RULES = 100;
const MAX_ELEMENTS = 1 + 40 * MAX_RULES;
const MAX_ID_CHARACTERS = 255;
const ELEMENTS = ["ID", "AllowedOrigin", "AllowedMethod", "AllowedHeader", "ExposeHeader", "MaxAgeSeconds"];

/** The document of PutBucketCors. */
export function readCorsRules(document: string): CorsRules {
  const root = readXml(document, "CORSConfiguration", MAX_ELEMENTS);
  const rules = readChildren(root, ["CORSRule"]).map(readRule);
  if (rules.length === 0 || rules.length > MAX_RULES)
    throw malformed(`A CORS configuration has 1 to ${MAX_RULES} rules, this one has ${rules.length}.`);
  return rules;
}

function readRule(element: XmlElement): CorsRule {
  readChildren(element, ELEMENTS);
  const all = (name: string) => element.children.filter((child) => child.name === name).map(readText);
  const [allowedOrigins, allowedMethods] = [all("AllowedOrigin"), all("AllowedMethod")];
  if (allowedOrigins.length === 0 || allowedMethods.length === 0) throw malformed();
  const id = findText(element, "ID");
  if (id !== undefined && [...id].length > MAX_ID_CHARACTERS)
    throw refuse("InvalidArgument", `The ID of a rule has at most ${MAX_ID_CHARACTERS} characters.`);
  for (const method of allowedMethods)
    if (!CORS_METHODS.includes(method))
      throw refuse("InvalidRequest", `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
  const allowedHeaders = all("AllowedHeader");
  for (const [name, values] of [
    ["AllowedOrigin", allowedOrigins],
    ["AllowedHeader", allowedHeaders],
  ] as const)
    for (const value of values)
      if (value.split("*").length > 2)
        throw refuse("InvalidRequest", `${name} "${value}" can not have more than one wildcard.`);
  const exposeHeaders = all("ExposeHeader");
  for (const name of exposeHeaders)
    if (!/^[!#$%&'+.^_`|~0-9A-Za-z-]+$/.test(name))
      throw refuse("InvalidRequest", `ExposeHeader "${name}" contains wildcard or is no name of a header.`);
  return {
    id,
    allowedOrigins,
    allowedMethods,
    allowedHeaders: allowedHeaders.map((name) => name.toLowerCase()),
    exposeHeaders,
    maxAgeSeconds: readMaxAge(findText(element, "MaxAgeSeconds")),
  };
}

function readMaxAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text.trim())) throw malformed("MaxAgeSeconds must be a number of seconds.");
  return Number(text);
}

export const writeCorsRules = (rules: CorsRules): XmlTree => ({
  CORSRule: rules.map((rule) => ({
    ID: rule.id,
    AllowedOrigin: rule.allowedOrigins,
    AllowedMethod: rule.allowedMethods,
    AllowedHeader: rule.allowedHeaders,
    ExposeHeader: rule.exposeHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  })),
});

export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** Names that a preflight asks for, in lower case. */
  readonly headers?: readonly string[] | undefined;
}

/** The rule that lets a page of this origin do so. */
export const findCorsRule = (rules: CorsRules, { origin, method, headers = [] }: CorsQuestion): CorsRule | undefined =>
  rules.find(
    (rule) =>
      allowsOrigin(rule, origin) &&
      rule.allowedMethods.includes(method) &&
      headers.every((name) => rule.allowedHeaders.some((pattern) => fits(pattern, name))),
  );

export const allowsOrigin = (rule: CorsRule, origin: string): boolean =>
  rule.allowedOrigins.some((pattern) => fits(pattern, origin));

function fits(pattern: string, text: string): boolean {
  const [before, after] = pattern.split("*") as [string, string | undefined];
  if (after === undefined) return text === before;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
