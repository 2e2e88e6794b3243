// The little of S3 that an upload touches, with URLs whose signature is a counter: each can be made to expire.
import { type Answer, type FakeHttp, type Seen, startFakeHttp } from "./fake-http.ts";

export interface FakeBucket extends FakeHttp {
  readonly objects: Map<string, Buffer>;
  readonly parts: Map<string, Map<number, Buffer>>;
  /** Signed values that no longer work. */
  readonly expired: Set<string>;
  sign(key: string, partNumber?: number): string;
}

export const s3Error = (status: number, code: string, message = code): Answer => ({
  status,
  headers: { "content-type": "application/xml", "x-amz-request-id": "FAKE0001" },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>FAKE0001</RequestId></Error>`,
});

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "PUT, POST, GET",
  "access-control-allow-headers": "*",
  "access-control-expose-headers": "ETag, x-amz-request-id",
};

export async function startFakeBucket(): Promise<FakeBucket> {
  const objects = new Map<string, Buffer>();
  const parts = new Map<string, Map<number, Buffer>>();
  const expired = new Set<string>();
  let signatures = 0;
  const withCors = (answer: Answer): Answer => ({ ...answer, headers: { ...CORS, ...answer.headers } });

  function handle({ method, path, query, body, headers }: Seen): Answer {
    if (method === "OPTIONS") return { status: 204 };
    const key = path.slice("/bucket/".length);
    if (method === "POST") return storeForm(body, headers["content-type"] ?? "");
    if (expired.has(query.get("X-Amz-Signature") ?? "")) return s3Error(403, "AccessDenied", "Request has expired");
    const partNumber = query.get("partNumber");
    if (partNumber !== null) {
      const upload = parts.get(key);
      if (!upload) return s3Error(404, "NoSuchUpload");
      upload.set(Number(partNumber), body);
      return { status: 200, headers: { etag: `"${partNumber}"` } };
    }
    if (objects.has(key)) return s3Error(412, "PreconditionFailed");
    objects.set(key, body);
    return { status: 200 };
  }

  function storeForm(body: Buffer, contentType: string): Answer {
    const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? "";
    const text = body.toString("latin1");
    const key = /name="key"\r\n\r\n([^\r]*)\r\n/.exec(text)?.[1] ?? "";
    const at = text.indexOf('name="file"');
    const begin = text.indexOf("\r\n\r\n", at) + 4;
    const end = text.lastIndexOf(`\r\n--${boundary}--`);
    if (key === "" || at < 0) return s3Error(400, "MalformedPOSTRequest");
    if (objects.has(key)) return s3Error(412, "PreconditionFailed");
    objects.set(key, body.subarray(begin, end));
    return { status: 204 };
  }

  const http = await startFakeHttp((seen) => withCors(handle(seen)));
  return Object.assign(http, {
    objects,
    parts,
    expired,
    sign: (key: string, partNumber?: number) =>
      `${http.origin}/bucket/${key}?${partNumber === undefined ? "" : `partNumber=${partNumber}&`}X-Amz-Expires=900&X-Amz-Signature=s${++signatures}`,
  });
}
