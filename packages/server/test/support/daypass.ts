// A server on a temporary folder, a bucket to go with it, and a browser's worth of cookies.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type DaypassServer, type ServerOptions } from "@daypass/server";
import { createMemoryLog } from "./log.ts";

export const PUBLIC_URL = "http://localhost:3000";
export const PASSWORD = "correct horse battery staple";
export const INSTANCE_KEY = { id: "k1", key: new Uint8Array(32).fill(7) };

const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "planted-secret-access-key" };

/** A bucket that nobody runs: for what needs no bucket. */
export const NO_BUCKET: ServerOptions["bucket"] = {
  kind: "embedded",
  name: "daypass",
  region: "us-east-1",
  endpoint: "http://127.0.0.1:9",
  signer: async () => credentials,
  janitor: async () => credentials,
  postForms: true,
};

export interface Daypass {
  readonly server: DaypassServer;
  readonly folder: string;
  readonly file: string;
  readonly log: ReturnType<typeof createMemoryLog>;
  /** Moves the server's clock, which else stands still. */
  readonly clock: { now: Date };
  /** A second server on the same database. */
  another(): Promise<DaypassServer>;
  close(): Promise<void>;
}

export async function startDaypass(options: Partial<ServerOptions> = {}): Promise<Daypass> {
  const folder = mkdtempSync(join(tmpdir(), "daypass-server-"));
  const file = join(folder, "daypass.sqlite");
  const log = createMemoryLog();
  const clock = { now: new Date() };
  const all: ServerOptions = {
    version: "0.0.0-test",
    publicUrl: PUBLIC_URL,
    database: { kind: "sqlite", file },
    bucket: NO_BUCKET,
    instanceKeys: [INSTANCE_KEY],
    log,
    clock: () => clock.now,
    ...options,
  };
  const servers: DaypassServer[] = [await createServer(all)];
  return {
    server: servers[0]!,
    folder,
    file,
    log,
    clock,
    async another() {
      const server = await createServer(all);
      servers.push(server);
      return server;
    },
    async close() {
      for (const server of servers) await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client that keeps cookies by path, as a browser does, and says where its requests come from. */
export class Visitor {
  readonly #jar = new Map<string, { value: string; path: string }>();
  readonly #server: DaypassServer;
  readonly #remoteAddress: string;
  constructor(server: DaypassServer, remoteAddress = "192.0.2.7") {
    this.#server = server;
    this.#remoteAddress = remoteAddress;
  }

  cookies(path: string): string {
    return [...this.#jar]
      .filter(
        ([, cookie]) =>
          path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, "/")) || cookie.path === "/",
      )
      .map(([key, { value }]) => `${key.split(" ")[0]}=${value}`)
      .join("; ");
  }

  async send(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> {
    const cookies = this.cookies(path.split("?")[0]!);
    const response = await this.#server.fetch(
      new Request(`${PUBLIC_URL}${path}`, {
        method,
        headers: { origin: PUBLIC_URL, ...(cookies ? { cookie: cookies } : {}), ...init.headers },
        ...(init.body === undefined ? {} : { body: init.body }),
      }),
      { remoteAddress: this.#remoteAddress },
    );
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const equals = pair.indexOf("=");
      const cookiePath = attributes.find((attribute) => attribute.startsWith("Path="))!.slice(5);
      const key = `${pair.slice(0, equals)} ${cookiePath}`;
      if (attributes.includes("Max-Age=0")) this.#jar.delete(key);
      else this.#jar.set(key, { value: pair.slice(equals + 1), path: cookiePath });
    }
    return response;
  }

  get = (path: string, headers: Record<string, string> = {}) => this.send("GET", path, { headers });
  page = (path: string) => this.get(path, { accept: "text/html" });
  form = (path: string, fields: Record<string, string> = {}) =>
    this.send("POST", path, {
      headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });

  /** A JSON call; asserts the status and answers the document. */
  async json(method: string, path: string, status: number, body?: unknown, headers: Record<string, string> = {}) {
    const response = await this.send(method, path, {
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.equal(response.status, status, `${method} ${path}: ${text}`);
    // biome-ignore lint/suspicious/noExplicitAny: tests read what the schemas promise, and fail where it is not there
    return (text === "" ? undefined : JSON.parse(text)) as any;
  }
}

/** The owner, signed in. */
export async function setUpOwner({ server }: Daypass): Promise<Visitor> {
  const owner = new Visitor(server);
  const path = await server.createSetupPath();
  const response = await owner.form(path!, { login: "owner@example.org", password: PASSWORD });
  assert.equal(response.status, 303, await response.text());
  return owner;
}
