import { setTimeout as sleep } from "node:timers/promises";
import type { PresignedRequest } from "@daypass/presign";
import { parseError } from "./xml.ts";

/** The bucket said no, or said nothing. `unreachable`: no answer in three tries. */
export class BucketError extends Error {
  override readonly name = "BucketError";
  readonly kind: "unreachable" | "refused";
  /** S3's own code, for example `AccessDenied`; empty when there was no answer. */
  readonly code: string;
  readonly status: number;
  constructor(
    fields: { readonly kind: BucketError["kind"]; readonly code: string; readonly status: number },
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.kind = fields.kind;
    this.code = fields.code;
    this.status = fields.status;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface SendOptions {
  readonly timeoutMilliseconds: number;
  /** Pause before the second try; the third waits four times as long. */
  readonly pauseMilliseconds: number;
}
const DEFAULTS: SendOptions = { timeoutMilliseconds: 10_000, pauseMilliseconds: 150 };
const TRIES = 3;
const MOST_ANSWER_BYTES = 4 * 1024 ** 2;

const isTransient = (status: number): boolean => status >= 500 || status === 429;

/** A HEAD has no body to name the error in. Without ListBucket, S3 says 403 where the object is absent. */
const codeOfStatus = (status: number): string =>
  ({ 403: "AccessDenied", 404: "NotFound", 412: "PreconditionFailed" })[status] ?? `HTTP ${status}`;

/**
 * Sends one signed call of the server's own and reads its whole answer, which is small: never an object's bytes.
 * Three tries when the bucket does not answer, or answers 5xx or 429. Throws `BucketError` for anything but 2xx.
 */
export async function send(
  sign: () => Promise<PresignedRequest>,
  { body, operation, ...options }: Partial<SendOptions> & { readonly operation: string; readonly body?: string },
): Promise<Answer> {
  const { timeoutMilliseconds, pauseMilliseconds } = { ...DEFAULTS, ...options };
  let last: BucketError | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await sleep(pauseMilliseconds * 4 ** (tries - 1) * (0.75 + Math.random() / 2));
    const request = await sign();
    let answer: Answer;
    try {
      answer = await fetchOnce(request, body, timeoutMilliseconds);
    } catch (cause) {
      last = new BucketError(
        { kind: "unreachable", code: "", status: 0 },
        `The bucket did not answer ${operation}: ${reasonOf(cause)}`,
        { cause },
      );
      continue;
    }
    // CompleteMultipartUpload can answer 200 and then, in its body, that it failed.
    const error = answer.text.includes("<Error>") ? parseError(answer.text) : undefined;
    if (answer.status < 300 && !error) return answer;
    const code = error?.code || codeOfStatus(answer.status);
    const said = error?.message ? `${code}: ${error.message}` : code;
    last = new BucketError(
      { kind: "refused", code, status: answer.status },
      `The bucket answered ${operation} with ${said}`,
    );
    if (!isTransient(answer.status) && code !== "InternalError" && code !== "SlowDown") break;
  }
  throw last!;
}

async function fetchOnce(request: PresignedRequest, body: string | undefined, timeout: number): Promise<Answer> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: "manual",
    signal: AbortSignal.timeout(timeout),
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, text: await readText(response) };
}

/** The body, cut off where no control call's answer goes on, whatever length it announced. */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_ANSWER_BYTES)
      throw new Error(`its answer has more than ${MOST_ANSWER_BYTES} bytes, which no control call has`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** `fetch failed` says nothing; its cause does. Neither holds a URL. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
