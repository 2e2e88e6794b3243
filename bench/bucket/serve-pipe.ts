// The floor: Node's own HTTP server that pipes bodies to and from files. It verifies nothing and syncs nothing.
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

const folder = process.argv[2]!;

const server = createServer(async (request, response) => {
  const path = join(folder, request.url!.slice(1).replaceAll("/", "_"));
  try {
    if (request.method === "PUT") {
      await pipeline(request, createWriteStream(path));
      response.setHeader("content-length", 0);
      response.end();
    } else {
      response.setHeader("content-length", (await stat(path)).size);
      await pipeline(createReadStream(path), response);
    }
  } catch {
    response.destroy();
  }
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
