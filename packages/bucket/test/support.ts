// What the tests of the bucket share: a running endpoint, clients for it, and a raw socket.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { S3Client, type S3ServiceException } from "@aws-sdk/client-s3";
import { createPresigner, type PresignedRequest, type Presigner, type PresignerOptions } from "@daypass/presign";
import { SMALL_BYTES } from "../src/disk/small-blobs.ts";
import { HTTP_LIMITS, type HttpLimits } from "../src/http/server.ts";
import type { BucketOptions, Identity, RequestLine, RunningBucket } from "../src/index.ts";
import { startBucketWith } from "../src/start.ts";

export const BUCKET = "daypass";
const MINUTE = { expiresInSeconds: 60 };

export interface Lab extends RunningBucket {
  readonly dir: string;
  readonly lines: RequestLine[];
  presigner(options?: Partial<PresignerOptions>): Presigner;
  s3(): S3Client;
  /** Files of blobs and of drafts that are on the disk now. */
  listFiles(): Promise<{ blobs: string[]; drafts: string[] }>;
  put(key: string, body: BodyInit | Buffer, headers?: Record<string, string>): Promise<Response>;
  get(key: string, headers?: Record<string, string>): Promise<Response>;
  list(query?: Record<string, string>): Promise<string>;
}

/** A new folder that the test's end removes. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "daypass-test-"));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A running bucket in a folder of its own, closed when the tests of the file end. */
export async function openLab(options: BucketOptions = {}, limits: HttpLimits = HTTP_LIMITS): Promise<Lab> {
  const dir = options.dir ?? (await makeFolder());
  const lines: RequestLine[] = [];
  const running = await startBucketWith({ ...options, dir, onRequest: (line) => lines.push(line) }, limits);
  after(() => running.close());
  const presigner = (more: Partial<PresignerOptions> = {}) =>
    createPresigner({
      credentials: running.credentials,
      region: running.region,
      bucket: BUCKET,
      endpoint: running.endpoint,
      ...more,
    });
  const own = presigner();
  return {
    ...running,
    dir,
    lines,
    presigner,
    s3: () =>
      new S3Client({
        endpoint: running.endpoint,
        region: running.region,
        credentials: running.credentials,
        forcePathStyle: true,
        maxAttempts: 1,
      }),
    listFiles: async () => ({ blobs: await readdir(join(dir, "blobs")), drafts: await readdir(join(dir, "tmp")) }),
    put: (key, body, headers = {}) => send(own.put(key, { ...MINUTE, headers }), body as BodyInit),
    get: (key, headers = {}) => fetch(own.get(key, MINUTE).url, { headers }),
    list: async (query = {}) => {
      const { url } = own.request({ method: "GET", query: { "list-type": "2", ...query }, ...MINUTE });
      return (await fetch(url)).text();
    },
  };
}

/** Sends a presigned request as a browser would. */
export const send = (
  { method, url, headers }: PresignedRequest,
  body?: BodyInit | Buffer | undefined,
  more: Record<string, string> = {},
): Promise<Response> =>
  fetch(url, { method, headers: { ...headers, ...more }, ...(body === undefined ? {} : { body: body as BodyInit }) });

/** S3's error code of an answer. */
export const codeOf = async (response: Response): Promise<string | undefined> =>
  /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1];

/** What the SDK throws for a refusal. */
export const refusalOf = (sent: Promise<unknown>): Promise<S3ServiceException> =>
  sent.then(
    () => assert.fail("it was not refused"),
    (error) => error as S3ServiceException,
  );

/** Text of each element of that name. */
export const elementsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map((match) => match[1]!);

/** Sends the pieces over a socket and resolves with everything that comes back until the other side ends. */
export function sendRaw(endpoint: string, pieces: readonly (string | Buffer)[], options: { end?: boolean } = {}) {
  return new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("end", () => socket.end());
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
    for (const piece of pieces) socket.write(piece);
    if (options.end) socket.end();
  });
}

/** The head of a raw HTTP/1.1 request for a presigned URL. */
export function rawHead({ method, url, headers }: PresignedRequest, more: Record<string, string> = {}): string {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries({ host, ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** The text made longer than what lies in the index, so that it becomes a file. */
export const long = (text: string): string => text.padEnd(SMALL_BYTES + 1, ".");

/** Waits until the condition holds; the test's own timeout is the limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 10));
}

export const identity = (name: string, ...policy: Identity["policy"]): Identity => ({
  accessKeyId: name.toUpperCase(),
  secretAccessKey: `secret-of-${name}`,
  policy,
});

export const credentialsOf = ({ accessKeyId, secretAccessKey }: Identity) => ({ accessKeyId, secretAccessKey });
