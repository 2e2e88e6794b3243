// A POST policy: read strictly, then held against the fields of a form.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

import { parseIsoUtc } from "../sigv4/time.ts";
import type { Refusal } from "../types.ts";
import { refuse } from "./refusal.ts";
import { decodeStrictBase64, type Json, parseStrictJson } from "./strict-json.ts";

export type Condition =
  | { readonly kind: "eq" | "starts-with"; readonly field: string; readonly value: string; readonly text: string }
  | { readonly kind: "content-length-range"; readonly min: number; readonly max: number };

export interface Policy {
  readonly ok: true;
  readonly expirationMs: number;
  readonly conditions: readonly Condition[];
}

const invalid = (fault: string): Refusal => refuse("InvalidPolicyDocument", `Invalid Policy: ${fault}`);

/** `encoded` is the base64 text as it came in the form. */
export function parsePolicy(encoded: string): Policy | Refusal {
  const text = decodeStrictBase64(encoded);
  if (text === undefined) return invalid("it is not base64 of UTF-8 text.");
  const document = parseStrictJson(text);
  if (!(document instanceof Map)) return invalid("Invalid JSON: it must be one object, without equal members.");
  for (const name of document.keys())
    if (name !== "expiration" && name !== "conditions") return invalid(`Unexpected: '${name}'`);
  const expiration = document.get("expiration");
  if (expiration === undefined) return invalid("Policy missing expiration.");
  const expirationMs = typeof expiration === "string" ? parseIsoUtc(expiration) : undefined;
  if (expirationMs === undefined) return invalid("Invalid 'expiration' value: it must be an ISO 8601 time in UTC.");
  const list = document.get("conditions");
  if (!Array.isArray(list))
    return invalid(list === undefined ? "Policy missing conditions." : "Invalid 'conditions' value: must be a List.");
  const conditions: Condition[] = [];
  for (const item of list as readonly Json[]) {
    const condition = item instanceof Map ? readSimple(item) : Array.isArray(item) ? readOperation(item) : undefined;
    if (condition === undefined)
      return invalid(
        'Invalid Condition: each must be {"field": "value"}, ["eq" or "starts-with", "$field", "value"] or ["content-length-range", min, max].',
      );
    conditions.push(condition);
  }
  return { ok: true, expirationMs, conditions };
}

function readSimple(item: ReadonlyMap<string, Json>): Condition | undefined {
  const [entry, ...others] = item;
  if (entry === undefined || others.length > 0) return undefined;
  const [field, value] = entry;
  return typeof value === "string" && field !== "" ? match("eq", field, value) : undefined;
}

function readOperation(item: readonly Json[]): Condition | undefined {
  const [operator, first, second] = item;
  if (item.length !== 3) return undefined;
  if (operator === "content-length-range")
    return isSize(first) && isSize(second) && first <= second ? { kind: operator, min: first, max: second } : undefined;
  if (operator !== "eq" && operator !== "starts-with") return undefined;
  if (typeof first !== "string" || typeof second !== "string" || !/^\$./.test(first)) return undefined;
  return match(operator, first.slice(1), second);
}

/** Names count case-insensitively, values exactly. */
function match(kind: "eq" | "starts-with", name: string, value: string): Condition {
  return { kind, field: name.toLowerCase(), value, text: JSON.stringify([kind, `$${name}`, value]) };
}

const isSize = (value: Json | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Fields that need no condition. */
const isFree = (name: string): boolean =>
  name === "x-amz-signature" || name === "policy" || name.startsWith("x-ignore-");

/** `fields` by lower-case name, with `bucket` being the real one and `key` the final one. */
export function checkConditions(policy: Policy, fields: ReadonlyMap<string, string>): Refusal | undefined {
  const covered = new Set<string>();
  for (const condition of policy.conditions) {
    if (condition.kind === "content-length-range") continue;
    covered.add(condition.field);
    if (!holds(condition, fields.get(condition.field)))
      return refuse("AccessDenied", `Invalid according to Policy: Policy Condition failed: ${condition.text}`);
  }
  // Without it the same policy would open a bucket of the same signer that nobody thought of.
  if (!covered.has("bucket"))
    return refuse("AccessDenied", "Invalid according to Policy: the policy has no condition on bucket.");
  const extra = [...fields.keys()].filter((name) => !covered.has(name) && !isFree(name));
  return extra.length === 0
    ? undefined
    : refuse("AccessDenied", `Invalid according to Policy: Extra input fields: ${extra.join(", ")}`);
}

function holds(condition: Exclude<Condition, { kind: "content-length-range" }>, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (condition.kind === "eq") return value === condition.value;
  if (condition.field !== "content-type") return value.startsWith(condition.value);
  return value.split(",").every((part) => part.trim().startsWith(condition.value));
}

/** All ranges together; undefined when the policy has none. An empty one (min above max) lets no file through. */
export function findSizeRange(policy: Policy): { min: number; max: number } | undefined {
  let range: { min: number; max: number } | undefined;
  for (const condition of policy.conditions)
    if (condition.kind === "content-length-range")
      range = {
        min: Math.max(condition.min, range?.min ?? 0),
        max: Math.min(condition.max, range?.max ?? condition.max),
      };
  return range;
}
