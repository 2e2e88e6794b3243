// A person at the HTTP API: sets the product up, signs in, and does by plain `fetch` what the page does.
import assert from "node:assert/strict";
import type * as Api from "@daypass/api/schemas";
import type { Product } from "./product.ts";

export const PASSWORD = "correct horse battery staple";

export class Person {
  readonly origin: string;
  #cookie = "";

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Opens the one-time link and creates the owner's account, as the form does. */
  static async setUp(product: Product): Promise<Person> {
    const person = new Person(product.url);
    assert.ok(product.setupUrl, `no one-time link was printed:\n${product.output()}`);
    const answer = await person.fetch(product.setupUrl, {
      method: "POST",
      body: new URLSearchParams({ login: "owner@example.org", password: PASSWORD }),
    });
    assert.equal(answer.status, 303, await answer.text());
    return person;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("origin", this.origin);
    if (this.#cookie) headers.set("cookie", this.#cookie);
    const answer = await fetch(new URL(path, this.origin), { redirect: "manual", ...init, headers });
    const set = answer.headers.getSetCookie().map((line) => line.split(";")[0]!);
    if (set.length > 0) this.#cookie = [...(this.#cookie ? [this.#cookie] : []), ...set].join("; ");
    return answer;
  }

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.fetch(`/api/v1${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json", accept: "application/json" } }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  createUpload(intent: Api.CreateUpload): Promise<Api.CreatedUpload> {
    return this.#json("POST", "/uploads", intent);
  }
  signParts(id: string, parts: Api.SignParts["parts"]): Promise<Api.SignedParts> {
    return this.#json("POST", `/uploads/${id}/parts`, { parts });
  }
  completeUpload(id: string): Promise<Api.CompletedUpload> {
    return this.#json("POST", `/uploads/${id}/complete`, {});
  }
  createShare(share: Api.CreateShare): Promise<Api.Share> {
    return this.#json("POST", "/shares", share);
  }

  /** The whole way in by one PUT. */
  async upload(
    name: string,
    bytes: Uint8Array<ArrayBuffer>,
    contentType = "application/octet-stream",
  ): Promise<Api.File> {
    const { id, plan } = await this.createUpload({ name, sizeBytes: bytes.length, contentType });
    assert.equal(plan.kind, "put");
    const sent = await sendPut(plan, bytes);
    assert.equal(sent.status, 200, await sent.text());
    return (await this.completeUpload(id)).file;
  }
}

export function sendPut(plan: Extract<Api.Plan, { kind: "put" }>, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(plan.request.url, { method: plan.request.method, headers: plan.request.headers, body: bytes });
}

export function sendForm(plan: Extract<Api.Plan, { kind: "post" }>, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(plan.form.fields)) form.append(name, value);
  form.append("file", new Blob([bytes]), "file");
  return fetch(plan.form.url, { method: "POST", body: form });
}

/** Claims a download as a program does, and answers the presigned request. */
export async function claim(share: Api.Share, fileId: string): Promise<Api.ClaimedDownload> {
  const answer = await fetch(`${share.url}/files/${fileId}/claim`, {
    method: "POST",
    headers: { accept: "application/json" },
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()) as Api.ClaimedDownload;
}

/** S3's error code in an XML answer. */
export const errorCode = (xml: string): string | undefined => /<Code>([^<]+)<\/Code>/.exec(xml)?.[1];
