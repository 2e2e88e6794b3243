// The upload routes of the HTTP API over a fake bucket, in memory.
import { CODES, type Code } from "@daypass/api/codes";
import type { File, Plan, Upload } from "@daypass/api/schemas";
import { type FakeBucket, startFakeBucket } from "./fake-bucket.ts";
import { type Answer, type FakeHttp, type Seen, startFakeHttp } from "./fake-http.ts";

export interface FakeServer extends FakeHttp {
  readonly bucket: FakeBucket;
  readonly uploads: Map<string, Upload>;
  readonly files: Map<string, File>;
  signedIn: boolean;
}
export interface FakeServerOptions {
  /** Default: everything in one PUT. */
  readonly partSizeBytes?: number;
  readonly kind?: "put" | "post";
}

export const problem = (code: Code, more: object = {}): Answer => ({
  status: CODES[code].status,
  headers: { "content-type": "application/problem+json" },
  body: { type: "about:blank", ...CODES[code], code, detail: CODES[code].title, requestId: "req_fake", ...more },
});

const idOf = (prefix: string, count: number) =>
  `${prefix}_${String(count)
    .replace(/\d/g, (digit) => "abcdefghij"[Number(digit)]!)
    .padStart(26, "z")}`;
const hourLater = () => new Date(Date.now() + 3_600_000).toISOString();

export async function startFakeServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const bucket = await startFakeBucket();
  const uploads = new Map<string, Upload>();
  const files = new Map<string, File>();
  const byKey = new Map<string, string>();
  let count = 0;

  function planOf(upload: Upload): Plan {
    const { partSizeBytes, kind } = options;
    if (partSizeBytes !== undefined && upload.sizeBytes > partSizeBytes)
      return { kind: "multipart", partSizeBytes, partCount: Math.ceil(upload.sizeBytes / partSizeBytes) };
    const expiresAt = hourLater();
    if (kind === "post")
      return {
        kind: "post",
        form: { url: `${bucket.origin}/bucket`, fields: { key: upload.id, policy: "p" }, expiresAt },
      };
    const headers = { "content-type": upload.contentType, "if-none-match": "*" };
    return {
      kind: "put",
      request: { method: "PUT", url: bucket.sign(upload.id), headers, sentByClient: {}, expiresAt },
    };
  }

  function complete(upload: Upload): Answer {
    const done = upload.fileId === null ? undefined : files.get(upload.fileId);
    if (done) return { status: 200, body: { file: done } };
    if (upload.state !== "planned") return problem("upload_not_open");
    const held = bucket.parts.get(upload.id);
    if (held) {
      const whole = Buffer.concat([...held].sort(([a], [b]) => a - b).map(([, part]) => part));
      if (whole.length !== upload.sizeBytes) return problem("upload_incomplete");
      bucket.parts.delete(upload.id);
      bucket.objects.set(upload.id, whole);
    }
    const object = bucket.objects.get(upload.id);
    if (!object) return problem("upload_incomplete");
    if (object.length !== upload.sizeBytes) return problem("upload_mismatch");
    const id = idOf("fil", ++count);
    const { name, sizeBytes, contentType } = upload;
    const file: File = {
      id,
      name,
      sizeBytes,
      contentType,
      createdAt: new Date().toISOString(),
      checksums: [],
      openShareCount: 0,
    };
    files.set(id, file);
    uploads.set(upload.id, { ...upload, state: "confirmed", fileId: id });
    return { status: 200, body: { file } };
  }

  function handle({ method, path, body, headers }: Seen): Answer {
    if (!fake.signedIn) return problem("not_signed_in");
    const input = body.length > 0 ? JSON.parse(body.toString()) : {};
    if (path === "/api/v1/instance") return { status: 200, body: { version: "0" } };
    if (path === "/api/v1/uploads" && method === "POST") {
      const key = String(headers["idempotency-key"]);
      const known = byKey.get(key);
      const id = known ?? idOf("upl", ++count);
      byKey.set(key, id);
      const upload: Upload = uploads.get(id) ?? {
        id,
        state: "planned",
        ...input,
        createdAt: new Date().toISOString(),
        expiresAt: hourLater(),
        fileId: null,
      };
      uploads.set(id, upload);
      const plan = planOf(upload);
      if (plan.kind === "multipart" && !bucket.parts.has(id)) bucket.parts.set(id, new Map());
      return { status: 201, body: { id, upload, plan } };
    }
    const [, kind, id, act] = /^\/api\/v1\/(uploads|files)\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (kind === "files") return files.has(id!) ? { status: 200, body: files.get(id!) } : problem("not_found");
    const upload = uploads.get(id ?? "");
    if (!upload) return problem("not_found");
    if (method === "DELETE") {
      uploads.set(upload.id, { ...upload, state: "aborted" });
      bucket.parts.delete(upload.id);
      return { status: 204 };
    }
    if (act === "sign") return { status: 200, body: { plan: planOf(upload) } };
    if (act === "complete") return complete(upload);
    if (act === "parts") {
      if (upload.state === "aborted") return problem("upload_not_open");
      const parts = (input.parts as { number: number }[]).map(({ number }) => ({
        number,
        url: bucket.sign(upload.id, number),
        headers: {},
        sentByClient: {},
        expiresAt: hourLater(),
      }));
      return { status: 200, body: { parts } };
    }
    const held = bucket.parts.get(upload.id);
    const parts = held
      ? [...held].map(([number, part]) => ({ number, sizeBytes: part.length, etag: `"${number}"`, arrivedAt: null }))
      : null;
    return { status: 200, body: { upload, plan: planOf(upload), parts } };
  }

  const http = await startFakeHttp(handle);
  const fake: FakeServer = Object.assign(http, { bucket, uploads, files, signedIn: true });
  const closeHttp = http.close;
  fake.close = async () => {
    await closeHttp();
    await bucket.close();
  };
  return fake;
}
