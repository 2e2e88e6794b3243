// A client that sends exactly the bytes it is told, over a connection that it keeps while the server does.
import { connect, type Socket } from "node:net";

export interface WireAnswer {
  readonly status: number;
  /** Status line and headers as they came. */
  readonly head: string;
  readonly body: Buffer;
  /** S3's error code. */
  readonly code: string | undefined;
}

export class Wire {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(endpoint: string) {
    const { hostname, port } = new URL(endpoint);
    this.#host = hostname;
    this.#port = Number(port);
  }

  /** Sends one request and takes one answer. Undefined when the connection ended without one. */
  async send(bytes: string | Buffer, method = "GET"): Promise<WireAnswer | undefined> {
    const hadSocket = this.#socket !== undefined;
    const answer = await this.#exchange(bytes, method);
    // A kept connection may have been closed just before it was used.
    return answer === undefined && hadSocket ? this.#exchange(bytes, method) : answer;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #exchange(bytes: string | Buffer, method: string): Promise<WireAnswer | undefined> {
    return new Promise((resolve) => {
      const socket = this.#socket ?? connect(this.#port, this.#host);
      this.#socket = undefined;
      let received = Buffer.alloc(0);
      const settle = (answer: WireAnswer | undefined) => {
        socket.removeAllListeners();
        socket.on("error", () => {});
        if (answer && !/\r\nconnection: close/i.test(answer.head) && !socket.destroyed) this.#socket = socket;
        else socket.destroy();
        resolve(answer);
      };
      socket.setNoDelay(true);
      socket.on("data", (chunk) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        const answer = parseAnswer(received, method);
        if (answer) settle(answer);
      });
      socket.on("error", () => {});
      socket.on("close", () => settle(parseAnswer(received, method)));
      socket.write(bytes);
    });
  }
}

function parseAnswer(received: Buffer, method: string): WireAnswer | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const head = received.toString("latin1", 0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  if (status === 100) return parseAnswer(received.subarray(end + 4), method);
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  const length = hasBody ? Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0) : 0;
  if (received.length < end + 4 + length) return undefined;
  const body = received.subarray(end + 4, end + 4 + length);
  return { status, head, body, code: /<Code>(.*?)<\/Code>/.exec(body.toString("latin1"))?.[1] };
}

/** The bytes of a request, headers in the order and case given. */
export function toWire(
  method: string,
  target: string,
  headers: readonly (readonly [name: string, value: string])[],
  body: string | Buffer = "",
): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`, "latin1"), Buffer.from(body)]);
}
