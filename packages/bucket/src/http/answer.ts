// What an operation answers, and the way it goes out.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ByteSource } from "../disk/blob-reader.ts";
import { type ErrorDetails, isDiskFull, isOutOfHandles, Refused, refuse, type S3Code } from "../errors.ts";
import type { RequestLine } from "../types.ts";
import { writeDocument } from "../xml.ts";
import type { RequestBody } from "./body.ts";
import type { Receiver } from "./receivers.ts";
import { ReceiverLeft, sendBytes } from "./send-bytes.ts";

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

/** Why an answer is not out whole. */
export interface Cut {
  readonly why: NonNullable<RequestLine["cut"]>;
  /** Of ours. */
  readonly failure?: Error | undefined;
}
const LEFT: Cut = { why: "receiver-left" };

/** An answer on its way, its document in bytes: a receiver who takes his time must not keep the text of it in memory too. */
export interface ReadyAnswer extends Omit<Answer, "xml" | "json"> {
  readonly document?: { readonly bytes: Buffer; readonly contentType: string } | undefined;
}

export function readyAnswer({ xml, json, ...answer }: Answer): ReadyAnswer {
  const text = xml ?? json;
  if (text === undefined) return answer;
  const contentType = xml === undefined ? "application/json" : "application/xml";
  return { ...answer, document: { bytes: Buffer.from(text), contentType } };
}

/** What a socket takes at once is not worth counting. */
const JOINED_BYTES = 16 * 1024;

/** The memory that a document takes while its receiver takes it, as far as it is to be counted. */
export function countHeldBytes({ document }: ReadyAnswer): number {
  const bytes = document?.bytes.length ?? 0;
  return bytes > JOINED_BYTES ? bytes : 0;
}

/** Sends the answer. Resolves when it is out, or with why it ended before. */
export async function sendAnswer(
  answer: ReadyAnswer,
  exchange: {
    request: IncomingMessage;
    response: ServerResponse;
    body: RequestBody;
    linger: LingerLimits;
    receiver: Receiver | undefined;
  },
): Promise<Cut | undefined> {
  const { request, response, body, receiver } = exchange;
  if (response.destroyed) {
    receiver?.release();
    await answer.stream?.release();
    return LEFT;
  }
  const interrupts = body.isUnread;
  try {
    writeHead(answer, { request, response, closes: interrupts });
    let whole = request.method === "HEAD" ? undefined : (answer.bytes ?? answer.document?.bytes);
    if (answer.stream && request.method !== "HEAD") await sendBytes(answer.stream.sources, response, receiver);
    // Closing a socket with unread bytes resets it, and the reset may overtake the answer on its way.
    if (interrupts && !body.isIdle) {
      if (whole) response.write(whole);
      else response.flushHeaders();
      whole = undefined;
      await linger(request, exchange.linger);
    }
    await end(response, whole);
    return response.writableFinished ? undefined : whyLeft(receiver);
  } catch (failure) {
    // A cut connection is the only honest sign after the headers.
    response.destroy();
    if (failure instanceof ReceiverLeft) return whyLeft(receiver);
    return { why: "failure", failure: failure as Error };
  } finally {
    receiver?.release();
    await answer.stream?.release();
  }
}

const whyLeft = (receiver: Receiver | undefined): Cut => (receiver?.isCut ? { why: "receiver-slow" } : LEFT);

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
  { status, headers = {}, bytes, stream, document }: ReadyAnswer,
  { request, response, closes }: { request: IncomingMessage; response: ServerResponse; closes: boolean },
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (document) response.setHeader("content-type", document.contentType);
  // A 204 or 304 has no length, and HEAD names the length of the object, not of the document.
  const hasOwnLength = status === 204 || status === 304 || (request.method === "HEAD" && status < 300);
  if ((document || !(stream || bytes)) && !hasOwnLength)
    response.setHeader("content-length", document?.bytes.length ?? 0);
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
