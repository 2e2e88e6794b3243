import { NetworkError, type S3Refusal } from "./errors.ts";

/** One request to the bucket. */
export interface SendRequest {
  /** Method that was signed. */
  readonly method: string;
  /** Signed URL, to be sent as it stands. */
  readonly url: string;
  /** Headers that were signed, and no others. */
  readonly headers: Readonly<Record<string, string>>;
  /** A piece of the file, or a whole form. */
  readonly body: Blob | FormData;
  /** Aborted when the transfer is, or when nothing moves any more. */
  readonly signal: AbortSignal;
  /** Called with the body bytes sent so far, when the transport can tell. */
  readonly onSent: (bytes: number) => void;
}
/** What the engine needs of the bucket's answer. */
export interface SendAnswer {
  /** Status of the answer. */
  readonly status: number;
  /** Its body: empty, or S3's error document. */
  readonly text: string;
  /** Null where the header is missing, or hidden from the page. */
  readonly requestId: string | null;
  /** How long the other side asks to wait; null when it does not. */
  readonly retryAfterSeconds: number | null;
}

/** How bytes reach the bucket. A page gives one over XMLHttpRequest, which alone reports upload progress. */
export interface Transport {
  /** Whether `onSent` is called while bytes move. */
  readonly reportsProgress: boolean;
  /** Throws when no answer came. */
  send(request: SendRequest): Promise<SendAnswer>;
}

/**
 * The transport of every runtime, over https://fetch.spec.whatwg.org; it knows nothing of a request until its answer. It sends
 * no cookies and no referrer. Its `send` throws what `fetch` throws.
 *
 * @example
 * ```ts
 * import { fetchTransport } from "@daypass/client";
 *
 * const transport = fetchTransport(async () => new Response("", { status: 200 }));
 * const request = { method: "PUT", url: "https://bucket.example/k", headers: {}, body: new Blob(["a"]) };
 * const { status } = await transport.send({ ...request, signal: new AbortController().signal, onSent: () => {} });
 * console.log(status, transport.reportsProgress); // → 200 false
 * ```
 */
export function fetchTransport(callFetch: typeof fetch = (input, init) => fetch(input, init)): Transport {
  return {
    reportsProgress: false,
    async send({ method, url, headers, body, signal }) {
      const response = await callFetch(url, {
        method,
        headers: { ...headers },
        body,
        signal,
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      return readAnswer(response.status, await response.text(), (name) => response.headers.get(name));
    },
  };
}

/**
 * The facts that the engine needs of an answer; for transports of your own. A `Retry-After` that is a date counts as none.
 * Throws nothing but what `header` throws.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 * @example
 * ```ts
 * import { readAnswer } from "@daypass/client";
 *
 * const headers = new Headers({ "retry-after": "5", "x-amz-request-id": "4442587FB7D0A2F9" });
 * const answer = readAnswer(503, "", (name) => headers.get(name));
 * console.log(answer.retryAfterSeconds, answer.requestId); // → 5 4442587FB7D0A2F9
 * ```
 */
export function readAnswer(status: number, text: string, header: (name: string) => string | null): SendAnswer {
  const seconds = Number.parseInt(header("retry-after") ?? "", 10);
  return {
    status,
    text,
    requestId: header("x-amz-request-id"),
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
  };
}

/** A connection without a report of progress is given at least this speed before it counts as stalled. */
const SLOWEST_BYTES_PER_SECOND = 16 * 1024;

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly sizeBytes: number;
  readonly stallMilliseconds: number;
}

/** Sends, and gives up this try when nothing moves for `stallMilliseconds`. There is no limit on the whole. */
export async function sendWatched(
  transport: Transport,
  request: Omit<SendRequest, "signal">,
  { signal, sizeBytes, stallMilliseconds }: WatchOptions,
): Promise<SendAnswer> {
  const patience = transport.reportsProgress
    ? stallMilliseconds
    : stallMilliseconds + (sizeBytes / SLOWEST_BYTES_PER_SECOND) * 1000;
  const stalled = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const restart = () => {
    clearTimeout(timer);
    if (!ended) timer = setTimeout(() => stalled.abort(), patience);
  };
  restart();
  try {
    return await transport.send({
      ...request,
      signal: AbortSignal.any([signal, stalled.signal]),
      onSent(bytes) {
        restart();
        request.onSent(bytes);
      },
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new NetworkError("bucket", stalled.signal.aborted ? { cause, stalledMilliseconds: patience } : { cause });
  } finally {
    ended = true;
    clearTimeout(timer);
  }
}

/** Reads S3's error document without a parser: only two elements matter, and neither nests. */
export function readS3Refusal({ status, text, requestId }: SendAnswer): S3Refusal {
  const element = (name: string) => {
    const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? "";
    return found.replace(/&(lt|gt|quot|apos|amp|#39|#34);/g, (_, entity: string) => ENTITIES[entity] ?? "");
  };
  return {
    status,
    code: element("Code"),
    message: element("Message"),
    requestId: requestId ?? (element("RequestId") || null),
  };
}
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&", "#39": "'", "#34": '"' };
