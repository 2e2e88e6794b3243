// Node's HTTP server with every limit set on purpose.
import { randomFillSync } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { Refused, refuse, type S3Code } from "../errors.ts";
import type { RequestLine } from "../types.ts";
import {
  countHeldBytes,
  type ExchangeIds,
  LINGER_LIMITS,
  type LingerLimits,
  type ReadyAnswer,
  readyAnswer,
  sendAnswer,
  toErrorAnswer,
} from "./answer.ts";
import { BODY_LIMITS, type BodyLimits, RequestBody } from "./body.ts";
import { corsHeaders } from "./cors.ts";
import { corsRulesFor, type Endpoint, type RequestFacts } from "./endpoint.ts";
import { handle } from "./handler.ts";
import { RECEIVER_LIMITS, type ReceiverLimits, Receivers } from "./receivers.ts";

const MAX_HEADER_BYTES = 16 * 1024;
/** Each may hold a socket and a file: half of the 4,096 handles that a common system gives, and some to spare. */
const MAX_CONNECTIONS = 1_000;
/** Requests that a connection may send ahead of their answers. */
const MAX_PIPELINED = 100;

/** There is no limit for a whole request: an upload may take hours. Its headers and its rate are held to one. */
export interface Timeouts {
  /** From the first byte of a request to the last of its headers. */
  readonly headersMilliseconds: number;
  /** Longer than the minute that proxies keep a connection, so that it is they who close. */
  readonly keepAliveMilliseconds: number;
  /** No byte in either direction: the receiver of a download is gone. */
  readonly idleMilliseconds: number;
  /** How often Node looks for headers that are late. */
  readonly checkMilliseconds: number;
}
export const TIMEOUTS: Timeouts = {
  headersMilliseconds: 15_000,
  keepAliveMilliseconds: 65_000,
  idleMilliseconds: 300_000,
  checkMilliseconds: 5_000,
};

export interface HttpLimits {
  readonly body: BodyLimits;
  readonly receivers: ReceiverLimits;
  readonly linger: LingerLimits;
  readonly timeouts: Timeouts;
}
export const HTTP_LIMITS: HttpLimits = {
  body: BODY_LIMITS,
  receivers: RECEIVER_LIMITS,
  linger: LINGER_LIMITS,
  timeouts: TIMEOUTS,
};

/** What a request's Expect header asks for. */
type Expects = "100-continue" | "something else";

export interface HttpServer {
  readonly server: Server;
  /** Stops taking requests, waits so long for those that run, then cuts them. */
  close(graceMilliseconds: number): Promise<void>;
}

