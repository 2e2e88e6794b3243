// Writes bodies in aws-chunked encoding, right or wrong as told, apart from the code that reads them.
import { createHash, createHmac } from "node:crypto";

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export interface ChunkedBody {
  /** Data, without the empty chunk at the end. */
  chunks: readonly Buffer[];
  /** Absent: without signatures. */
  signing?: { secret: string; timestamp: string; scope: string; seed: string } | undefined;
  trailer?: readonly [name: string, value: string] | undefined;
  /** Between the trailer and its signature, and at their end. Some senders write LF CRLF after the first. */
  trailerLineEnd?: string;
}

/** The pieces of the body in order, for tests that change one: heads, data, line ends, trailer lines. */
export function encodeChunks({ chunks, signing, trailer, trailerLineEnd = "\r\n" }: ChunkedBody): Buffer[] {
  let key: string | Buffer = `AWS4${signing?.secret}`;
  for (const part of signing?.scope.split("/") ?? []) key = hmac(key, part);
  let previous = signing?.seed ?? "";
  const sign = (kind: string, rest: string) => {
    const text = `AWS4-HMAC-SHA256-${kind}\n${signing!.timestamp}\n${signing!.scope}\n${previous}\n${rest}`;
    previous = hmac(key, text).toString("hex");
    return previous;
  };
  const pieces: Buffer[] = [];
  const push = (text: string) => void pieces.push(Buffer.from(text, "latin1"));
  for (const chunk of [...chunks, Buffer.alloc(0)]) {
    const extension = signing ? `;chunk-signature=${sign("PAYLOAD", `${sha256("")}\n${sha256(chunk)}`)}` : "";
    push(`${chunk.length.toString(16)}${extension}\r\n`);
    if (chunk.length > 0) {
      pieces.push(chunk);
      push("\r\n");
    }
  }
  if (trailer) {
    push(`${trailer[0]}:${trailer[1]}${trailerLineEnd}`);
    if (signing) push(`x-amz-trailer-signature:${sign("TRAILER", sha256(`${trailer[0]}:${trailer[1]}\n`))}\r\n`);
  }
  push("\r\n");
  return pieces;
}
