// What samples are made of: URLs that were signed a moment ago, and answers as S3 writes them.
import { createPresigner, type ExplainOptions, verify } from "@daypass/presign";

export interface Sample {
  readonly url: string;
  readonly answer: string;
  readonly options?: ExplainOptions;
  /** The first cause; without it, the first of the row. */
  readonly want?: string;
}

export const NOW = new Date("2026-11-24T12:00:00Z");
export const LATER = new Date("2026-11-24T13:00:00Z");
export const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
const base = { credentials, region: "eu-central-1", bucket: "photos", clock: () => NOW };
export const presigner = createPresigner(base);
export const life = { expiresInSeconds: 900 };
export const get = presigner.get("k", life).url;
export const put = presigner.put("k", { ...life, contentType: "image/png" }).url;
export const sized = presigner.put("k", { ...life, contentLength: 5 }).url;
export const complete = presigner.multipart.complete("k", { ...life, uploadId: "u" }).url;
export const part = presigner.multipart.part("k", { ...life, uploadId: "u", partNumber: 7 }).url;
export const typed = complete.replace("SignedHeaders=host", "SignedHeaders=content-type%3Bhost");
export const createOnly = presigner.put("k", { ...life, createOnly: true }).url;
export const temporary = createPresigner({
  ...base,
  credentials: { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "secret", sessionToken: "AQoD+b/c=" },
}).get("k", life).url;
export const form = "https://photos.s3.eu-central-1.amazonaws.com/";
export const version2 =
  "https://photos.s3.amazonaws.com/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1795521600&Signature=abc%3D";
export const emptyChecksum = `${get}&x-amz-checksum-crc32=AAAAAA%3D%3D`;

const toText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** S3's error. */
export const error = (code: string, message = "", details: Readonly<Record<string, string>> = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${toText(message)}</Message>${Object.entries(
    details,
  )
    .map(([name, value]) => `<${name}>${toText(value)}</${name}>`)
    .join("")}<RequestId>4442587FB7D0A2F9</RequestId></Error>`;

interface Change {
  readonly method?: string;
  readonly target?: (target: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly secret?: string;
  readonly region?: string;
}

/** SignatureDoesNotMatch, as a verifier says it to a request that is not quite the one that was signed. */
export function mismatch(url: string, change: Change): string {
  const { method = "GET", target = (same) => same, headers = {}, secret = "secret", region = "eu-central-1" } = change;
  const [, host = "", path = ""] = /^https?:\/\/([^/]+)(.*)$/.exec(url) ?? [];
  const request = { method, target: target(path), rawHeaders: Object.entries({ host, ...headers }).flat() };
  const refusal = verify(request, () => ({ ...credentials, secretAccessKey: secret }), NOW, { region });
  if (refusal.ok || refusal.code !== "SignatureDoesNotMatch") throw new Error(`it is no mismatch: ${url}`);
  return error(refusal.code, refusal.message, refusal.details);
}

export const row = (url: string, answer: string, want?: string, options?: ExplainOptions): Sample => ({
  url,
  answer,
  ...(want !== undefined && { want }),
  ...(options && { options }),
});
/** To a plain download, without and with more of an error. */
export const says = (code: string, message?: string, details?: Readonly<Record<string, string>>): Sample =>
  row(get, error(code, message, details));

export const page = (title: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><hr>nginx</body></html>`;

/** By what people see, as `symptoms.ts` has it. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;
