// A line to the bucket that misbehaves on request: answers get lost, or are replaced.
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

type Fault =
  | { readonly kind: "lose-answer" }
  | { readonly kind: "answer"; readonly status: number; readonly body: string };

export interface FaultyLine {
  readonly authority: string;
  readonly endpoint: string;
  /** Requests of this method whose target matches go wrong, this many times. */
  break(method: string, target: RegExp, fault: Fault, times?: number): void;
  /** How many requests of this method came whose target matches. */
  count(method: string, target: RegExp): number;
  to(endpoint: string): void;
  close(): Promise<void>;
}

export async function startProxy(): Promise<FaultyLine> {
  let upstream = "";
  const faults: { method: string; target: RegExp; fault: Fault; left: number }[] = [];
  const seen: { method: string; target: string }[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push({ method: incoming.method!, target: incoming.url! });
    const broken = faults.find(
      (each) => each.left > 0 && each.method === incoming.method && each.target.test(incoming.url!),
    );
    if (broken) broken.left--;
    if (broken?.fault.kind === "answer") {
      incoming.resume();
      outgoing.writeHead(broken.fault.status, { "content-type": "application/xml" }).end(broken.fault.body);
      return;
    }
    const { hostname, port } = new URL(upstream);
    const forward = send(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.rawHeaders as never,
        setHost: false,
      },
      (answer) => {
        if (broken) {
          answer.resume();
          answer.on("end", () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forward.on("error", () => incoming.socket.destroy());
    incoming.pipe(forward);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    authority,
    endpoint: `http://${authority}`,
    break: (method, target, fault, times = 1) => void faults.push({ method, target, fault, left: times }),
    count: (method, target) => seen.filter((each) => each.method === method && target.test(each.target)).length,
    to: (endpoint) => {
      upstream = endpoint;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
