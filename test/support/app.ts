// The product in this process: a server and an embedded bucket on free ports, as `daypass serve` joins them, with an
// owner who is signed in.

import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type RequestLine, startBucket } from "@daypass/bucket";
import type { PresignerOptions } from "@daypass/presign";
import { createServer, type DaypassServer } from "@daypass/server";
import { getRequestListener } from "@hono/node-server";
import type { BrowserContext } from "playwright-core";
import { listIdentities } from "../../packages/cli/src/serve/embedded-identities.ts";

export const LOGIN = "owner";
export const PASSWORD = "correct horse battery staple";
const BUCKET = "daypass";
const SIGNER = { accessKeyId: "AKIASIGNER", secretAccessKey: "test-secret-of-the-signer" };
const JANITOR = { accessKeyId: "AKIAJANITOR", secretAccessKey: "test-secret-of-the-janitor" };
const dist = resolve(import.meta.dirname, "../../packages/web/dist");

export interface TestApp {
  readonly url: string;
  readonly server: DaypassServer;
  /** What the server's signer signs with. */
  readonly signing: PresignerOptions;
  /** What the bucket was asked, one line a request. */
  readonly bucketRequests: readonly RequestLine[];
  /** Gives a browser the owner's session. */
  signIn(context: BrowserContext): Promise<void>;
  close(): Promise<void>;
}

export async function startApp(): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), "daypass-app-"));
  const http = createHttpServer();
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const url = `http://localhost:${(http.address() as AddressInfo).port}`;
  const bucketRequests: RequestLine[] = [];
  const bucket = await startBucket({
    dir: join(folder, "bucket"),
    buckets: [BUCKET],
    allowedOrigins: [url],
    onRequest: (line) => void bucketRequests.push(line),
    identities: listIdentities({ signer: SIGNER, janitor: JANITOR }, BUCKET, ""),
  });
  const manifest = JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8"));
  const silent = () => {};
  const server = await createServer({
    version: "0.0.0-test",
    publicUrl: url,
    database: { kind: "sqlite", file: join(folder, "daypass.sqlite") },
    bucket: {
      kind: "embedded",
      name: BUCKET,
      region: bucket.region,
      endpoint: bucket.endpoint,
      signer: async () => SIGNER,
      janitor: async () => JANITOR,
      postForms: true,
    },
    instanceKeys: [{ id: "k1", key: new Uint8Array(32).fill(7) }],
    assets: { folder: dist, manifest },
    log: { info: silent, warn: silent, error: silent },
  });
  http.on(
    "request",
    getRequestListener((request) => server.fetch(request, { remoteAddress: "127.0.0.1" })),
  );
  const setupPath = await server.createSetupPath();
  const created = await fetch(`${url}${setupPath}`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: url },
    body: new URLSearchParams({ login: LOGIN, password: PASSWORD }),
  });
  if (created.status !== 303) throw new Error(`The set-up answered ${created.status}: ${await created.text()}`);

  return {
    url,
    server,
    bucketRequests,
    signing: { credentials: SIGNER, region: bucket.region, bucket: BUCKET, endpoint: bucket.endpoint },
    async signIn(context) {
      const answer = await fetch(`${url}/api/v1/session`, {
        method: "POST",
        headers: { origin: url, "content-type": "application/json" },
        body: JSON.stringify({ login: LOGIN, password: PASSWORD }),
      });
      if (!answer.ok) throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
      const [name, value] = answer.headers.getSetCookie()[0]!.split(";")[0]!.split("=") as [string, string];
      await context.addCookies([{ name, value, url, httpOnly: true, sameSite: "Lax" }]);
    },
    async close() {
      http.closeAllConnections();
      http.close();
      await server.close();
      await bucket.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
