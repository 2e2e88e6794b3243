// Policies and forms by chance, near enough to what is right that both answers are common, and an evaluator of its own for
// them. It knows each condition as it was meant, before it became JSON, and shares no line with the verifier.
import { baseConditions, formCredential, NOW } from "../../packages/presign/test/support/hand-signer.ts";
import type { Random } from "./random.ts";

type Pair = readonly [name: string, value: string];

interface Meant {
  /** As it stands in the policy. */
  readonly json: unknown;
  /** Absent: no condition that S3 knows. */
  readonly rule?:
    | { readonly kind: "same" | "prefix"; readonly field: string; readonly value: string }
    | { readonly kind: "size"; readonly min: number; readonly max: number };
}

export interface PolicyCase {
  readonly bucket: string;
  readonly policy: unknown;
  readonly fields: readonly Pair[];
  readonly fileName: string;
  readonly conditions: readonly Meant[];
  /** Undefined: none that can be read. */
  readonly expiresAtMs: number | undefined;
}

export interface Verdict {
  /** S3's code; undefined when the form is taken. */
  readonly code: string | undefined;
  readonly sizeRangeBytes?: { min: number; max: number } | undefined;
}

const DATE = "20261124T115900Z";
const KEYS = [
  "in/a.txt",
  "in/a.txt",
  "in/",
  "in/ä b",
  "IN/a.txt",
  "out/a.txt",
  "in",
  "",
  "in/../x",
  "in/a\\b",
  "/in/a",
  "in//a",
  "in/$" + "{filename}",
  "$" + "{filename}",
];
const FILE_NAMES = ["local.txt", "C:\\x\\in/a.txt", "in/x", "..", "$&.txt", "ä.png", ""];
const TYPES = [
  "image/png",
  "image/png,image/jpeg",
  "image/png, image/webp",
  "image/",
  "text/plain",
  "image/png,text/html",
  "IMAGE/png",
  ",image/png",
  "",
];
const PREFIXES = ["", "image/", "image/png", "text/", "in/", "i", "IN/", "private"];
const VALUES = ["1", "a", "private", "201", "204", "200", "303", "", "1 ", "é"];
const NAMES = [
  "x-amz-meta-a",
  "x-amz-meta-tag",
  "success_action_status",
  "acl",
  "Content-Type",
  "x-ignore-me",
  "bucket",
  "key",
  "Cache-Control",
];

const spell = (random: Random, name: string): string =>
  random.chance(20) ? name.toUpperCase() : random.chance(20) ? name.toLowerCase() : name;

function compare(random: Random, kind: "same" | "prefix", name: string, value: string): Meant {
  const field = spell(random, name);
  const rule = { kind, field: name.toLowerCase(), value } as const;
  if (kind === "prefix") return { json: ["starts-with", `$${field}`, value], rule };
  return { json: random.chance(50) ? { [field]: value } : ["eq", `$${field}`, value], rule };
}

function unknownCondition(random: Random): Meant {
  return {
    json: random.pick<unknown>([
      ["ends-with", "$key", "txt"],
      ["EQ", "$key", "in/a.txt"],
      ["eq", "key", "in/a.txt"],
      ["eq", "$", "x"],
      ["eq", "$key"],
      ["eq", "$key", "a", "b"],
      ["starts-with", "$key", 1],
      ["starts-with", "$key", null],
      { key: 1 },
      { a: "1", b: "2" },
      {},
      [],
      "key",
      1,
      null,
      true,
      { "": "x" },
      ["content-length-range", 1],
      ["content-length-range", -1, 5],
      ["content-length-range", 5, 1],
      ["content-length-range", "1", "5"],
      ["content-length-range", 0, 1.5],
      ["content-length-range", 0, 2 ** 60],
      ["content-length-range", 0, 1, 2],
      ["content-length-range"],
    ]),
  };
}

const EXPIRATIONS: readonly (readonly [value: unknown, atMs: number | undefined])[] = [
  ["2026-11-24T12:10:00.000Z", Date.UTC(2026, 10, 24, 12, 10)],
  ["2026-11-24T12:10:00Z", Date.UTC(2026, 10, 24, 12, 10)],
  ["2027-01-01T00:00:00.5Z", Date.UTC(2027, 0, 1) + 500],
  ["2026-11-24T12:00:00Z", NOW.getTime()],
  ["2026-11-24T11:59:59.999Z", NOW.getTime() - 1],
  ["2025-11-24T12:10:00Z", Date.UTC(2025, 10, 24, 12, 10)],
  ["2026-11-24T12:10:00+00:00", undefined],
  ["2026-11-31T12:10:00Z", undefined],
  ["2026-11-24 12:10:00Z", undefined],
  ["1795522200", undefined],
  [1_795_522_200, undefined],
  [null, undefined],
];

