// Serves every state of every page with the built assets under a CSP as the product sends it, plays the server's part
// of a claim, and a bucket at another origin. So that a page can be looked at, tried and measured without the product.
import type { IncomingMessage, ServerResponse } from "node:http";
import { securityHeaders } from "../../packages/server/src/http/headers.ts";
import { type Frame, faviconSvg } from "../../packages/server/src/http/pages/index.ts";
import { assetHref, assetStyles, readAsset } from "./assets.ts";
import { APP_SHELL, LONG_LINK, PAGE_STATES } from "./page-states.ts";
import { type Served, serve } from "./serve.ts";

export const FILE_TEXT = "the bytes of the file";

export interface PageServer {
  readonly origin: string;
  /** `METHOD path` of everything that changes something, as it came. */
  readonly posts: string[];
  /** What the next claims are answered with: a download, or the page that says why not. */
  refuseClaims: boolean;
  close(): Promise<void>;
}

/** The product's own headers. */
function pageHeaders(bucketOrigin: string): Record<string, string> {
  const storage = { publicOrigin: bucketOrigin } as Parameters<typeof securityHeaders>[0]["storage"];
  const headers = securityHeaders({ publicUrl: new URL("http://localhost"), storage });
  return { ...headers, "content-type": "text/html; charset=utf-8" };
}

async function renderState(path: string): Promise<string | null> {
  const state = [...PAGE_STATES, LONG_LINK, APP_SHELL].find(({ name }) => path === `/${name}`);
  if (!state) return null;
  const frame: Frame = {
    styleHref: assetHref("src/daypass.css"),
    scripts: state.script ? [assetHref(`src/${state.script}.ts`)] : [],
    styles: state.styles ? assetStyles(state.styles) : [],
    notPrivate: false,
  };
  return String(await state.render(frame));
}

function serveBucket(): Promise<Served> {
  return serve((_request, response) => {
    response.writeHead(200, {
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="storyboard.pdf"',
      "content-security-policy": "sandbox; default-src 'none'",
    });
    response.end(FILE_TEXT);
  });
}

export async function servePages(): Promise<PageServer> {
  const bucket = await serveBucket();
  const posts: string[] = [];
  const state = { refuseClaims: false };
  const headers = pageHeaders(bucket.origin);

  const answerPost = async (request: IncomingMessage, response: ServerResponse) => {
    posts.push(`${request.method} ${request.url}`);
    request.resume();
    const url = `${bucket.origin}/f/1?X-Amz-Signature=0`;
    if (state.refuseClaims) response.writeHead(404, headers).end(await renderState("/not-valid"));
    else if (request.headers.accept === "application/json")
      response
        .writeHead(request.url?.endsWith("/url") ? 200 : 201, { "content-type": "application/json" })
        .end(JSON.stringify({ method: "GET", url, headers: {}, expiresAt: new Date(), claimToken: "token-1" }));
    else response.writeHead(303, { location: url }).end();
  };

  const answerGet = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "/";
    const asset = readAsset(path);
    const page = await renderState(path);
    if (asset) response.writeHead(200, { "content-type": asset.contentType }).end(asset.body);
    else if (path === "/favicon.svg") response.writeHead(200, { "content-type": "image/svg+xml" }).end(faviconSvg);
    else if (page === null) response.writeHead(404).end();
    else response.writeHead(200, headers).end(page);
  };

  const server = await serve((request, response) => {
    void (request.method === "POST" ? answerPost : answerGet)(request, response);
  });
  return {
    origin: server.origin,
    posts,
    set refuseClaims(value: boolean) {
      state.refuseClaims = value;
    },
    get refuseClaims() {
      return state.refuseClaims;
    },
    close: async () => {
      await Promise.all([server.close(), bucket.close()]);
    },
  };
}
