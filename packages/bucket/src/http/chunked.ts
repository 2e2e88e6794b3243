// A body in aws-chunked encoding: the object's bytes out of what came over the wire, piece by piece.
import { createHash } from "node:crypto";
import type { ChunkedPayload, Refusal } from "@daypass/presign";
import { Refused } from "../errors.ts";

export interface DecodedBody {
  /** For one reader. Throws what the reader of the chunks refuses; when it ends, the body was whole and every signature right. */
  readonly bytes: AsyncGenerator<Uint8Array, void, void>;
  /** Value of the trailer. Only when `bytes` has ended, and only for a payload that announces one. */
  readTrailer(): string;
}

export function decodeChunks(received: AsyncIterable<Buffer>, payload: ChunkedPayload): DecodedBody {
  const reader = payload.createReader(() => createHash("sha256"));
  let trailer: string | undefined;
  async function* decode(): AsyncGenerator<Uint8Array, void, void> {
    // One piece at a time: what the disk has not taken yet is not read from the socket.
    for await (const bytes of received) yield* orThrow(reader.read(bytes));
    ({ trailer } = orThrow(reader.end()));
  }
  return {
    bytes: decode(),
    readTrailer() {
      if (trailer === undefined) throw new TypeError("readTrailer must be called after the body has ended");
      return trailer;
    },
  };
}

function orThrow<T extends object>(result: T | Refusal): T {
  if ("code" in result) throw new Refused(result);
  return result;
}
