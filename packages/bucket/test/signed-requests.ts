// Requests signed in their headers by the hand signer of the verifier's tests, as bytes for a raw socket.
import { type ChunkedBody, encodeChunks } from "../../presign/test/support/chunk-signer.ts";
import { signHeader, signQuery } from "../../presign/test/support/hand-signer.ts";

export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  /** Signed, beside host, date and hash. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent, but not signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly payloadHash?: string;
  readonly secret?: string;
  /** Default: now. */
  readonly at?: Date;
}

export interface SignedHead {
  readonly head: string;
  readonly signing: NonNullable<ChunkedBody["signing"]>;
}

export const timestampOf = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

export function signHead(target: Target, ask: Ask): SignedHead {
  const { accessKeyId, secretAccessKey } = target.credentials;
  const secret = ask.secret ?? secretAccessKey;
  const timestamp = timestampOf(ask.at ?? new Date());
  const payloadHash = ask.payloadHash ?? "UNSIGNED-PAYLOAD";
  const scope = `${timestamp.slice(0, 8)}/${target.region}/s3/aws4_request`;
  const headers = Object.entries({
    host: new URL(target.endpoint).host,
    "x-amz-content-sha256": payloadHash,
    "x-amz-date": timestamp,
    ...ask.headers,
  }).sort(([a], [b]) => (a < b ? -1 : 1));
  const { target: path, rawHeaders } = signHeader({
    method: ask.method,
    path: ask.path,
    secret,
    date: timestamp,
    credential: `${accessKeyId}/${scope}`,
    headers,
    signedHeaders: headers.map(([name]) => name).join(";"),
    extra: [...(ask.query ?? [])],
    payloadHash,
  });
  const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}\r\n`] : []));
  for (const [name, value] of Object.entries(ask.unsigned ?? {})) lines.push(`${name}: ${value}\r\n`);
  const seed = /Signature=([0-9a-f]{64})/.exec(rawHeaders.at(-1)!)![1]!;
  return {
    head: `${ask.method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`,
    signing: { secret, timestamp, scope, seed },
  };
}

/** A presigned URL with further parameters that our own signer would not put there. */
export function signUrl(target: Target, ask: Pick<Ask, "method" | "path" | "query">): string {
  const { accessKeyId, secretAccessKey } = target.credentials;
  const date = timestampOf(new Date());
  const signed = signQuery({
    method: ask.method,
    path: ask.path,
    secret: secretAccessKey,
    credential: `${accessKeyId}/${date.slice(0, 8)}/${target.region}/s3/aws4_request`,
    date,
    headers: [["Host", new URL(target.endpoint).host]],
    extra: [...(ask.query ?? [])],
  });
  return target.endpoint + signed.target;
}

export type ChunkedKind =
  | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
  | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
  | "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/** A PUT in aws-chunked encoding: its head, which announces the length of all pieces, and the pieces of its body. */
export function signChunkedPut(
  target: Target,
  put: {
    kind: ChunkedKind;
    path: string;
    chunks: readonly Buffer[];
    trailer?: readonly [name: string, value: string] | undefined;
    query?: Ask["query"];
    headers?: Record<string, string>;
    unsigned?: Record<string, string>;
  },
): { head: string; pieces: Buffer[] } {
  const trailer = put.kind === "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" ? undefined : put.trailer;
  const isSigned = put.kind !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const decodedBytes = put.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const any = { secret: "", timestamp: "", scope: "", seed: "" };
  const measured = encodeChunks({ chunks: put.chunks, trailer, signing: isSigned ? any : undefined });
  const { head, signing } = signHead(target, {
    method: "PUT",
    path: put.path,
    query: put.query ?? [],
    payloadHash: put.kind,
    headers: {
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": String(decodedBytes),
      ...(trailer ? { "x-amz-trailer": trailer[0] } : {}),
      ...put.headers,
    },
    unsigned: { "content-length": String(measured.reduce((sum, piece) => sum + piece.length, 0)), ...put.unsigned },
  });
  return { head, pieces: encodeChunks({ chunks: put.chunks, trailer, signing: isSigned ? signing : undefined }) };
}
