// Runs in a browser too: nothing here needs Node.

import { parseTimestamp } from "../sigv4/time.ts";
import type { Finding, Inspection, OtherInspection, PresignedInspection } from "./types.ts";
import { cleanUrl, findPlace, splitUrl, type UrlParts } from "./url.ts";
import { findWarnings } from "./warnings.ts";

export type { Finding, Inspection, OtherInspection, PresignedInspection } from "./types.ts";

/**
 * Explains a URL: what it allows, for whom, until when, what is pinned, and what is unwise about it. Asks nobody and
 * throws for nothing: what is not a presigned URL is said to be what it is. With `now` it also says whether it is over.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @example
 * ```ts
 * import { inspect } from "@daypass/presign/inspect";
 *
 * const url =
 *   "https://b.s3.eu-central-1.amazonaws.com/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
 *   "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T120000Z" +
 *   `&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=${"0".repeat(64)}`;
 * const found = inspect(url, new Date("2026-11-24T13:00:00Z"));
 * if (found.kind === "presigned") console.log(found.bucket, found.key, found.state); // → b a b.txt expired
 * console.log(inspect("s3://b/a.txt").kind); // → not_a_url
 * ```
 */
export function inspect(url: string, now?: Date): Inspection {
  if (String(url).length > MAX_URL_LENGTH)
    return other("not_a_url", `This is longer than ${MAX_URL_LENGTH} characters.`);
  const text = cleanUrl(String(url));
  const parts = splitUrl(text);
  if (parts === undefined)
    return other(
      "not_a_url",
      /^s3:\/\//i.test(text) ? "This is an s3:// name, not a URL: sign it first." : "This is not an http(s) URL.",
    );
  const damage = findDamage(text);
  const names = new Set(parts.query.map(([name]) => name));
  if (![...names].some((name) => name.toLowerCase() === "x-amz-signature" || name.toLowerCase() === "x-amz-algorithm"))
    return inspectUnsigned(names, damage);
  return inspectSigned(parts, damage, now);
}

/** S3 itself takes less; the limit keeps a pasted book from being searched for URLs. */
const MAX_URL_LENGTH = 16_384;

const other = (kind: OtherInspection["kind"], text: string, warnings: readonly Finding[] = []): OtherInspection => ({
  kind,
  text,
  warnings,
});

function inspectUnsigned(names: ReadonlySet<string>, damage: readonly Finding[]): OtherInspection {
  if (names.has("AWSAccessKeyId") && names.has("Signature"))
    return other(
      "sigv2",
      "Signed with Signature Version 2, which newer regions and KMS objects refuse: sign it again with version 4.",
      damage,
    );
  if (names.has("X-Goog-Signature") || names.has("GoogleAccessId"))
    return other("foreign", "Signed for Google Cloud Storage, not for S3.", damage);
  if (names.has("Key-Pair-Id")) return other("foreign", "Signed for CloudFront, not for S3.", damage);
  if (names.has("sig") && names.has("sv"))
    return other("foreign", "A shared access signature of Azure, not of S3.", damage);
  if ([...names].some((name) => /^(?:amp;)+x-amz-/i.test(name)))
    return other("malformed", "Cut from a web page: every & became &amp;, so its parameters have other names.", damage);
  return other("not_presigned", "A plain URL without a signature: S3 answers it only if the object is public.", damage);
}

