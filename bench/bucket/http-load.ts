// Sends requests over raw sockets and reads no more of the answers than their status and length, so that the one who asks
// is not what is measured.
import { once } from "node:events";
import { connect, type Socket } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");

export interface Exchange {
  /** Request line and headers, with the empty line. */
  readonly head: Buffer;
  readonly body?: Buffer | undefined;
  /** How often the body is sent, one after the other; default 1. */
  readonly repeat?: number;
}

/** One keep-alive connection that sends one request at a time. */
export class Connection {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #left = -1;
  #received = 0;
  #status = 0;
  #isHead = false;
  #settle: ((bytes: number) => void) | undefined;
  #fail: ((failure: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("error", (failure) => this.#fail?.(failure));
    socket.on("close", () => this.#fail?.(new Error("The server closed the connection in the middle of an answer")));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ host: "127.0.0.1", port });
    await once(socket, "connect");
    return new Connection(socket);
  }

  /** Resolves with the bytes of the answer's body. Rejects when it is not of this status. */
  async send({ head, body, repeat = 1 }: Exchange, expectedStatus = 200): Promise<number> {
    const answered = new Promise<number>((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
    answered.catch(() => {});
    this.#left = -1;
    this.#received = 0;
    this.#isHead = head[0] === 0x48;
    if (body && body.length <= 65_536 && repeat === 1) this.#socket.write(Buffer.concat([head, body]));
    else {
      this.#socket.write(head);
      for (let i = 0; body && i < repeat && this.#settle; i++)
        if (!this.#socket.write(body)) await Promise.race([once(this.#socket, "drain"), answered]);
    }
    const bytes = await answered;
    if (this.#status !== expectedStatus) throw new Error(`Answered ${this.#status}, expected ${expectedStatus}`);
    return bytes;
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#left >= 0) {
      this.#left -= chunk.length;
      this.#received += chunk.length;
    } else {
      this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
      const end = this.#pending.indexOf(HEAD_END);
      if (end < 0) return;
      const head = this.#pending.toString("latin1", 0, end);
      this.#status = Number(head.slice(9, 12));
      const length = this.#isHead ? "0" : /^content-length: *(\d+)/im.exec(head)?.[1];
      if (length === undefined && this.#status !== 204) throw new Error(`An answer without Content-Length:\n${head}`);
      this.#received = this.#pending.length - end - HEAD_END.length;
      this.#left = Number(length ?? 0) - this.#received;
      this.#pending = Buffer.alloc(0);
    }
    if (this.#left > 0) return;
    const settle = this.#settle;
    this.#settle = undefined;
    this.#fail = undefined;
    settle?.(this.#received);
  }
}

/** The head of a request for a URL; sends what the URL says, character by character. */
export function writeHead(method: string, url: string, bodyBytes?: number): Buffer {
  const [, host, target] = /^http:\/\/([^/]+)(.*)$/.exec(url)!;
  const length = bodyBytes === undefined ? "" : `Content-Length: ${bodyBytes}\r\n`;
  return Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${length}\r\n`, "latin1");
}

export interface Rate {
  /** Requests a second, or bytes. */
  readonly figure: number;
  readonly requests: number;
}

/** Requests a second that so many connections get answered in so many milliseconds. */
export async function measureRate(
  port: number,
  load: { connections: number; milliseconds: number; next: (i: number) => Exchange },
): Promise<Rate> {
  const connections = await Promise.all(Array.from({ length: load.connections }, () => Connection.open(port)));
  let count = 0;
  let issued = 0;
  const from = performance.now();
  const until = from + load.milliseconds;
  const work = async (connection: Connection) => {
    while (performance.now() < until) {
      await connection.send(load.next(issued++));
      count++;
    }
  };
  await Promise.all(connections.map(work));
  const seconds = (performance.now() - from) / 1000;
  for (const connection of connections) connection.close();
  return { figure: count / seconds, requests: count };
}

/** Bytes a second of one exchange on a connection of its own. */
export async function measureThroughput(port: number, exchange: Exchange, bytes: number): Promise<Rate> {
  const connection = await Connection.open(port);
  const from = performance.now();
  await connection.send(exchange);
  const seconds = (performance.now() - from) / 1000;
  connection.close();
  return { figure: bytes / seconds, requests: 1 };
}
