// The test suites of awslabs/aws-c-auth: a request, and every stage of its signature, in the query and in headers.
import { readFileSync } from "node:fs";
import type { Pair } from "../../src/sigv4/canonical.ts";
import { decodeOnce } from "../../src/sigv4/encode.ts";

export interface Context {
  readonly credentials: {
    readonly access_key_id: string;
    readonly secret_access_key: string;
    readonly token?: string;
  };
  readonly expiration_in_seconds: number;
  readonly normalize: boolean;
  readonly region: string;
  readonly service: string;
  readonly sign_body: boolean;
  readonly timestamp: string;
  /** Adds the token after signing, which S3 does not do. */
  readonly omit_session_token?: boolean;
}

export type Files = Readonly<Record<string, string>>;

export const readSuite = (file: string, suite: "v4" | "v4a"): Readonly<Record<string, Files>> =>
  JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), "utf8"))[suite];

export const readContext = (files: Files): Context => JSON.parse(files["context.json"]!);

/** S3 signs a path as it is; these cases fold it, as other services do. */
export const foldsPath = (name: string): boolean => /(?<!un)normalized$/.test(name) && name !== "get-space-normalized";

export function readRequest(text: string) {
  const [head = "", body = ""] = text.split("\n\n") as [string, string?];
  const [first = "", ...lines] = head.replace(/\n$/, "").split("\n");
  const [, method = "", target = ""] = /^(\S+) (.*) HTTP\/1\.1$/.exec(first) ?? [];
  const headers = new Map<string, string[]>();
  let last: string[] = [];
  for (const line of lines) {
    if (line.startsWith(" ")) {
      last[last.length - 1] += `\n${line}`;
      continue;
    }
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    last = headers.get(name) ?? [];
    headers.set(name, [...last, line.slice(colon + 1)]);
    last = headers.get(name)!;
  }
  const cut = target.indexOf("?");
  const query = (cut === -1 ? "" : target.slice(cut + 1))
    .split("&")
    .filter(Boolean)
    .map((piece): Pair => {
      const [name = "", value = ""] = piece.split("=");
      return [decodeOnce(name)!, decodeOnce(value)!];
    });
  return { method, path: cut === -1 ? target : target.slice(0, cut), query, headers, body };
}
