// Runs in a browser too: nothing here needs Node.

import { timeOf } from "../errors.ts";
import { decodeReceived } from "../sigv4/encode.ts";
import { parseTimestamp } from "../sigv4/time.ts";
import { accountOf, kindOfKey } from "./access-key.ts";
import { hideNamed } from "./hide-named.ts";
import { findPlaces, type Place } from "./hosts.ts";
import { type Asked, findOperations } from "./operations.ts";
import { readPasted, textOf } from "./pasted.ts";
import { describeFreedoms, describePins } from "./pins.ts";
import { requireMethod, requireNow, requireOptionsOf } from "./require.ts";
import { mapTexts, showValue } from "./secret-values.ts";
import { holdsKey, showKey } from "./show-key.ts";
import { describeFaultOfV4A } from "./signature-shape.ts";
import { isParameterOfS3 } from "./subresources.ts";
import type { Finding, Inspection, InspectOptions, PresignedInspection } from "./types.ts";
import { inspectUnsigned, other } from "./unsigned.ts";
import { splitUrl, type UrlParts } from "./url.ts";
import { findWarnings } from "./warnings.ts";

export type { Finding, Inspection, InspectOptions, OtherInspection, PresignedInspection } from "./types.ts";

/** S3 itself takes less; the limit keeps a pasted book from being searched for URLs. */
const MAX_URL_LENGTH = 16_384;

/**
 * Explains a URL: what it allows, for whom, until when, what is pinned and what is open, and what is broken or unwise
 * about it. Asks nobody and throws for nothing that it is given to read: what is not a presigned URL is said to be what it
 * is. What stands around a pasted URL is taken off, and told unless it is blanks. With `now` it also says whether it is over, with `method`
 * which one operation it stands for.
 *
 * @throws {TypeError} for an option of the wrong type, or one that does not exist.
 * @throws {TypeError} for a `now` that is no valid Date.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @example
 * ```ts
 * import { inspect } from "@daypass/presign/inspect";
 *
 * const url =
 *   "https://b.s3.eu-central-1.amazonaws.com/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
 *   "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T120000Z" +
 *   `&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=${"0".repeat(64)}`;
 * const found = inspect(url, { now: new Date("2026-11-24T13:00:00Z") });
 * if (found.kind === "presigned") console.log(found.bucket, found.key, found.state); // → b a b.txt expired
 * console.log(inspect("s3://b/a.txt").kind); // → not_a_url
 * ```
 */
export function inspect(url: string, options: InspectOptions = {}): Inspection {
  requireOptions(options);
  const found = inspectWhole(textOf(url), options);
  // A key or a parameter may hold a second URL, and what is told is pasted into tickets.
  const shown = mapTexts(found, hideNamed);
  if (found.kind !== "presigned" || shown.kind !== "presigned") return shown;
  const query = shown.query.map(([name, value], at): readonly [string, string] =>
    holdsKey(name) ? [name, showKey(found.query[at]![1])] : [name, value],
  );
  return { ...shown, key: found.key === undefined ? undefined : showKey(found.key), query };
}

function inspectWhole(whole: string, options: InspectOptions): Inspection {
  if (whole.length > MAX_URL_LENGTH) return other("not_a_url", `This is longer than ${MAX_URL_LENGTH} characters.`);
  const { url: text, findings } = readPasted(whole);
  // A raw + is a blank, as S3 reads it.
  const parts = splitUrl(text, decodeReceived);
  if (parts === undefined) {
    const misleading = findMisleadingHost(text);
    return misleading === undefined
      ? other("not_a_url", describeNoUrl(text))
      : other("malformed", misleading.text, [...findings, misleading]);
  }
  const isSigned = parts.query.some(([name]) => /^x-amz-(?:signature|algorithm|credential)$/i.test(name));
  return isSigned ? inspectSigned(parts, findings, options) : inspectUnsigned(parts, findings, options.now);
}

const OPTIONS = /* @__PURE__ */ new Set(["now", "method"]);

function requireOptions(options: InspectOptions): void {
  if (timeOf(options) !== undefined) throw new TypeError("inspect: options must be { now }, got a Date alone");
  requireOptionsOf("inspect", options, OPTIONS);
  requireMethod("inspect", options.method);
  requireNow("inspect", options.now);
}

