import type { Server } from "node:http";
import { type AddressInfo, isIPv6, type Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { createClientFinder } from "./client-address.ts";
import { LOOPBACK } from "./config.ts";
import { listenError } from "./start-errors.ts";

export type Handler = (request: Request, connection: { remoteAddress: string | undefined }) => Promise<Response>;

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly trustedProxies: readonly string[];
}

export interface Listener {
  readonly port: number;
  /** Until this is called, every request is answered 503. */
  handle(handler: Handler): void;
  /**
   * Stops accepting, lets running answers end for at most `graceMilliseconds`, then cuts them off. Connections that ask
   * nothing end at once; what comes on one that had begun to ask is answered 503 meanwhile.
   */
  close(graceMilliseconds: number): Promise<void>;
}

/**
 * No file passes here, so a request is small and soon over: one that takes longer holds a place and nothing else.
 * File bytes go to the bucket, which has no such limit.
 */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2000 };
const MOST_CONNECTIONS = 2000;

/** A connection that is kept open would hold the end up, and go on to bring requests. */
const LAST = { connection: "close" };
const STOPPING = {
  status: 503,
  headers: { ...LAST, "retry-after": "5", "content-type": "text/plain; charset=utf-8" },
};
const STARTING = { status: 503, headers: { "retry-after": "1", "content-type": "text/plain; charset=utf-8" } };

/**
 * Takes the port before anything else is started, so that a second start ends early and changes nothing. On loopback
 * it listens on ::1 too: browsers go there first for `localhost`, and find another program if it is not us.
 */
export async function listen({ host, port, trustedProxies }: ListenOptions): Promise<Listener> {
  const findClient = createClientFinder(trustedProxies);
  const sockets = new Set<Socket>();
  let current: Handler = async () => new Response("Daypass is starting.\n", STARTING);
  let isClosing = false;
  const answer: Handler = async (request, connection) => {
    if (isClosing) return new Response("Daypass is stopping.\n", STOPPING);
    const response = await current(request, connection);
    return isClosing ? withHeaders(response, LAST) : response;
  };
  const open = (hostname: string, atPort: number): Promise<Server> => {
    const server = createAdaptorServer({
      // The runtime's own Request and Response stay: the server also calls `fetch`.
      overrideGlobalObjects: false,
      serverOptions: LIMITS,
      fetch: (request, env) => {
        const { socket, headers } = env.incoming;
        // Node joins repeated ones with commas.
        const forwardedFor = headers["x-forwarded-for"] as string | undefined;
        return answer(request, { remoteAddress: findClient(socket.remoteAddress, forwardedFor) });
      },
    }) as Server;
    server.maxConnections = MOST_CONNECTIONS;
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(atPort, hostname, () => {
        server.off("error", reject);
        resolve(server);
      });
    });
  };

  const attempt = { host, port, portFlag: "--port" };
  const servers: Server[] = [];
  try {
    servers.push(await open(host, port));
    const chosen = portOf(servers[0]);
    if (host === LOOPBACK) {
      const second = await open("::1", chosen).catch((error: NodeJS.ErrnoException) => {
        // No IPv6 here, or a free port that is free on one of the two only: 127.0.0.1 is enough.
        if (error.code !== "EADDRINUSE" || port === 0) return undefined;
        throw error;
      });
      if (second) servers.push(second);
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw listenError(error, attempt) ?? error;
  }

  const close = (server: Server, graceMilliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const cut = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      server.closeIdleConnections();
      // Node counts a connection that never asked anything (a browser opens some ahead) among those that are asking.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    });
  return {
    port: portOf(servers[0]),
    handle: (handler) => {
      current = handler;
    },
    close: async (graceMilliseconds) => {
      isClosing = true;
      await Promise.all(servers.map((server) => close(server, graceMilliseconds)));
    },
  };
}

/** A copy: the headers of a redirect are locked. */
function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
  const { status, statusText, body } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}

const portOf = (server: Server | undefined): number => (server?.address() as AddressInfo | null)?.port ?? 0;

/** The address that a browser on this machine can use for a server that listens on `host`. */
export const reachableHost = (host: string, onLoopback: string): string =>
  host === LOOPBACK || host === "0.0.0.0" || host === "::" || host === "::1" || host === "localhost"
    ? onLoopback
    : isIPv6(host)
      ? `[${host}]`
      : host;