function inspectSigned(parts: UrlParts, damage: readonly Finding[], now: Date | undefined): Inspection {
  const broken = (what: string) => other("malformed", `Almost a presigned URL, but ${what}`, damage);
  const parameters = new Map<string, string>();
  for (const [name, value] of parts.query) {
    if (!/^x-amz-/i.test(name)) continue;
    const canonicalName = OWN.find((own) => own.toLowerCase() === name.toLowerCase());
    if (canonicalName === undefined) continue;
    if (canonicalName !== name) return broken(`${name} must be spelt ${canonicalName}.`);
    if (parameters.has(name)) return broken(`${name} is there twice.`);
    parameters.set(name, value);
  }
  const missing = OWN.slice(0, 6).filter((name) => !parameters.get(name));
  const algorithm = parameters.get("X-Amz-Algorithm") ?? "";
  if (missing.length > 0)
    return broken(`${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing: it may have been cut off.`);
  if (algorithm !== "AWS4-HMAC-SHA256" && algorithm !== "AWS4-ECDSA-P256-SHA256")
    return broken(`the algorithm ${algorithm} is unknown.`);
  if (algorithm === "AWS4-HMAC-SHA256" && !/^[0-9a-f]{64}$/.test(parameters.get("X-Amz-Signature")!))
    return broken(
      `its signature has ${parameters.get("X-Amz-Signature")!.length} characters where 64 of 0-9 and a-f belong: it may have been cut off.`,
    );

  const credential = parameters.get("X-Amz-Credential")!.split("/");
  const regional = algorithm === "AWS4-HMAC-SHA256";
  if (credential.length !== (regional ? 5 : 4) || credential.at(-1) !== "aws4_request")
    return broken("X-Amz-Credential is not KEY/DATE/REGION/SERVICE/aws4_request (perhaps it was encoded twice).");
  const signedAtMs = parseTimestamp(parameters.get("X-Amz-Date")!);
  if (signedAtMs === undefined) return broken("X-Amz-Date is no date.");
  const expires = parameters.get("X-Amz-Expires")!;
  if (!/^\d{1,10}$/.test(expires)) return broken("X-Amz-Expires is not a number of seconds.");

  const expiresInSeconds = Number(expires);
  const expiresAt = new Date(signedAtMs + expiresInSeconds * 1000);
  const place = findPlace(parts);
  const query = parts.query.filter(([name]) => !parameters.has(name));
  const signedHeaders = parameters.get("X-Amz-SignedHeaders")!.toLowerCase().split(";");
  const facts: Omit<PresignedInspection, "warnings"> = {
    kind: "presigned",
    algorithm,
    operations: guessOperations(new Map(query), signedHeaders, place.key),
    origin: `${parts.scheme}://${parts.host}`,
    addressing: place.addressing,
    bucket: place.bucket,
    key: place.key,
    accessKeyId: credential[0]!,
    isTemporary: parameters.has("X-Amz-Security-Token") || credential[0]!.startsWith("ASIA"),
    region: regional ? credential[2]! : (parameters.get("X-Amz-Region-Set") ?? "*"),
    service: credential.at(-2)!,
    signedAt: new Date(signedAtMs),
    expiresInSeconds,
    expiresAt,
    state: now === undefined ? undefined : stateAt(now, signedAtMs, expiresAt.getTime()),
    signedHeaders,
    pinned: describePins(signedHeaders, query),
    query,
  };
  return { ...facts, warnings: [...damage, ...findWarnings(facts, parts, place.hostRegion, parameters)] };
}

const OWN = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-SignedHeaders",
  "X-Amz-Signature",
  "X-Amz-Security-Token",
  "X-Amz-Content-Sha256",
  "X-Amz-Region-Set",
];

const SKEW_MS = 15 * 60 * 1000;

function stateAt(now: Date, signedAtMs: number, expiresAtMs: number): PresignedInspection["state"] {
  if (now.getTime() > expiresAtMs) return "expired";
  return signedAtMs > now.getTime() + SKEW_MS ? "not_yet_valid" : "valid";
}

/** A URL does not name its method, so some operations cannot be told apart. */
function guessOperations(
  query: ReadonlyMap<string, string>,
  signedHeaders: readonly string[],
  key: string | undefined,
): string[] {
  const id = query.get("x-id");
  if (id) return [id];
  if (query.has("partNumber") && query.has("uploadId")) return ["UploadPart"];
  if (query.has("uploads")) return [key === undefined ? "ListMultipartUploads" : "CreateMultipartUpload"];
  if (query.has("uploadId"))
    return signedHeaders.includes("if-none-match")
      ? ["CompleteMultipartUpload"]
      : ["CompleteMultipartUpload", "AbortMultipartUpload", "ListParts"];
  if (key === undefined) return query.get("list-type") === "2" ? ["ListObjectsV2"] : ["ListObjects", "HeadBucket"];
  if (
    signedHeaders.some(
      (name) =>
        name === "content-length" || name === "content-type" || name === "content-md5" || name === "if-none-match",
    )
  )
    return ["PutObject"];
  if (
    signedHeaders.some((name) =>
      /^x-amz-(?:meta-|server-side-encryption$|checksum-(?!mode)|acl$|tagging$|storage-class$)/.test(name),
    )
  )
    return ["PutObject"];
  if ([...query.keys()].some((name) => name.startsWith("response-"))) return ["GetObject", "HeadObject"];
  return ["GetObject", "HeadObject", "PutObject", "DeleteObject"];
}

const PINS: Record<string, string> = {
  host: "the host",
  "content-length": "the exact size",
  "content-type": "the content type",
  "content-md5": "the content, by MD5",
  "if-none-match": "that nothing is replaced",
  "if-match": "which state is replaced",
  range: "the byte range",
};

function describePins(signedHeaders: readonly string[], query: PresignedInspection["query"]): string[] {
  const pins = ["the method", "the key"];
  for (const name of signedHeaders)
    pins.push(PINS[name] ?? (name.startsWith("x-amz-checksum-") ? "the content, by checksum" : `the header ${name}`));
  for (const [name] of query) pins.push(name === "versionId" ? "the version" : `the parameter ${name}`);
  return pins;
}

/** Traces of what mail, chat and shells do to a URL. */
function findDamage(text: string): Finding[] {
  const found: Finding[] = [];
  if (/&amp;/i.test(text))
    found.push({
      code: "html_escaped",
      text: "It holds &amp; where & belongs: it was copied from the source of a web page.",
    });
  if (/X-Amz-Credential=[^&]*%252F/i.test(text))
    found.push({ code: "encoded_twice", text: "It was percent-encoded twice (%252F): use it as it was made." });
  if (/\s/.test(text))
    found.push({ code: "has_blanks", text: "It holds blanks or line ends: it was broken on the way." });
  return found;
}
