import type { Inspection, PresignedInspection } from "@daypass/presign";
import { columnsOf, fold } from "../fold.ts";
import { type Io, paint, type Style } from "../io.ts";
import { showControlCharacters } from "../terminal-text.ts";

const DEEDS: Readonly<Record<string, string>> = {
  GetObject: "download the object",
  HeadObject: "see the object's size and type",
  PutObject: "upload the object",
  DeleteObject: "delete the object",
  ListObjectsV2: "list the bucket",
  CreateMultipartUpload: "begin an upload in parts",
  UploadPart: "upload one part",
  CompleteMultipartUpload: "complete an upload in parts",
  AbortMultipartUpload: "abort an upload in parts",
  ListParts: "list the parts of an upload",
};

const STATES: Readonly<Record<string, readonly [text: string, style: Style]>> = {
  valid: ["works now, if its signature is right", "green"],
  expired: ["has ended", "red"],
  not_yet_valid: ["does not work yet", "yellow"],
};

/** An inspection for people, one fact a line. Nothing from the URL can steer the terminal. */
export function renderInspection(io: Io, inspection: Inspection, now: Date): string[] {
  const lines =
    inspection.kind === "presigned"
      ? describePresigned(io, inspection, now)
      : [fold(showControlCharacters(inspection.text), columnsOf(io.stdout), 0, 0)];
  if (inspection.warnings.length > 0) lines.push("");
  // What will not work first: it is what people came for.
  for (const level of ["broken", "unwise"] as const)
    for (const { code, text } of inspection.warnings.filter((finding) => finding.level === level))
      lines.push(
        `${paint(io.stdout, MARKS[level].style, MARKS[level].sign)} ${fold(
          `${showControlCharacters(text)} (${code})`,
          columnsOf(io.stdout),
          2,
          2,
        ).slice(0, -code.length - 2)}${paint(io.stdout, "dim", `(${code})`)}`,
      );
  return lines;
}

const MARKS = { broken: { style: "red", sign: "✗" }, unwise: { style: "yellow", sign: "!" } } as const;

const KEYS: Readonly<Record<PresignedInspection["keyKind"], string>> = {
  "long-term": "a long-term key",
  temporary: "a temporary key",
  "Google HMAC": "an HMAC key of Google",
  unknown: "",
};

function describePresigned(io: Io, facts: PresignedInspection, now: Date): string[] {
  const { operations, likely, bucket, key, signedAt, expiresAt, expiresInSeconds, state, pinned, open } = facts;
  const [verdict, style] = STATES[state ?? ""] ?? ["", "dim"];
  const verdictOf = (style: Style, text: string) => paint(io.stdout, style, fold(text, columnsOf(io.stdout), 0, 2));
  const isBroken = facts.warnings.some(({ level }) => level === "broken");
  const deeds = likely.map((operation) => `${operation}${DEEDS[operation] ? ` (${DEEDS[operation]})` : ""}`);
  const others = operations.filter((operation) => !likely.includes(operation));
  const where =
    facts.provider === undefined
      ? `a guess: the host is none of a known service, and may have its bucket in the ${facts.addressing === "path" ? "path" : "host's name"}`
      : [facts.provider, facts.addressing, ...facts.hostFeatures].join(", ");
  const rows: [string, string][] = [
    ["allows", deeds.length > 1 ? `one of these, the URL does not say which: ${deeds.join(", ")}` : deeds.join("")],
    ...(others.length === 0
      ? []
      : [
          ["or", `if it was signed for another method, which it does not say: ${others.join(", ")}`] as [
            string,
            string,
          ],
        ]),
    ["bucket", `${bucket ?? "unknown"} at ${facts.origin} (${where})`],
    ["key", key ?? "the bucket itself"],
    ["signed", `${signedAt.toISOString()} for ${describeSeconds(expiresInSeconds)}, by ${facts.algorithm}`],
    ["ends", `${expiresAt.toISOString()}${describeDistance(expiresAt, now)}`],
    ["by", `${facts.accessKeyId}${describeKey(facts)}, region ${facts.region}`],
    ["pinned", pinned.join("; ")],
  ];
  if (open.length > 0) rows.push(["open", open.join("; ")]);
  for (const [name, value] of facts.query) rows.push(["query", `${name}=${value}`]);
  rows.push(["proof", `${facts.signatureBegins}… (the rest of the signature is not shown: it is a key)`]);
  return [
    ...(verdict === ""
      ? []
      : isBroken && state === "valid"
        ? [verdictOf("red", "This presigned URL will not work as it is.")]
        : [verdictOf(style, `This presigned URL ${verdict}.`)]),
    ...rows.map(([name, value]) => {
      const shown = showControlCharacters(value);
      // What is to be copied, or has blanks that count, stays as it is.
      const isProse = name !== "key" && name !== "query";
      return `${paint(io.stdout, "dim", name.padEnd(7))} ${isProse ? fold(shown, columnsOf(io.stdout), 8, 8) : shown}`;
    }),
  ];
}

function describeKey({ keyKind, accountId, isTemporary }: PresignedInspection): string {
  const kind = KEYS[keyKind] || (isTemporary ? "temporary credentials" : "");
  const account = accountId === undefined ? "" : `${kind === "" ? "" : " "}of account ${accountId}`;
  return kind + account === "" ? "" : ` (${kind}${account})`;
}

function describeSeconds(seconds: number): string {
  for (const [unit, size] of [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
  ] as const)
    if (seconds >= size && seconds % size === 0) return `${seconds / size} ${unit}`;
  return `${seconds} s`;
}

function describeDistance(end: Date, now: Date): string {
  const seconds = Math.round((end.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  const text =
    size >= 172_800
      ? `${Math.floor(size / 86_400)} d`
      : size >= 7200
        ? `${Math.floor(size / 3600)} h`
        : size >= 120
          ? `${Math.floor(size / 60)} min`
          : `${size} s`;
  return seconds >= 0 ? ` (in ${text})` : ` (${text} ago)`;
}
