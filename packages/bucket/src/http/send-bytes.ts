// Bytes of an object on their way out: while the socket takes one chunk, the next is read.
import type { ServerResponse } from "node:http";
import { CHUNK_BYTES } from "../disk/blob-format.ts";
import type { ByteSource } from "../disk/blob-reader.ts";

/** Chunks that may be in memory at once, for each receiver. */
const MAX_BUFFERS = 3;

/**
 * Writes the sources one after the other, each opened when it is its turn, and does not end the response. Resolves when the
 * last chunk is handed over; rejects when the receiver has left, or when a source fails, and then what comes after is not sent.
 */
export async function sendBytes(
  sources: readonly (() => Promise<ByteSource>)[],
  response: ServerResponse,
): Promise<void> {
  const free: Buffer[] = [];
  let buffers = 0;
  let failure: Error | undefined;
  let wake = () => {};
  const fail = (cause: Error | null | undefined) => {
    if (cause) failure ??= cause;
    wake();
  };
  const left = () => fail(Object.assign(new Error("The receiver has left"), { code: "ECONNRESET" }));
  response.once("close", left);
  try {
    for (const open of sources) {
      const source = await open();
      try {
        for (;;) {
          if (failure) throw failure;
          let buffer = free.pop();
          if (!buffer && buffers < MAX_BUFFERS) {
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
            fail(cause);
          });
        }
      } finally {
        await source.close();
      }
    }
  } finally {
    response.off("close", left);
  }
}
