// What an operation answers, and the way it goes out.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ByteSource } from "../disk/blob-reader.ts";
import { type ErrorDetails, isDiskFull, isOutOfHandles, Refused, refuse, type S3Code } from "../errors.ts";
import type { RequestLine } from "../types.ts";
import { writeDocument } from "../xml.ts";
import type { RequestBody } from "./body.ts";
import { sendBytes } from "./send-bytes.ts";

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A whole XML document. */
  readonly xml?: string | undefined;
  /** A whole JSON document. */
  readonly json?: string | undefined;
  /** Bytes of an object that are in memory already; `Content-Length` is in the headers. */
  readonly bytes?: Buffer | undefined;
  /** Bytes of an object; `Content-Length` is in the headers. */
  readonly stream?: AnswerStream | undefined;
  /** S3's error code, when this is a refusal. */
  readonly code?: string | undefined;
}

export interface AnswerStream {
  /** Opened one after the other. */
  readonly sources: readonly (() => Promise<ByteSource>)[];
  /** Called once, when the last byte is out or the receiver has left. */
  release(): Promise<void>;
}

export interface ExchangeIds {
  readonly requestId: string;
  readonly hostId: string;
}

/** A refusal as S3's error document. Whatever is not a refusal becomes InternalError and says nothing of its cause. */
export function toErrorAnswer(failure: unknown, resource: string, ids: ExchangeIds): Answer {
  const refused = failure instanceof Refused ? failure : refuse(codeOfFailure(failure));
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

function codeOfFailure(failure: unknown): S3Code {
  if (isDiskFull(failure)) return "InsufficientStorage";
  return isOutOfHandles(failure) ? "SlowDown" : "InternalError";
}

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

/** Codes of a receiver that has left. */
const RECEIVER_LEFT = ["ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED", "ECONNRESET", "EPIPE"];

/** Why an answer is not out whole. */
export interface Cut {
  readonly why: NonNullable<RequestLine["cut"]>;
  /** Of ours. */
  readonly failure?: Error | undefined;
}
const LEFT: Cut = { why: "receiver-left" };

/** Sends the answer. Resolves when it is out, or with why it ended before. */
export async function sendAnswer(
  answer: Answer,
  exchange: { request: IncomingMessage; response: ServerResponse; body: RequestBody; linger: LingerLimits },
): Promise<Cut | undefined> {
  const { request, response, body } = exchange;
  if (response.destroyed) {
    await answer.stream?.release();
    return LEFT;
  }
  const document = answer.xml ?? answer.json;
  const text = document === undefined ? undefined : Buffer.from(document);
  const interrupts = body.isUnread;
  try {
    writeHead(answer, { request, response, text, closes: interrupts });
    let whole = request.method === "HEAD" ? undefined : (answer.bytes ?? text);
    if (answer.stream && request.method !== "HEAD") await sendBytes(answer.stream.sources, response);
    // Closing a socket with unread bytes resets it, and the reset may overtake the answer on its way.
    if (interrupts && !body.isIdle) {
      if (whole) response.write(whole);
      else response.flushHeaders();
      whole = undefined;
      await linger(request, exchange.linger);
    }
    await end(response, whole);
    return response.writableFinished ? undefined : LEFT;
  } catch (failure) {
    // A cut connection is the only honest sign after the headers.
    response.destroy();
    if (RECEIVER_LEFT.includes((failure as { code?: string }).code ?? "")) return LEFT;
    return { why: "failure", failure: failure as Error };
  } finally {
    await answer.stream?.release();
  }
}

const JOINED_BYTES = 16 * 1024;

/** Head and body of a short answer go out as one packet. Resolves when they are out, or the receiver has left. */
function end(response: ServerResponse, bytes: Buffer | undefined): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", resolve);
    // Node joins a head only with a string; bytes would be a second piece for the system to gather.
    if (bytes && bytes.length <= JOINED_BYTES) response.end(bytes.toString("latin1"), "latin1", resolve);
    else response.end(bytes, resolve);
    if (response.destroyed) resolve();
  });
}

function writeHead(
  { status, headers = {}, bytes, stream, json }: Answer,
  {
    request,
    response,
    text,
    closes,
  }: { request: IncomingMessage; response: ServerResponse; text: Buffer | undefined; closes: boolean },
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (text) response.setHeader("content-type", json === undefined ? "application/xml" : "application/json");
  // A 204 or 304 has no length, and HEAD names the length of the object, not of the document.
  const hasOwnLength = status === 204 || status === 304 || (request.method === "HEAD" && status < 300);
  if ((text || !(stream || bytes)) && !hasOwnLength) response.setHeader("content-length", text?.length ?? 0);
  if (closes) response.setHeader("connection", "close");
  response.writeHead(status);
}

/** Takes in and drops what still comes, until it ends or a limit is reached. */
function linger(request: IncomingMessage, limits: LingerLimits): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const settle = () => {
      clearTimeout(total);
      clearTimeout(idle);
      request.off("data", take).pause();
      resolve();
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) settle();
      else idle.refresh();
    };
    const total = setTimeout(settle, limits.totalMilliseconds);
    const idle = setTimeout(settle, limits.idleMilliseconds);
    request.on("data", take).on("end", settle).on("close", settle).on("error", settle);
    request.resume();
  });
}
