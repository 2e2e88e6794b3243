// Requests that two readers could read as two different ones, on raw sockets, whole and byte by byte: each is refused, at
// most once, and the request that hides in its body is not served.
import { connect } from "node:net";
import { AMBIGUOUS, type Base } from "../../packages/bucket/test/rows/ambiguous-http.ts";
import type { Canary } from "../support/canary.ts";
import { type Lab, withLab } from "../support/lab.ts";
import { openLedger } from "../support/ledger.ts";
import { eachOf } from "../support/parallel.ts";

export const canaries: readonly Canary[] = [
  {
    says: "headers are taken from request.headers, where the first Host wins",
    patch: {
      file: "bucket/src/http/handler.ts",
      from: "rawHeaders: request.rawHeaders }",
      to: "rawHeaders: Object.entries(request.headers).flatMap(([name, value]) => [name, String(value)]) }",
    },
  },
  {
    says: "the parser is a lenient one",
    patch: {
      file: "bucket/src/http/server.ts",
      from: "requireHostHeader: false,",
      to: "requireHostHeader: false, insecureHTTPParser: true,",
    },
  },
  {
    says: "a fragment is cut off",
    patch: {
      file: "bucket/src/http/handler.ts",
      from: "target: request.url!,",
      to: 'target: request.url!.split("#")[0]!,',
    },
  },
];

/** How the bytes of a request are cut: a reader must not depend on where TCP does. */
const CUTS: readonly ((bytes: Buffer) => Buffer[])[] = [
  (bytes) => [bytes],
  (bytes) => [bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)],
  (bytes) => Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7)),
];

export function run(): Promise<boolean> {
  return withLab({}, async (lab) => {
    const ledger = openLedger("http-ambiguity");
    const presigner = lab.presigner();
    const minute = { expiresInSeconds: 900 };
    await fetch(presigner.put("there", minute).url, { method: "PUT", body: "x" });
    const base = makeBase(lab);
    const cases = AMBIGUOUS.flatMap((row) =>
      CUTS.map((cut, i) => ({ says: `${row.says} (cut ${i})`, pieces: cut(Buffer.from(row.bytes(base), "latin1")) })),
    );
    await eachOf(cases, 4, async ({ says, pieces }) => {
      const answer = await talk(lab.endpoint, pieces);
      ledger.count("requests");
      const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
      if (statuses.length > 1) ledger.miss(`${says}: ${statuses.length} answers: ${statuses}`);
      if (statuses.some((status) => status < 400 || status > 501)) ledger.miss(`${says}: ${statuses}`);
    });
    ledger.count("kinds", AMBIGUOUS.length);
    const done = lab.lines.filter(
      ({ operation, status }) => status < 300 && operation !== "PutObject" && operation !== "Unknown",
    );
    if (done.length > 0) ledger.miss(`done in spite of all: ${done.map(({ operation }) => operation)}`);
    const there = await fetch(presigner.get("there", minute).url);
    if (there.status !== 200) ledger.miss("what was hidden in a body was done");
    const k = await fetch(presigner.get("k", minute).url);
    if (k.status !== 404) ledger.miss("an ambiguous upload was stored");
    // What the rows are made from is right: it is served.
    const right = await talk(lab.endpoint, [
      Buffer.from(`GET ${base.get} HTTP/1.1\r\nHost: ${base.host}\r\n\r\n${base.hidden}`),
    ]);
    if (!/HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 204 /.test(right)) ledger.miss(`two right requests were answered ${right}`);
    return ledger.close({ requests: 180, kinds: 60 });
  });
}

function makeBase(lab: Lab): Base {
  const presigner = lab.presigner();
  const minute = { expiresInSeconds: 900 };
  const { host } = new URL(lab.endpoint);
  const targetOf = ({ url }: { url: string }) => url.slice(lab.endpoint.length);
  return {
    host,
    put: targetOf(presigner.put("k", minute)),
    get: targetOf(presigner.get("there", minute)),
    hidden: `DELETE ${targetOf(presigner.delete("there", minute))} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  };
}

/** Sends the pieces one by one, then ends; resolves with all that came back. */
function talk(endpoint: string, pieces: readonly Buffer[]): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("end", () => socket.end());
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
    const write = (at: number): void => {
      if (at === pieces.length || socket.destroyed) return void socket.end();
      // The next piece only when this one is on its way, so that they are not joined again.
      socket.write(pieces[at]!, () => setImmediate(write, at + 1));
    };
    write(0);
  });
}