export function createHttpServer(
  endpoint: Endpoint,
  options: { limits: HttpLimits; onRequest: ((line: RequestLine) => void) | undefined },
): HttpServer {
  const running = new Set<Promise<void>>();
  const receivers = new Receivers(options.limits.receivers);
  const current = new WeakMap<Duplex, ServerResponse>();
  const queues = new WeakMap<Duplex, { length: number; tail: Promise<void>; isClosing: boolean }>();
  const accept = (request: IncomingMessage, response: ServerResponse, expects?: Expects) => {
    const { socket } = request;
    const queue = queues.get(socket) ?? { length: 0, tail: Promise.resolve(), isClosing: false };
    queues.set(socket, queue);
    if (queue.length === MAX_PIPELINED) return void socket.destroy();
    queue.length++;
    // Node tells of pipelined requests at once; one after the other, they hold one file at a time.
    const exchange = queue.tail
      .then(async () => {
        // Behind an answer that closes the connection nothing is carried out, because nobody would hear of it.
        if (queue.isClosing) return;
        current.set(socket, response);
        await serve(endpoint, { ...options, receivers }, { request, response, expects });
        queue.isClosing = !response.shouldKeepAlive || response.getHeader("connection") === "close";
      })
      // Whatever went wrong, in onRequest too, must not end the process and every other exchange with it.
      .catch((failure: Error) => {
        process.emitWarning(`A request could not be served to its end: ${failure?.message}`, {
          code: "DAYPASS_EXCHANGE_FAILED",
        });
        socket.destroy();
      })
      .finally(() => {
        queue.length--;
        running.delete(exchange);
      });
    queue.tail = exchange;
    running.add(exchange);
  };
  const { timeouts } = options.limits;
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: timeouts.headersMilliseconds,
    requestTimeout: 0,
    keepAliveTimeout: timeouts.keepAliveMilliseconds,
    connectionsCheckingInterval: timeouts.checkMilliseconds,
    // The verifier counts Host headers itself and answers in XML.
    requireHostHeader: false,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = timeouts.idleMilliseconds;
  server.on("request", (request, response) => accept(request, response));
  server.on("checkContinue", (request, response) => accept(request, response, "100-continue"));
  server.on("checkExpectation", (request, response) => accept(request, response, "something else"));
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    const response = current.get(socket);
    const isFirst = (queues.get(socket)?.length ?? 0) <= 1;
    const answered = response === undefined || response.writableFinished ? undefined : response.headersSent;
    // Nothing may come between the answers that are still due.
    if (!socket.writable || answered === true || !isFirst) return void socket.destroy();
    socket.end(rawError(...judgeClientError(error, answered === false)), () => socket.destroy());
  });
  return {
    server,
    async close(graceMilliseconds) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
      await Promise.all(running);
      clearTimeout(timer);
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  endpoint: Endpoint,
  options: { limits: HttpLimits; receivers: Receivers; onRequest: ((line: RequestLine) => void) | undefined },
  exchange: { request: IncomingMessage; response: ServerResponse; expects: Expects | undefined },
): Promise<void> {
  const { request, response, expects } = exchange;
  const startedAt = performance.now();
  const sentBefore = request.socket.bytesWritten;
  const ids = createIds();
  const path = request.url!.split(/[?#]/, 1)[0]!;
  const expectsContinue = expects === "100-continue";
  const body = new RequestBody({ request, response, expectsContinue, limits: options.limits.body });
  const facts: RequestFacts = { operation: "Unknown" };
  // A connection that breaks is seen where it is read from or written to; nobody else needs to hear of it.
  request.on("error", () => {});
  response.on("error", () => {});
  response.setHeader("x-amz-request-id", ids.requestId);
  response.setHeader("x-amz-id-2", ids.hostId);
  const asking = { origin: request.headers.origin, method: request.method! };
  const findRules = () => corsRulesFor(endpoint, { target: request.url!, rawHeaders: request.rawHeaders });
  for (const [name, value] of Object.entries(corsHeaders(findRules, asking))) response.setHeader(name, value);
  let answer: ReadyAnswer;
  let error: Error | undefined;
  try {
    if (expects === "something else") throw refuse("ExpectationFailed");
    // Silence is the sender's fault in a body, which has a clock of its own, and ours while a copy is made.
    request.socket.setTimeout(0);
    answer = readyAnswer(await handle(endpoint, request, body, facts));
  } catch (failure) {
    const cause = failure instanceof Refused ? failure.cause : failure;
    if (cause !== undefined) error = cause instanceof Error ? cause : new Error(String(cause));
    answer = readyAnswer(toErrorAnswer(failure, path, ids));
  }
  request.socket.setTimeout(options.limits.timeouts.idleMilliseconds);
  const bytes = countHeldBytes(answer);
  const isCounted = bytes > 0 || answer.stream !== undefined;
  // Only a document that was asked for may be refused: a deed that is done is told.
  const must = answer.stream !== undefined || request.method !== "GET";
  const receiver = isCounted ? options.receivers.admit(response, { bytes, must }) : undefined;
  if (isCounted && receiver === undefined) {
    error = new Error(`Answers of ${options.receivers.heldBytes} bytes wait for receivers that do not take them`);
    answer = readyAnswer(toErrorAnswer(refuse("SlowDown", "Too many answers wait for their receivers."), path, ids));
  }
  const cut = await sendAnswer(answer, { request, response, body, linger: options.limits.linger, receiver });
  error ??= cut?.failure;
  options.onRequest?.({
    requestId: ids.requestId,
    method: request.method!,
    path,
    operation: facts.operation,
    status: answer.status,
    code: answer.code,
    accessKeyId: facts.accessKeyId,
    receivedBytes: body.receivedBytes,
    sentBytes: request.socket.bytesWritten - sentBefore,
    durationMilliseconds: performance.now() - startedAt,
    ...(cut ? { cut: cut.why } : {}),
    ...(error ? { error } : {}),
  });
}

const REQUEST_ID_BYTES = 8;
const HOST_ID_BYTES = 24;
/** Randomness for many requests at a time: asking for it costs as much as looking a small object up. */
const randomness = Buffer.allocUnsafeSlow(128 * (REQUEST_ID_BYTES + HOST_ID_BYTES));
let used = randomness.length;

function createIds(): ExchangeIds {
  if (used === randomness.length) {
    randomFillSync(randomness);
    used = 0;
  }
  const hostIdAt = used + REQUEST_ID_BYTES;
  const requestId = randomness.toString("hex", used, hostIdAt).toUpperCase();
  used = hostIdAt + HOST_ID_BYTES;
  return { requestId, hostId: randomness.toString("base64", hostIdAt, used) };
}

/** What to say to a request that Node's parser refused, or that ended in its body. */
function judgeClientError(error: { code?: string }, inBody: boolean): [S3Code, string?] {
  if (error.code === "HPE_HEADER_OVERFLOW") return ["RequestHeaderSectionTooLarge"];
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") return ["RequestTimeout"];
  if (error.code === "HPE_INVALID_EOF_STATE" && inBody) return ["IncompleteBody"];
  return ["InvalidRequest", "The request is not well-formed HTTP/1.1."];
}

function rawError(code: S3Code, message?: string): string {
  const ids = createIds();
  const { status, xml } = toErrorAnswer(refuse(code, message), "", ids);
  return [
    `HTTP/1.1 ${status} Bad Request`,
    "Connection: close",
    "Content-Type: application/xml",
    `Content-Length: ${Buffer.byteLength(xml!)}`,
    `Date: ${new Date().toUTCString()}`,
    `x-amz-request-id: ${ids.requestId}`,
    "",
    xml,
  ].join("\r\n");
}
