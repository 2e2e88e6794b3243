// The AWS SDK's signer without the SDK around it, as people use it who want less.
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { EXPIRES, HOST, REGION } from "./common.ts";

/** What `@aws-crypto/sha256-js` and the like are handed in for, over `node:crypto`. */
class Sha256 {
  readonly #secret: Uint8Array | string | undefined;
  #hash: ReturnType<typeof createHash>;
  constructor(secret?: Uint8Array | string) {
    this.#secret = secret;
    this.#hash = this.#create();
  }
  #create(): ReturnType<typeof createHash> {
    return this.#secret === undefined
      ? createHash("sha256")
      : (createHmac("sha256", this.#secret) as unknown as ReturnType<typeof createHash>);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    this.#hash = this.#create();
  }
}

export interface SmithyRequest {
  readonly path: string;
  readonly query?: Record<string, string | readonly string[] | null>;
}

export function createSmithy(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  const signer = new SignatureV4({
    credentials,
    region: REGION,
    service: "s3",
    sha256: Sha256 as never,
    uriEscapePath: false,
    applyChecksum: false,
  });
  return (method: string, path: string, query: Record<string, string>, headers: Record<string, string> = {}) =>
    signer.presign(
      {
        method,
        protocol: "https:",
        hostname: HOST,
        path,
        query,
        headers: { host: HOST, "x-amz-content-sha256": "UNSIGNED-PAYLOAD", ...headers },
      } as never,
      {
        expiresIn: EXPIRES,
        unsignableHeaders: new Set(["x-amz-content-sha256"]),
        unhoistableHeaders: new Set(["x-amz-content-sha256", ...Object.keys(headers)]),
        signableHeaders: new Set(["host", ...Object.keys(headers)]),
      },
    ) as unknown as Promise<SmithyRequest>;
}

const percent = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

export const toUrl = ({ path, query = {} }: SmithyRequest): string =>
  `https://${HOST}${path}?${Object.entries(query)
    .map(([name, value]) => `${percent(name)}=${percent(String(value))}`)
    .join("&")}`;