/** What keeps a URL that begins like one from having the host that people read. */
function findMisleadingHost(text: string): Finding | undefined {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? "";
  const [host] = authority.split("\\", 1);
  if (host !== authority)
    return {
      code: "has_backslash",
      level: "broken",
      text: `Its host holds a backslash, which browsers read as a slash: they go to ${host!.slice(host!.lastIndexOf("@") + 1)}.`,
    };
  if (!authority.includes("@")) return undefined;
  return {
    code: "has_user",
    level: "broken",
    text: `It leads to ${authority.slice(authority.lastIndexOf("@") + 1)}: what stands before the @ is a user's name, not the host. No presigned URL has one.`,
  };
}

function describeNoUrl(text: string): string {
  if (/^s3:\/\//i.test(text)) return "This is an s3:// name, not a URL: sign it first.";
  if (/^arn:/i.test(text)) return "This is an ARN, not a URL: sign it first.";
  if (/^[a-z0-9.-]+\.[a-z]{2,}\/\S*X-Amz-/i.test(text))
    return "Its https:// is missing: copy it from its first character.";
  return "This is not an http(s) URL.";
}

/** Of the signature itself, those that it must have first. */
const OWN = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-SignedHeaders",
  "X-Amz-Signature",
  "X-Amz-Security-Token",
  "X-Amz-S3session-Token",
  "X-Amz-Content-Sha256",
  "X-Amz-Region-Set",
];
const REQUIRED = /* @__PURE__ */ OWN.slice(0, 6);

function inspectSigned(parts: UrlParts, findings: readonly Finding[], { now, method }: InspectOptions): Inspection {
  const parameters = readParameters(parts);
  const fault = typeof parameters === "string" ? parameters : findFault(parameters);
  if (typeof parameters === "string" || fault !== undefined)
    return other("malformed", `Almost a presigned URL, but ${fault}`, findings);

  const get = (name: string): string => parameters.get(name)!;
  const algorithm = get("X-Amz-Algorithm") as PresignedInspection["algorithm"];
  const credential = get("X-Amz-Credential").split("/");
  const accessKeyId = credential[0]!;
  const signedAtMs = parseTimestamp(get("X-Amz-Date"))!;
  const expiresInSeconds = Number(get("X-Amz-Expires"));
  const expiresAt = new Date(signedAtMs + expiresInSeconds * 1000);
  const query = parts.query.filter(([name]) => !parameters.has(name));
  const signedHeaders = get("X-Amz-SignedHeaders").toLowerCase().split(";");
  const { place, operations, likely, isUseless } = findMeaning(method, parts, {
    query: new Map(query),
    signedHeaders,
  });
  const signed = { likely, signedHeaders, query, key: place.key };
  const facts: Omit<PresignedInspection, "warnings"> = {
    kind: "presigned",
    algorithm,
    operations,
    likely,
    origin: `${parts.scheme}://${parts.host}`,
    provider: place.provider,
    hostFeatures: place.features,
    isPlaceGuessed: place.isGuessed,
    addressing: place.addressing,
    bucket: place.bucket,
    key: place.key,
    accessKeyId,
    keyKind: kindOfKey(accessKeyId),
    accountId: accountOf(accessKeyId),
    isTemporary:
      parameters.has("X-Amz-Security-Token") ||
      parameters.has("X-Amz-S3session-Token") ||
      accessKeyId.startsWith("ASIA"),
    region: algorithm === "AWS4-HMAC-SHA256" ? credential[2]! : (parameters.get("X-Amz-Region-Set") ?? "*"),
    service: credential.at(-2)!,
    signatureBegins: get("X-Amz-Signature").slice(0, 8),
    signedAt: new Date(signedAtMs),
    expiresInSeconds,
    expiresAt,
    state: now === undefined ? undefined : stateAt(now, signedAtMs, expiresAt.getTime()),
    signedHeaders,
    pinned: describePins(signed),
    open: describeFreedoms(signed),
    query: query.map(([name, value]) => [name, showParameter(name, value)]),
  };
  return {
    ...facts,
    warnings: [
      ...findings,
      ...findWarnings({ facts, parts, place, parameters, uselessMethod: isUseless ? method : undefined }),
    ],
  };
}

