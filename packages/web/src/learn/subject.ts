// What lies on the workbench: a request as somebody holds it, and how it becomes what S3 receives.
import { inspect, type RawRequest, trace } from "@daypass/presign";

export interface Subject {
  readonly method: string;
  readonly url: string;
  /** Headers that go with it, one `Name: value` a line; those that a client sends by itself as well, but not Host. */
  readonly headers: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html: published, so they open nothing. */
export const DEMO_KEY = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const DEMO_SECONDS = 900;

const DEMOS = {
  download: { method: "GET", key: "report.pdf", headers: [], signedHeaders: ["host"] },
  upload: {
    method: "PUT",
    key: "in/report.pdf",
    headers: ["content-length: 48213", "content-type: application/pdf", "if-none-match: *"],
    signedHeaders: ["content-length", "content-type", "host", "if-none-match"],
  },
} as const;

/**
 * A URL made here and now, with the example credentials of AWS's documentation. Written down and signed by the steps that
 * the page shows: the presigner knows every service and option of S3, and would double what the page loads.
 */
export function makeDemo(what: keyof typeof DEMOS, now: Date): Subject {
  const { method, key, headers, signedHeaders } = DEMOS[what];
  const timestamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const credential = [DEMO_KEY.accessKeyId, timestamp.slice(0, 8), "eu-central-1", "s3", "aws4_request"];
  const parameters = {
    Algorithm: "AWS4-HMAC-SHA256",
    Credential: credential.join("/"),
    Date: timestamp,
    Expires: String(DEMO_SECONDS),
    SignedHeaders: signedHeaders.join(";"),
    Signature: "0".repeat(64),
  };
  const query = Object.entries(parameters).map(([name, value]) => `X-Amz-${name}=${encodeURIComponent(value)}`);
  const url = `https://amzn-s3-demo-bucket.s3.eu-central-1.amazonaws.com/${key}?${query.join("&")}`;
  return signWithDemoKey({ method, url, headers: headers.join("\n") })!;
}

/** What a client would send. Undefined when the text is no URL that can be sent. */
export function toRequest({ method, url, headers }: Subject): RawRequest | undefined {
  if (!/^https?:\/\//i.test(url.trim()) || !URL.canParse(url)) return undefined;
  const { host, pathname, search } = new URL(url);
  const rawHeaders = ["Host", host];
  for (const line of headers.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) rawHeaders.push(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return { method, target: pathname + search, rawHeaders };
}

/** The signature as the URL has it; empty when it has none. */
export const signatureIn = (url: string): string => /[?&]X-Amz-Signature=([^&#]*)/.exec(url)?.[1] ?? "";

/** Headers that the URL signs besides the host, whose values whoever uses it must send. */
export function signedBesidesHost(url: string): string[] {
  const facts = inspect(url);
  return facts.kind === "presigned" ? facts.signedHeaders.filter((name) => name !== "host") : [];
}

/** The same request with the demo key's signature, so that every step to it can be shown. Undefined for what is no URL. */
export function signWithDemoKey(subject: Subject): Subject | undefined {
  const facts = inspect(subject.url);
  if (facts.kind !== "presigned" || facts.algorithm !== "AWS4-HMAC-SHA256") return undefined;
  const url = subject.url
    .replace(/([?&]X-Amz-Credential=)[^/%&#]*/, `$1${DEMO_KEY.accessKeyId}`)
    .replace(/&X-Amz-Security-Token=[^&#]*/, "")
    .replace(/([?&])X-Amz-Security-Token=[^&#]*&/, "$1");
  const request = toRequest({ ...subject, url });
  const signature = request && trace(request, DEMO_KEY.secretAccessKey)?.signature;
  return signature === undefined
    ? undefined
    : { ...subject, url: url.replace(/([?&]X-Amz-Signature=)[^&#]*/, `$1${signature}`) };
}
