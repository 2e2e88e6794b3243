// SignatureDoesNotMatch: who is to blame.

import { methodOf } from "../inspect/operations.ts";
import type { Inspection, PresignedInspection } from "../inspect/types.ts";
import type { UrlParts } from "../inspect/url.ts";
import { type Cause, type CauseCode, causeOf } from "./causes.ts";
import { compareCanonical, methodsOf } from "./compare.ts";
import type { S3Error } from "./error-document.ts";
import { explainFormMismatch, isOfForm } from "./form.ts";
import type { Difference, Explained, ExplainOptions } from "./types.ts";

type Finding = Pick<Explained, "causes" | "differences" | "unchecked">;

/** S3's own code, the one that its list of errors has, and Garage's words. */
export const isMismatch = ({ code, message }: S3Error): boolean =>
  /^(?:SignatureDoesNotMatch|InvalidSignature)$/.test(code) ||
  (/^(?:InvalidRequest|AccessDenied)$/.test(code) &&
    /^(?:(?:Bad request|Forbidden): )?Invalid signature$/i.test(message));

export function explainMismatch(
  parts: UrlParts | undefined,
  inspection: Inspection,
  error: S3Error,
  options: ExplainOptions,
): Finding {
  const only = (...causes: readonly [Cause, ...Cause[]]): Finding => ({ causes, differences: [], unchecked: [] });
  if (inspection.kind === "sigv2") return only(...explainVersion2(error));
  if (isOfForm(error)) return only(...(dropRepeats(explainFormMismatch(error, options)) as [Cause, ...Cause[]]));
  if (parts === undefined || inspection.kind !== "presigned") return only(...explainUnsigned(inspection));

  const other = findOtherUrl(parts, inspection, error);
  if (other !== undefined) return { causes: [other.cause], differences: other.differences, unchecked: [] };
  const canonical = readText(error, "CanonicalRequest");
  if (canonical === undefined) return only(...suspectWithoutProof(inspection, error));

  const { causes, differences, unchecked } = compareCanonical(parts, inspection, canonical, options);
  const region = compareScope(inspection, readText(error, "StringToSign"));
  if (region !== undefined) {
    differences.push(region.difference);
    causes.push(region.cause);
  }
  causes.push(...findSuspects(inspection));
  if (differences.length === 0) {
    if (unchecked.length > 0) causes.push(blameUnchecked(unchecked));
    causes.push(...blameEscaping(parts), ...blameSecret(inspection, error, options, canonical));
    if (/%[0-9a-f]{2}/i.test(parts.rawPath)) causes.push(causeOf("escaping_differs", ENCODED_TWICE_BY_SIGNER));
  }
  const [first = causeOf("secret_wrong", EVERYTHING_EQUAL), ...rest] = dropRepeats(causes);
  return { causes: [first, ...rest], differences, unchecked };
}

const EVERYTHING_EQUAL = "S3 received exactly what the URL says, and computed another signature from it.";

const ENCODED_TWICE_BY_SIGNER =
  "Or the signer escaped the path twice before it signed, as other services of AWS want it: only keys with characters like a blank fail then.";

