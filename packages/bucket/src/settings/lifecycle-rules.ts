// When a bucket forgets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
import { randomBytes } from "node:crypto";
import { refuse } from "../errors.ts";
import type { XmlTree } from "../xml.ts";
import { findChild, findText, malformed, readChildren, readText, readXml, type XmlElement } from "../xml-reader.ts";
import { readTag, type Tags } from "./tags.ts";

export interface LifecycleFilter {
  readonly prefix: string;
  readonly tags: Tags;
  /** Objects larger than this, in bytes. */
  readonly aboveBytes?: number | undefined;
  /** Objects smaller than this, in bytes. */
  readonly belowBytes?: number | undefined;
}

export interface LifecycleRule {
  readonly id: string;
  readonly enabled: boolean;
  readonly filter: LifecycleFilter;
  /** Days after the last change, or milliseconds since 1970 of a day. */
  readonly expiration?: { readonly days: number } | { readonly dateAt: number } | undefined;
  readonly abortUploadsAfterDays?: number | undefined;
}
export type LifecycleRules = readonly LifecycleRule[];

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const MAX_RULES = 1_000;
/** A rule with ten tags has 41. */
const MAX_ELEMENTS = 1 + 41 * MAX_RULES;
const MAX_ID_CHARACTERS = 255;
/** Of S3, and not of this endpoint, which has one storage class and one version of each object. */
const NOT_IMPLEMENTED = ["Transition", "NoncurrentVersionTransition", "NoncurrentVersionExpiration"];

/** The document of PutBucketLifecycleConfiguration. */
export function readLifecycleRules(document: string): LifecycleRules {
  const rules = readChildren(readXml(document, "LifecycleConfiguration", MAX_ELEMENTS), ["Rule"]).map(readRule);
  if (rules.length === 0 || rules.length > MAX_RULES)
    throw malformed(`A lifecycle configuration has 1 to ${MAX_RULES} rules, this one has ${rules.length}.`);
  const ids = rules.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw refuse("InvalidArgument", `Rule ID must be unique. Found same ID for more than one rule: ${twice}`);
  return rules;
}

function readRule(element: XmlElement): LifecycleRule {
  const missing = element.children.find(({ name }) => NOT_IMPLEMENTED.includes(name));
  if (missing)
    throw refuse("NotImplemented", `${missing.name} of a lifecycle rule is not implemented by this endpoint.`);
  readChildren(element, ["ID", "Status", "Prefix", "Filter", "Expiration", "AbortIncompleteMultipartUpload"]);
  const status = findText(element, "Status");
  if (status !== "Enabled" && status !== "Disabled") throw malformed("Status must be Enabled or Disabled.");
  const id = findText(element, "ID") || randomBytes(12).toString("base64url");
  if ([...id].length > MAX_ID_CHARACTERS)
    throw refuse("InvalidArgument", `ID length should not exceed allowed limit of ${MAX_ID_CHARACTERS}`);
  const filter = readFilter(element);
  const expiration = findChild(element, "Expiration");
  const abort = findChild(element, "AbortIncompleteMultipartUpload");
  if (!expiration && !abort) throw refuse("InvalidRequest", "At least one action needs to be specified in a rule");
  const isNarrow = filter.tags.length > 0 || filter.aboveBytes !== undefined || filter.belowBytes !== undefined;
  if (abort && isNarrow)
    throw refuse("InvalidRequest", "AbortIncompleteMultipartUpload cannot be specified with Tags or object sizes");
  return {
    id,
    enabled: status === "Enabled",
    filter,
    expiration: expiration && readExpiration(expiration),
    abortUploadsAfterDays: abort && readDays(abort, "DaysAfterInitiation"),
  };
}

function readFilter(rule: XmlElement): LifecycleFilter {
  const [filter, prefix] = [findChild(rule, "Filter"), findText(rule, "Prefix")];
  // One of them, as the older form of the document has the prefix alone.
  if ((filter === undefined) === (prefix === undefined)) throw malformed();
  if (!filter) return { prefix: prefix!, tags: [] };
  const and = findChild(filter, "And");
  if (filter.children.length > 1) throw malformed();
  const source = and ?? filter;
  readChildren(source, ["Prefix", "Tag", "ObjectSizeGreaterThan", "ObjectSizeLessThan", ...(and ? [] : ["And"])]);
  if (and && and.children.length < 2) throw malformed();
  return {
    prefix: findText(source, "Prefix") ?? "",
    tags: source.children.filter(({ name }) => name === "Tag").map(readTag),
    aboveBytes: readBytes(findText(source, "ObjectSizeGreaterThan")),
    belowBytes: readBytes(findText(source, "ObjectSizeLessThan")),
  };
}

