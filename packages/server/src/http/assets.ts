import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { Frame } from "./pages/index.ts";

export interface AssetFolder {
  readonly folder: string;
  readonly manifest: Readonly<
    Record<string, { readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }>
  >;
}

interface Asset {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer> | undefined;
}

const TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
};
const COMPRESSED = new Set(["js", "css", "svg", "json", "txt"]);

/** Reads the built pages once. What is asked for is looked up by name and never opened by path. */
function readAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join("/");
    if (!entry.isFile() || name.split("/").some((part) => part.startsWith("."))) continue;
    const extension = name.slice(name.lastIndexOf(".") + 1);
    const bytes = new Uint8Array(readFileSync(path));
    const gzipped = COMPRESSED.has(extension) ? new Uint8Array(gzipSync(bytes, { level: 9 })) : undefined;
    assets.set(name, { contentType: TYPES[extension] ?? "application/octet-stream", bytes, gzipped });
  }
  return assets;
}

export function createAssets(built: AssetFolder | undefined, publicUrl: URL) {
  const assets = built ? readAssets(built.folder) : new Map<string, Asset>();
  const entry = (source: string) => built?.manifest[source];
  const href = (file: string) => `/assets/${file}`;
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(publicUrl.hostname);
  const styleFile = entry("src/daypass.css")?.file;

  const frameOf = (script?: string): Frame => {
    const found = script === undefined ? undefined : entry(script);
    return {
      styleHref: styleFile === undefined ? undefined : href(styleFile),
      // What the entry shares with another is named before it, so that a browser asks for both at once.
      scripts: found ? [...(found.imports ?? []).flatMap((name) => entry(name)?.file ?? []), found.file].map(href) : [],
      styles: (found?.css ?? []).map(href),
      notPrivate: publicUrl.protocol === "http:" && !isLoopback,
    };
  };
  return {
    plainFrame: frameOf(),
    appFrame: frameOf("src/main.tsx"),
    recipientFrame: frameOf("src/recipient.ts"),
    learnFrame: frameOf("src/learn.tsx"),

    /** Undefined when there is no such asset. */
    answer(name: string, request: Request): Response | undefined {
      const asset = assets.get(name);
      if (!asset) return undefined;
      const headers: Record<string, string> = {
        "content-type": asset.contentType,
        // A built file's name changes with its content.
        "cache-control": "public, max-age=31536000, immutable",
        vary: "Accept-Encoding",
      };
      const zipped = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "") ? asset.gzipped : undefined;
      if (zipped) headers["content-encoding"] = "gzip";
      return new Response(zipped ?? asset.bytes, { headers });
    },
  };
}

export type Assets = ReturnType<typeof createAssets>;