/** Where the place is a guess, it is the first at which the method has an operation, and what it is at the other is told behind. */
function findMeaning(
  method: string | undefined,
  parts: UrlParts,
  asked: Pick<Asked, "query" | "signedHeaders">,
): { place: Place; operations: string[]; likely: string[]; isUseless: boolean } {
  const all = findPlaces(parts).map((place) => ({ place, ...findOperations(method, { ...asked, ...place }) }));
  const fitting = all.filter(({ isUseless }) => !isUseless);
  const meanings = fitting.length > 0 ? fitting : all;
  return { ...meanings[0]!, operations: [...new Set(meanings.flatMap(({ operations }) => operations))] };
}

/** Long letters and digits of no parameter of S3 are a key too: perhaps a token whose name was torn. */
const showParameter = (name: string, value: string): string =>
  /^[\w+/=%~.-]{40,}$/.test(value) && !isParameterOfS3(name) ? showValue("token", value) : showValue(name, value);

/** The parameters of the signature, or why they cannot be told. */
function readParameters(parts: UrlParts): Map<string, string> | string {
  const parameters = new Map<string, string>();
  for (const [name, value] of parts.query) {
    const own = OWN.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    if (own === undefined) continue;
    if (own !== name) return `${name} must be spelt ${own}.`;
    if (parameters.has(name)) return `${name} is there twice.`;
    parameters.set(name, value);
  }
  return parameters;
}

/** What keeps S3 from reading the parameters, to come behind "but". */
function findFault(parameters: ReadonlyMap<string, string>): string | undefined {
  const missing = REQUIRED.filter((name) => !parameters.get(name));
  if (missing.length > 0)
    return `${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing: it may have been cut off.`;
  const get = (name: string): string => parameters.get(name)!;
  const algorithm = get("X-Amz-Algorithm");
  const regional = algorithm === "AWS4-HMAC-SHA256";
  if (!regional && algorithm !== "AWS4-ECDSA-P256-SHA256") return `the algorithm ${algorithm} is unknown.`;
  const signature = get("X-Amz-Signature");
  if (/[A-F]/.test(signature) && /^[0-9a-f]{64}$/i.test(signature))
    return "its signature is in capital letters: S3 wants small ones.";
  if (regional && !/^[0-9a-f]{64}$/.test(signature))
    return `its signature has ${signature.length} characters where 64 of 0-9 and a-f belong: ${signature.length < 64 ? "it may have been cut off" : "something was put behind it"}.`;
  const faultOfV4A = regional ? undefined : describeFaultOfV4A(signature);
  if (faultOfV4A !== undefined) return faultOfV4A;
  const credential = get("X-Amz-Credential").split("/");
  if (credential.length !== (regional ? 5 : 4) || credential.at(-1) !== "aws4_request")
    return `X-Amz-Credential is not KEY/DATE${regional ? "/REGION" : ""}/SERVICE/aws4_request (perhaps it was encoded twice).`;
  if (parseTimestamp(get("X-Amz-Date")) === undefined) return "X-Amz-Date is no date.";
  if (!get("X-Amz-Date").startsWith(credential[1]!)) return "X-Amz-Date and X-Amz-Credential are of different days.";
  if (!/^[\w!#$%&'*+.^`|~-]+(?:;[\w!#$%&'*+.^`|~-]+)*$/.test(get("X-Amz-SignedHeaders")))
    return "X-Amz-SignedHeaders is not names of headers with a ; between them.";
  if (!/^\d{1,10}$/.test(get("X-Amz-Expires"))) return "X-Amz-Expires is not a number of seconds.";
  return undefined;
}

const SKEW_MS = 15 * 60 * 1000;

function stateAt(now: Date, signedAtMs: number, expiresAtMs: number): PresignedInspection["state"] {
  if (now.getTime() > expiresAtMs) return "expired";
  return signedAtMs > now.getTime() + SKEW_MS ? "not_yet_valid" : "valid";
}