/** S3 escapes path and query anew before it computes: a URL that is escaped otherwise was perhaps signed so. */
function blameEscaping({ rawPath, rawQuery }: UrlParts): Cause[] {
  const found = [
    ...rawPath.matchAll(/[!'()*,;:@$&=]/g),
    ...rawQuery.matchAll(/[!'()*,;:@$/]/g),
    ...(rawPath + rawQuery).matchAll(/%(?:[a-f][0-9a-f]|[0-9a-f][a-f])/gi),
  ].map(([text]) => text);
  const all = [...new Set(found)].filter((text) => !/^%[0-9A-F]{2}$/.test(text));
  if (all.length === 0) return [];
  return [
    causeOf(
      "escaping_differs",
      `The URL holds ${all.slice(0, 5).join(" ")}, which S3 writes otherwise before it computes: the signer may have signed it as it stands.`,
    ),
  ];
}

/** Text of an element with its line ends. Browsers show them as blanks; the bytes beside it have them still. */
function readText(error: S3Error, name: string): string | undefined {
  const text = error.details[name];
  if (text?.includes("\n")) return text;
  const bytes = error.details[`${name}Bytes`]?.trim().split(/\s+/);
  if (!bytes?.every((byte) => /^[0-9a-f]{2}$/i.test(byte))) return undefined;
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
}

/** The error must be of this URL, else every comparison misleads. */
function findOtherUrl(
  parts: UrlParts,
  inspection: PresignedInspection,
  error: S3Error,
): { cause: Cause; differences: Difference[] } | undefined {
  const parameters = new Map(parts.query);
  const signature = parameters.get("X-Amz-Signature");
  const stamp = readText(error, "StringToSign")?.split("\n")[1];
  for (const [what, signed, received, line] of [
    ["signature", signature, error.details.SignatureProvided, 0],
    ["access key", inspection.accessKeyId, error.details.AWSAccessKeyId, 0],
    ["date", parameters.get("X-Amz-Date"), stamp, 2],
  ] as const) {
    if (!received || received === signed) continue;
    const text = `The answer is about a URL with another ${what} than this one.`;
    const differences: Difference[] = [{ document: "StringToSign", line, what, signed, received }];
    return { cause: causeOf("other_url", text), differences: line === 0 ? [] : differences };
  }
  return undefined;
}

function compareScope(
  { region, service: signedFor }: PresignedInspection,
  toSign: string | undefined,
): { cause: Cause; difference: Difference } | undefined {
  const scope = toSign?.split("\n")[2];
  const [, received, service] = scope?.split("/") ?? [];
  if (received === region && service !== undefined && service !== signedFor) {
    const text = `The URL is signed for the service ${signedFor}, and S3 computed with ${service}.`;
    const difference = {
      document: "StringToSign",
      line: 3,
      what: "service",
      signed: signedFor,
      received: service,
    } as const;
    return { cause: causeOf("query_malformed", text), difference };
  }
  if (received === undefined || received === region) return undefined;
  return {
    cause: causeOf(
      "region_wrong",
      `The URL is signed for the region ${region}, and the service computed with ${received}.`,
    ),
    difference: { document: "StringToSign", line: 3, what: "region", signed: region, received },
  };
}

/** What an inspection warns of, as a cause of a signature that does not match. */
const SUSPECTS: Readonly<Record<string, CauseCode>> = {
  encoded_twice: "encoded_twice",
  html_escaped: "url_damaged",
  has_blanks: "url_damaged",
  line_breaks: "url_damaged",
  invisible_characters: "url_damaged",
  json_escaped: "url_damaged",
  shell_escaped: "url_damaged",
  shortened: "url_damaged",
  hop_header_signed: "hop_header_signed",
  cdn_host: "host_changed",
  inner_host: "host_changed",
  token_damaged: "raw_plus",
  parameter_added: "parameter_added",
  parameter_unknown: "parameter_added",
  dot_segment: "dot_segment",
  raw_plus: "raw_plus",
  empty_segment: "slashes_folded",
  path_encoded_twice: "encoded_twice",
  range_signed: "range_signed",
};

function findSuspects(inspection: PresignedInspection): Cause[] {
  const found: Cause[] = [];
  for (const { code, text } of inspection.warnings) {
    const suspect = SUSPECTS[code];
    if (suspect !== undefined) found.push(causeOf(suspect, text));
  }
  return found;
}

const MADE_UP_TYPES: readonly (readonly [type: RegExp, by: string])[] = [
  [/^application\/x-www-form-urlencoded/, "as curl -d, axios and many others send by themselves"],
  [/^text\/plain;charset=utf-8$/i, "as fetch sends for a string by itself"],
  [/^multipart\/form-data/, "as is sent for a form: a presigned PUT wants the bare file"],
];

function blameUnchecked(unchecked: Finding["unchecked"]): Cause {
  const type = unchecked.find(({ what }) => what === "header content-type");
  if (type !== undefined) {
    const madeUp = MADE_UP_TYPES.find(([shape]) => shape.test(type.received))?.[1];
    const text = `S3 received the content type "${type.received}"${madeUp ? `, ${madeUp}` : ""}. It must be, byte for byte, the one that was signed.`;
    return causeOf("content_type_changed", text);
  }
  const names = unchecked.map(({ what, received }) => `${what.replace("header ", "")}: ${received}`).join("; ");
  const text = `The URL does not say with which values these headers were signed, and S3 received: ${names}.`;
  return causeOf(
    unchecked.length === 1 && names.startsWith("content-length:") ? "size_differs" : "header_changed",
    text,
  );
}

function blameSecret(
  inspection: PresignedInspection,
  error: S3Error,
  options: ExplainOptions,
  canonical: string,
): Cause[] {
  const key = error.details.AWSAccessKeyId ?? inspection.accessKeyId;
  const secret = causeOf(
    "secret_wrong",
    `${EVERYTHING_EQUAL} Then the secret is not the one of ${key}, or the URL was changed before it came here.`,
  );
  const causes = [secret];
  const method = canonical.slice(0, Math.max(0, canonical.indexOf("\n")));
  if (options.method === undefined && methodsOf(inspection).length !== 1) {
    const differs = causeOf(
      "method_differs",
      `A URL does not say its method. S3 received ${method}: was it signed for that? (A link for an upload cannot be opened in a browser.)`,
    );
    // A link opened with another method is commoner than a wrong secret, but where it shows that it is for this one. Nobody
    // signs for HEAD and then sends GET.
    const fits = [method, ...(method === "GET" ? ["HEAD"] : [])];
    const isShown = inspection.likely.every((operation) => fits.includes(methodOf(operation)));
    if (isShown) causes.push(differs);
    else causes.unshift(differs);
  }
  if (!inspection.origin.includes(".amazonaws.com"))
    causes.push(
      causeOf(
        "host_changed",
        "The host may have been put in after signing: a URL works on the host that it was signed for.",
      ),
    );
  return causes;
}

function suspectWithoutProof(inspection: PresignedInspection, error: S3Error): [Cause, ...Cause[]] {
  const shown = error.details.CanonicalRequest !== undefined;
  const text = shown
    ? "The canonical request lost its line ends in copying, so nothing could be compared: paste the raw answer."
    : "This service does not show what it computed, so nothing could be compared.";
  const [first, ...rest] = dropRepeats(findSuspects(inspection));
  const nothing = causeOf("not_comparable", text);
  const secret = causeOf("secret_wrong", `The secret may not be the one of ${inspection.accessKeyId}.`);
  return first === undefined ? [nothing, secret] : [first, ...rest, nothing, secret];
}

/** In version 2 the content type is always signed, also one that nobody spoke of. */
function explainVersion2(error: S3Error): [Cause, ...Cause[]] {
  const old = causeOf("signature_v2", "The URL is signed with Signature Version 2.");
  const type = readText(error, "StringToSign")?.split("\n")[2];
  if (!type) return [causeOf("secret_wrong", "S3 computed another signature than the URL has."), old];
  return [
    causeOf(
      "content_type_added",
      `The client sent the content type "${type}", which version 2 always signs, and the URL was signed for another or none.`,
    ),
    old,
  ];
}

/** The URL is none that is signed. */
function explainUnsigned(inspection: Inspection): [Cause, ...Cause[]] {
  if ("text" in inspection && inspection.kind === "malformed") return [causeOf("url_damaged", inspection.text)];
  if ("text" in inspection && inspection.kind === "foreign")
    return [causeOf("not_comparable", `${inspection.text} What its service computed cannot be compared here.`)];
  return [causeOf("other_url", "The URL holds no signature, and the answer is about one.")];
}

const dropRepeats = (causes: readonly Cause[]): Cause[] =>
  causes.filter((cause, at) => causes.findIndex(({ code }) => code === cause.code) === at);
