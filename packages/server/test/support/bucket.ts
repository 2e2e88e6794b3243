// The embedded bucket as the S3 behind a server in tests, with the identities that `daypass serve` gives them.
import { startBucket } from "@daypass/bucket";
import { createPresigner } from "@daypass/presign";
import type { ServerOptions } from "@daypass/server";
import { listIdentities } from "../../../cli/src/serve/embedded-identities.ts";
import { PUBLIC_URL } from "./daypass.ts";

export const SIGNER = { accessKeyId: "AKIASIGNER", secretAccessKey: "planted-secret-of-the-signer" };
export const JANITOR = { accessKeyId: "AKIAJANITOR", secretAccessKey: "planted-secret-of-the-janitor" };
/** Somebody with all rights, who looks behind the server's back. */
const ROOT = { accessKeyId: "AKIAROOT", secretAccessKey: "planted-secret-of-root" };
const NAME = "daypass";

interface TestBucketOptions {
  readonly dir?: string;
  readonly port?: number;
  readonly clock?: () => Date;
  readonly authorities?: readonly string[];
}

export async function startTestBucket(options: TestBucketOptions = {}) {
  const requests: { operation: string; status: number }[] = [];
  const bucket = await startBucket({
    ...options,
    buckets: [NAME],
    allowedOrigins: [PUBLIC_URL],
    onRequest: ({ operation, status }) => void requests.push({ operation, status }),
    identities: [
      { ...ROOT, policy: [{ actions: ["s3:*"], bucket: NAME, keyPrefix: "" }] },
      ...listIdentities({ signer: SIGNER, janitor: JANITOR }, NAME, ""),
    ],
  });
  const connection: ServerOptions["bucket"] = {
    kind: "embedded",
    name: NAME,
    region: bucket.region,
    endpoint: bucket.endpoint,
    signer: async () => SIGNER,
    janitor: async () => JANITOR,
    postForms: true,
  };
  const root = createPresigner({
    credentials: ROOT,
    region: bucket.region,
    bucket: NAME,
    endpoint: bucket.endpoint,
    ...(options.clock ? { clock: options.clock } : {}),
  });
  const ask = (request: Parameters<typeof root.request>[0], body?: string): Promise<Response> => {
    const { method, url, headers } = root.request(request);
    return fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  };
  const expiresInSeconds = 60;
  return {
    connection,
    requests,
    /** Whether there is an object at this key. */
    has: async (key: string) => (await ask({ method: "HEAD", key, expiresInSeconds })).status === 200,
    put: (key: string, body: string) => ask({ method: "PUT", key, expiresInSeconds }, body),
    abort: (key: string, uploadId: string) => ask({ method: "DELETE", key, query: { uploadId }, expiresInSeconds }),
    /** Keys of multipart uploads that are open. */
    async openMultipart(): Promise<string[]> {
      const text = await (await ask({ method: "GET", query: { uploads: "" }, expiresInSeconds })).text();
      return [...text.matchAll(/<UploadId>([^<]+)<\/UploadId>/g)].map((match) => match[1]!);
    },
    close: () => bucket.close(),
  };
}

export type TestBucket = Awaited<ReturnType<typeof startTestBucket>>;

interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Does what a presigned request says, with these bytes. */
export const sendTo = ({ method, url, headers }: Signed, body?: Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });

/** Submits a presigned form as a browser would. */
export function submitForm(
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  file: Blob,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return fetch(url, { method: "POST", body: form });
}