export function makeCase(random: Random): PolicyCase {
  const bucket = random.chance(90) ? "b" : "other";
  const conditions: Meant[] = baseConditions().map((json): Meant => {
    if (Array.isArray(json)) return compare(random, "prefix", "key", "in/");
    const [name, value] = Object.entries(json as Record<string, string>)[0]!;
    return compare(random, "same", name, value);
  });
  if (random.chance(12)) conditions.splice(random.below(conditions.length), 1);
  for (let n = random.below(4); n > 0; n--)
    conditions.splice(random.below(conditions.length + 1), 0, makeCondition(random));
  if (random.chance(6)) conditions.push(unknownCondition(random));
  const [expiration, expiresAtMs] = random.chance(85) ? EXPIRATIONS[random.below(3)]! : random.pick(EXPIRATIONS);
  return {
    bucket,
    policy: { expiration, conditions: conditions.map(({ json }) => json) },
    fields: makeFields(random, conditions),
    fileName: random.pick(FILE_NAMES),
    conditions,
    expiresAtMs,
  };
}

function makeCondition(random: Random): Meant {
  if (random.chance(25)) {
    const min = random.below(100);
    const max = min + random.below(100);
    return { json: ["content-length-range", min, max], rule: { kind: "size", min, max } };
  }
  const name = random.pick(NAMES);
  const kind = random.chance(50) ? "prefix" : "same";
  const value =
    name === "Content-Type"
      ? random.pick(kind === "prefix" ? PREFIXES : TYPES)
      : random.pick(kind === "prefix" ? PREFIXES : VALUES);
  return compare(random, kind, name, value);
}

/** Mostly what the conditions ask for, now and then something else, something more or something less. */
function makeFields(random: Random, conditions: readonly Meant[]): Pair[] {
  const fields = new Map<string, Pair>();
  const put = (name: string, value: string) => void fields.set(name.toLowerCase(), [spell(random, name), value]);
  put("key", random.chance(75) ? "in/a.txt" : random.pick(KEYS));
  put("x-amz-algorithm", "AWS4-HMAC-SHA256");
  put("x-amz-credential", formCredential());
  put("x-amz-date", DATE);
  for (const { rule } of conditions) {
    if (rule === undefined || rule.kind === "size" || rule.field === "key" || rule.field.startsWith("x-amz-c"))
      continue;
    if (fields.has(rule.field) || random.chance(8) || rule.field === "bucket") continue;
    const tail = rule.kind === "prefix" ? random.pick(["", "x", "/y"]) : "";
    put(
      rule.field,
      random.chance(85) ? rule.value + tail : random.pick(rule.field === "content-type" ? TYPES : VALUES),
    );
  }
  if (random.chance(10)) put(random.pick(NAMES.filter((name) => name !== "key")), random.pick(VALUES));
  if (random.chance(10)) put("bucket", random.pick(["b", "other"]));
  if (random.chance(10)) put("x-ignore-more", "1");
  return [...fields.values()];
}

/** What S3 says of it, by the documentation of its policies. */
export function evaluate({ bucket, fields, fileName, conditions, expiresAtMs }: PolicyCase): Verdict {
  const form = new Map(fields.map(([name, value]) => [name.toLowerCase(), value]));
  const cut = fileName.split(/[/\\]/).at(-1)!;
  const key = (form.get("key") ?? "").split("$" + "{filename}").join(cut);
  form.set("key", key);
  if (key.length === 0 || key.split("/").some((part) => part === "." || part === "..") || key.includes("\\"))
    return { code: "InvalidArgument" };
  if (expiresAtMs === undefined || conditions.some(({ rule }) => rule === undefined))
    return { code: "InvalidPolicyDocument" };
  if (expiresAtMs < NOW.getTime()) return { code: "AccessDenied" };

  const asked = new Set<string>();
  const sizes: { min: number; max: number }[] = [];
  for (const { rule } of conditions) {
    if (rule!.kind === "size") {
      sizes.push(rule!);
      continue;
    }
    asked.add(rule!.field);
    const value = rule!.field === "bucket" ? bucket : form.get(rule!.field);
    if (value === undefined) return { code: "AccessDenied" };
    const parts =
      rule!.kind === "prefix" && rule!.field === "content-type" ? value.split(",").map((part) => part.trim()) : [value];
    for (const part of parts)
      if (rule!.kind === "same" ? part !== rule!.value : part.slice(0, rule!.value.length) !== rule!.value)
        return { code: "AccessDenied" };
  }
  if (!asked.has("bucket")) return { code: "AccessDenied" };
  const free = ["policy", "x-amz-signature", "bucket"];
  for (const name of form.keys())
    if (!asked.has(name) && !free.includes(name) && !name.startsWith("x-ignore-")) return { code: "AccessDenied" };
  if ((form.get("bucket") ?? bucket) !== bucket) return { code: "AccessDenied" };
  const status = form.get("success_action_status");
  if (status !== undefined && !["200", "201", "204"].includes(status)) return { code: "AccessDenied" };
  const sizeRangeBytes =
    sizes.length === 0
      ? undefined
      : { min: Math.max(...sizes.map(({ min }) => min)), max: Math.min(...sizes.map(({ max }) => max)) };
  return { code: undefined, sizeRangeBytes };
}
