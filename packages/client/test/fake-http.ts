// A web server whose answers can be made to go wrong.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** How many requests of this method and path came before. */
  readonly nth: number;
}
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}
/** What goes wrong: `cut` ends the connection before the deed, `lose` after it, `hang` never answers. */
export type Fault = "cut" | "lose" | "hang" | Answer | null;

export interface FakeHttp {
  readonly origin: string;
  readonly seen: Seen[];
  /** Asked for each request; null lets it through. */
  fault: (seen: Seen) => Fault;
  close(): Promise<void>;
}

export async function startFakeHttp(handle: (seen: Seen) => Answer): Promise<FakeHttp> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const fake: FakeHttp = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    fault: () => null,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const url = new URL(request.url!, fake.origin);
    const name = `${request.method} ${url.pathname}${url.searchParams.get("partNumber") ?? ""}`;
    const nth = counts.get(name) ?? 0;
    counts.set(name, nth + 1);
    const seen: Seen = {
      method: request.method!,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks),
      nth,
    };
    fake.seen.push(seen);
    const fault = fake.fault(seen);
    if (fault === "cut") return void request.socket.destroy();
    if (fault === "hang") return;
    const answer = fault !== null && fault !== "lose" ? fault : handle(seen);
    if (fault === "lose") return void request.socket.destroy();
    response.statusCode = answer.status;
    for (const [header, value] of Object.entries(answer.headers ?? {})) response.setHeader(header, value);
    if (answer.body === undefined) return void response.end();
    const isText = typeof answer.body === "string" || Buffer.isBuffer(answer.body);
    if (!isText && !response.hasHeader("content-type")) response.setHeader("content-type", "application/json");
    response.end(isText ? answer.body : JSON.stringify(answer.body));
  }
  return fake;
}
