// What lies on the workbench: a request as somebody holds it, and how it becomes what S3 receives.
import { createPresigner, inspect, type PresignedRequest, type RawRequest, trace } from "@daypass/presign";

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

/** A URL made here and now, with the example credentials of AWS's documentation. */
export function makeDemo(what: "download" | "upload", now: Date): Subject {
  const presigner = createPresigner({
    credentials: DEMO_KEY,
    region: "eu-central-1",
    bucket: "amzn-s3-demo-bucket",
    clock: () => now,
  });
  return subjectOf(
    what === "download"
      ? presigner.get("report.pdf", { expiresInSeconds: DEMO_SECONDS })
      : presigner.put("in/report.pdf", {
          expiresInSeconds: DEMO_SECONDS,
          contentLength: 48_213,
          contentType: "application/pdf",
          createOnly: true,
        }),
  );
}

function subjectOf({ method, url, headers, sentByClient }: PresignedRequest): Subject {
  const lines = Object.entries({ ...headers, ...sentByClient }).filter(([name]) => name !== "host");
  return { method, url, headers: lines.map(([name, value]) => `${name}: ${value}`).join("\n") };
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
