// Bytes of an object on their way out: while the socket takes one chunk, the next is read.
import type { ServerResponse } from "node:http";
import { CHUNK_BYTES } from "../disk/blob-format.ts";
import type { ByteSource } from "../disk/blob-reader.ts";
import type { Receiver } from "./receivers.ts";

/** Chunks that may be in memory at once, for each receiver: the first always, the others while there is room for all. */
const MAX_BUFFERS = 3;

/** What a connection fails of is its receiver's affair, by whatever code: the system has a dozen. */
export class ReceiverLeft extends Error {
  override readonly name = "ReceiverLeft";
}

/**
 * Writes the sources one after the other, each opened when it is its turn, and does not end the response. Resolves when the
 * last chunk is handed over; rejects with {@link ReceiverLeft}, or when a source fails, and then what comes after is not sent.
 */
export async function sendBytes(
  sources: readonly (() => Promise<ByteSource>)[],
  response: ServerResponse,
  receiver?: Pick<Receiver, "grow">,
): Promise<void> {
  const mayTakeAnother = () =>
    buffers === 0 || (buffers < MAX_BUFFERS && (receiver === undefined || receiver.grow(CHUNK_BYTES)));
  const free: Buffer[] = [];
  let buffers = 0;
  let failure: Error | undefined;
  let wake = () => {};
  const left = (cause?: Error | null) => {
    failure ??= new ReceiverLeft("The receiver has left", { cause });
    wake();
  };
  const closed = () => left();
  response.once("close", closed);
  try {
    for (const open of sources) {
      const source = await open();
      try {
        for (;;) {
          if (failure) throw failure;
          let buffer = free.pop();
          if (!buffer && mayTakeAnother()) {
            buffers++;
            buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
          }
          if (!buffer) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            continue;
          }
          const own = buffer;
          const chunk = await source.read(own);
          if (!chunk) {
            free.push(own);
            break;
          }
          if (failure) throw failure;
          response.write(chunk, (cause) => {
            free.push(own);
            if (cause) left(cause);
            else wake();
          });
        }
      } finally {
        await source.close();
      }
    }
  } finally {
    response.off("close", closed);
  }
}
