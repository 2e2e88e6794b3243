// What an operation answers, and the way it goes out.
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ErrorDetails, Refused, refuse } from "../errors.ts";
import { writeDocument } from "../xml.ts";
import type { RequestBody } from "./body.ts";

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A whole XML document. */
  readonly xml?: string | undefined;
  /** Bytes of an object; `Content-Length` is in the headers. */
  readonly stream?: AnswerStream | undefined;
  /** S3's error code, when this is a refusal. */
  readonly code?: string | undefined;
}

export interface AnswerStream {
  /** Opened one after the other. */
  readonly sources: readonly (() => Readable)[];
  /** Called once, when the last byte is out or the receiver has left. */
  release(): Promise<void>;
}

export interface ExchangeIds {
  readonly requestId: string;
  readonly hostId: string;
}

/** A refusal as S3's error document. Whatever is not a refusal becomes InternalError and says nothing of its cause. */
export function toErrorAnswer(failure: unknown, resource: string, ids: ExchangeIds): Answer {
  const refused =
    failure instanceof Refused ? failure : refuse(isDiskFull(failure) ? "InsufficientStorage" : "InternalError");
  const tree: ErrorDetails = {
    Code: refused.code,
    Message: refused.message,
    ...refused.details,
    Resource: resource,
    RequestId: ids.requestId,
    HostId: ids.hostId,
  };
  const headers =
    refused.code === "InvalidRange" ? { "content-range": `bytes */${refused.details.ActualObjectSize}` } : {};
  return { status: refused.status, headers, xml: writeDocument("Error", tree), code: refused.code };
}

const isDiskFull = (failure: unknown): boolean =>
  ["ENOSPC", "EDQUOT"].includes((failure as { code?: string })?.code ?? "");

/** nginx's lingering close: how long to take in bytes that a refused sender is still sending. */
export interface LingerLimits {
  readonly totalMilliseconds: number;
  readonly idleMilliseconds: number;
  readonly maxBytes: number;
}
export const LINGER_LIMITS: LingerLimits = {
  totalMilliseconds: 30_000,
  idleMilliseconds: 5_000,
  maxBytes: 1024 * 1024 * 1024,
};

/** Sends the answer. Resolves when it is out, or when the receiver has left. */
export async function sendAnswer(
  answer: Answer,
  exchange: { request: IncomingMessage; response: ServerResponse; body: RequestBody; linger: LingerLimits },
): Promise<void> {
  const { request, response, body } = exchange;
  if (response.destroyed) return void (await answer.stream?.release());
  const xml = answer.xml === undefined ? undefined : Buffer.from(answer.xml);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (xml) response.setHeader("content-type", "application/xml");
  if (xml || answer.stream === undefined) {
    // A 204 or 304 has no length, and HEAD names the length of the object, not of the document.
    if (answer.status !== 204 && answer.status !== 304 && !(request.method === "HEAD" && answer.status < 300))
      response.setHeader("content-length", xml?.length ?? 0);
  }
  const interrupts = body.isUnread;
  if (interrupts) response.setHeader("connection", "close");
  response.writeHead(answer.status);
  try {
    if (answer.stream && request.method !== "HEAD") await sendStream(answer.stream, response);
    else if (xml && request.method !== "HEAD") response.write(xml);
    else response.flushHeaders();
    // Closing a socket with unread bytes resets it, and the reset may overtake the answer on its way.
    if (interrupts && !body.isIdle) await linger(request, exchange.linger);
    response.end();
    if (!response.writableFinished && !response.destroyed)
      await Promise.race([once(response, "finish"), once(response, "close")]);
  } catch {
    // The receiver has left, or the bytes cannot be read: a cut connection is the only honest sign after the headers.
    response.destroy();
  } finally {
    await answer.stream?.release();
  }
}

async function sendStream(stream: AnswerStream, response: ServerResponse): Promise<void> {
  for (const open of stream.sources) await pipeline(open(), response, { end: false });
}

async function linger(request: IncomingMessage, limits: LingerLimits): Promise<void> {
  await new Promise<void>((resolve) => {
    let bytes = 0;
    const total = setTimeout(resolve, limits.totalMilliseconds);
    let idle = setTimeout(resolve, limits.idleMilliseconds);
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      clearTimeout(idle);
      if (bytes > limits.maxBytes) resolve();
      else idle = setTimeout(resolve, limits.idleMilliseconds);
    };
    const settle = () => {
      clearTimeout(total);
      clearTimeout(idle);
      resolve();
    };
    request.on("data", take).on("end", settle).on("close", settle).on("error", settle);
    request.resume();
  });
}