function readExpiration(element: XmlElement): NonNullable<LifecycleRule["expiration"]> {
  const [only, ...others] = element.children;
  if (only === undefined || others.length > 0) throw malformed();
  if (only.name === "Days") return { days: readDays(element, "Days") };
  if (only.name === "ExpiredObjectDeleteMarker")
    throw refuse("NotImplemented", "ExpiredObjectDeleteMarker is not implemented: this endpoint keeps no versions.");
  if (only.name !== "Date") throw malformed();
  const text = readText(only).trim();
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw malformed("Date must be an ISO 8601 date.");
  if (at % DAY_MILLISECONDS !== 0) throw refuse("InvalidArgument", "'Date' must be at midnight GMT");
  return { dateAt: at };
}

function readDays(element: XmlElement, name: string): number {
  const text = (findText(element, name) ?? "").trim();
  readChildren(element, [name]);
  if (!/^\d{1,7}$/.test(text) || Number(text) === 0)
    throw refuse("InvalidArgument", `'${name}' for ${element.name} action must be a positive integer`);
  return Number(text);
}

function readBytes(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text.trim())) throw malformed("The size of a filter must be a number of bytes.");
  return Number(text);
}

export const writeLifecycleRules = (rules: LifecycleRules): XmlTree => ({
  Rule: rules.map((rule) => ({
    ID: rule.id,
    Filter: writeFilter(rule.filter),
    Status: rule.enabled ? "Enabled" : "Disabled",
    Expiration: rule.expiration && writeExpiration(rule.expiration),
    AbortIncompleteMultipartUpload:
      rule.abortUploadsAfterDays === undefined ? undefined : { DaysAfterInitiation: rule.abortUploadsAfterDays },
  })),
});

function writeFilter({ prefix, tags, aboveBytes, belowBytes }: LifecycleFilter): XmlTree {
  const parts = {
    Prefix: prefix === "" ? undefined : prefix,
    Tag: tags.map(([Key, Value]) => ({ Key, Value })),
    ObjectSizeGreaterThan: aboveBytes,
    ObjectSizeLessThan: belowBytes,
  };
  const count = [parts.Prefix, aboveBytes, belowBytes].filter((part) => part !== undefined).length + tags.length;
  if (count === 0) return { Prefix: "" };
  return count === 1 ? parts : { And: parts };
}

const writeExpiration = (expiration: NonNullable<LifecycleRule["expiration"]>): XmlTree =>
  "days" in expiration ? { Days: expiration.days } : { Date: new Date(expiration.dateAt).toISOString() };

/** Whether an object is one that the rule is about, apart from its tags. */
export const isInFilter = ({ filter }: LifecycleRule, object: { key: string; sizeBytes: number }): boolean =>
  object.key.startsWith(filter.prefix) &&
  (filter.aboveBytes === undefined || object.sizeBytes > filter.aboveBytes) &&
  (filter.belowBytes === undefined || object.sizeBytes < filter.belowBytes);

export const hasTags = ({ filter }: LifecycleRule, tags: Tags): boolean =>
  filter.tags.every(([key, value]) => tags.some(([otherKey, other]) => otherKey === key && other === value));

/** When something of that age is over: so many days later, at the midnight (UTC) that follows, as S3 rounds. */
export const addDays = (sinceMilliseconds: number, days: number): number =>
  Math.ceil((sinceMilliseconds + days * DAY_MILLISECONDS) / DAY_MILLISECONDS) * DAY_MILLISECONDS;

/** Milliseconds since 1970 from when on an object is over by the rule's expiration, whether or not the rule is about it. */
export const expiresAt = (
  { expiration }: LifecycleRule,
  { lastModifiedAt }: { readonly lastModifiedAt: number },
): number | undefined =>
  expiration && ("days" in expiration ? addDays(lastModifiedAt, expiration.days) : expiration.dateAt);
