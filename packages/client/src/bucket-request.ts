import { NetworkError, TransferError } from "./errors.ts";
import type { Pacer, Patience } from "./pacer.ts";
import type { ProgressMeter } from "./progress.ts";
import { readS3Refusal, type SendAnswer, sendWatched, type Transport } from "./transport.ts";

/** A signed request, as the plan or the batch of parts gave it. */
export interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Form fields, for a POST form; the file goes last. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** One piece of a file: the whole of it, or a part. */
export interface Piece {
  readonly number: number;
  readonly blob: Blob;
  /** `fresh` asks for a new signature although there is one. */
  sign(fresh: boolean): Promise<Signed>;
}

export interface Line {
  readonly transport: Transport;
  readonly pacer: Pacer;
  readonly patience: Patience;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
}

/**
 * How a piece ended. `already_there`: an earlier try did arrive and only its answer was lost, or somebody else's did;
 * the server finds out at completion. `upload_gone`: the bucket no longer knows the multipart upload.
 */
export type PieceEnd = "stored" | "already_there" | "upload_gone";

/** A URL that was refused with 403 is signed anew this often before it is believed. */
const MAX_NEW_SIGNATURES = 2;

/** Sends one piece until the bucket has it. Throws `TransferError` for a final no, `NetworkError` after the last try. */
export async function sendPiece(piece: Piece, line: Line): Promise<PieceEnd> {
  const { pacer, patience, meter, signal } = line;
  let failures = 0;
  let newSignatures = 0;
  let fresh = false;
  for (;;) {
    signal.throwIfAborted();
    const signed = await piece.sign(fresh);
    let answer: SendAnswer;
    try {
      answer = await pacer.run(() => sendSigned(signed, piece, line));
    } catch (error) {
      meter.lost(piece.number);
      signal.throwIfAborted();
      await checkReadable(piece.blob);
      if (++failures >= patience.maxTries) throw error;
      await pacer.wait(failures, error);
      // A line that was down for long, or a host that changed its address: begin with a URL that is young.
      fresh = failures % 3 === 0;
      continue;
    }
    if (answer.status >= 200 && answer.status < 300) {
      meter.acknowledge(piece.number, piece.blob.size);
      return "stored";
    }
    meter.lost(piece.number);
    const s3 = readS3Refusal(answer);
    const refusal = new TransferError("bucket_refused", `The bucket refused: ${s3.code || `HTTP ${s3.status}`}`, {
      s3,
    });
    if (answer.status === 412) return "already_there";
    if (s3.code === "NoSuchUpload") return "upload_gone";
    if (answer.status === 403 && newSignatures < MAX_NEW_SIGNATURES) {
      newSignatures++;
      fresh = true;
      if (newSignatures > 1) await pacer.wait(newSignatures, refusal);
      continue;
    }
    if (!isPassing(answer.status, s3.code) || ++failures >= patience.maxTries) throw refusal;
    fresh = false;
    await pacer.wait(failures, refusal, answer.retryAfterSeconds);
  }
}

/** Answers that are worth asking again for: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const isPassing = (status: number, code: string): boolean =>
  status >= 500
    ? status !== 501
    : status === 429 ||
      status === 408 ||
      code === "RequestTimeout" ||
      code === "ConditionalRequestConflict" ||
      code === "OperationAborted";

function sendSigned(signed: Signed, piece: Piece, { transport, patience, meter, signal }: Line): Promise<SendAnswer> {
  let body: Blob | FormData = piece.blob;
  if (signed.fields) {
    body = new FormData();
    for (const [name, value] of Object.entries(signed.fields)) body.append(name, value);
    // The key is the server's: the name here only keeps the part a file.
    body.append("file", piece.blob, "file");
  }
  return sendWatched(
    transport,
    {
      method: signed.method,
      url: signed.url,
      headers: signed.headers,
      body,
      onSent: (bytes) => meter.sent(piece.number, bytes, piece.blob.size),
    },
    { signal, sizeBytes: piece.blob.size, stallMilliseconds: patience.stallMilliseconds },
  );
}

/** A browser hides why a request failed; reading the file tells whether the file is why. */
async function checkReadable(blob: Blob): Promise<void> {
  if (blob.size === 0) return;
  try {
    await blob.slice(0, 1).arrayBuffer();
    await blob.slice(blob.size - 1).arrayBuffer();
  } catch (cause) {
    throw new TransferError("file_changed", "The file changed while it was being read", { cause });
  }
}

/** After the last try: whose fault is it? `askServer` throws when the server does not answer either. */
export async function diagnose(
  error: NetworkError,
  bucketUrl: string,
  askServer: () => Promise<unknown>,
): Promise<TransferError> {
  try {
    await askServer();
  } catch (cause) {
    if (cause instanceof NetworkError)
      return new TransferError("offline", "Neither the server nor the bucket answers", { cause });
  }
  const { origin, host } = new URL(bucketUrl);
  if (error.stalledMilliseconds === undefined) {
    try {
      // Without CORS a page may not see the answer, but it learns that there is one.
      await fetch(origin, {
        mode: "no-cors",
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(10_000),
      });
      return new TransferError("bucket_forbids_page", `The bucket at ${host} answers, but not to this page`, {
        cause: error,
      });
    } catch {}
  }
  return new TransferError("bucket_unreachable", `The bucket at ${host} does not answer`, { cause: error });
}
