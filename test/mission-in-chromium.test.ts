// The mission in a real browser: the owner sets the product up by its page, and the page's own origin, under the headers
// that ship, sends to the bucket by PUT, by a form's data and by a plain HTML form, and reads back what S3 says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type * as Api from "@daypass/api/schemas";
import type { Browser } from "playwright-core";
import { launchBrowser, openPage, type WatchedPage } from "./support/browser.ts";
import { errorCode, PASSWORD } from "./support/person.ts";
import { type Product, startProduct } from "./support/product.ts";

let browser: Browser;
let product: Product;
let owner: WatchedPage;

before(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
  owner = await openPage(browser);
  await owner.page.goto(product.setupUrl!);
  await owner.page.locator("[name=login]").fill("owner");
  await owner.page.locator("[name=password]").fill(PASSWORD);
  await Promise.all([owner.page.waitForURL(`${product.url}/`), owner.page.locator("form button").click()]);
});
after(async () => {
  await browser?.close();
  await product?.stop();
  await product?.remove();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A request by the page's own script, with the page's cookie and under the page's CSP. */
const fetchInPage = (
  url: string,
  init: { method?: string; json?: unknown; headers?: Record<string, string>; body?: string } = {},
) =>
  owner.page.evaluate(
    async ({ url, method, json, headers, body }): Promise<Answer> => {
      const answer = await fetch(url, {
        method: method ?? "GET",
        headers:
          json === undefined ? (headers ?? {}) : { "content-type": "application/json", accept: "application/json" },
        ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
      });
      return { status: answer.status, text: await answer.text() };
    },
    { url, ...init },
  );

async function api<T>(path: string, json: unknown): Promise<T> {
  const { status, text } = await fetchInPage(path, { method: "POST", json });
  assert.ok(status < 300, `${path}: ${status} ${text}`);
  return JSON.parse(text) as T;
}

const intend = (text: string, prefer: "put" | "post") =>
  api<Api.CreatedUpload>("/api/v1/uploads", {
    name: "note.txt",
    sizeBytes: text.length,
    contentType: "text/plain",
    prefer,
  });

/** Completes the upload and fetches it back through a link. */
async function readBack(uploadId: string): Promise<{ text: string; url: string }> {
  const { file } = await api<Api.CompletedUpload>(`/api/v1/uploads/${uploadId}/complete`, {});
  const share = await api<Api.Share>("/api/v1/shares", { fileIds: [file.id] });
  const claimed = await api<Api.ClaimedDownload>(new URL(`${share.url}/files/${file.id}/claim`).pathname, {});
  const { status, text } = await fetchInPage(claimed.url);
  assert.equal(status, 200, text);
  return { text, url: claimed.url };
}

test("by PUT, and the bucket's every refusal is readable by the page", async () => {
  const text = "sent by PUT";
  const { id, plan } = await intend(text, "put");
  assert.equal(plan.kind, "put");
  const { url, method, headers } = plan.request;
  const tooMuch = await fetchInPage(url, { method, headers, body: `${text}!` });
  assert.deepEqual([tooMuch.status, errorCode(tooMuch.text)], [403, "SignatureDoesNotMatch"]);
  assert.equal((await fetchInPage(url, { method, headers, body: text })).status, 200);
  const again = await fetchInPage(url, { method, headers, body: "SENT BY PUT" });
  assert.deepEqual([again.status, errorCode(again.text)], [412, "PreconditionFailed"]);

  const back = await readBack(id);
  assert.equal(back.text, text);
  const plain = await fetchInPage(back.url.slice(0, back.url.indexOf("?")));
  assert.deepEqual([plain.status, errorCode(plain.text)], [403, "AccessDenied"]);
  const tampered = await fetchInPage(back.url.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=604800"));
  assert.deepEqual([tampered.status, errorCode(tampered.text)], [403, "SignatureDoesNotMatch"]);
});

test("by a POST form that a script fills", async () => {
  const text = "sent by a script's form";
  const { id, plan } = await intend(text, "post");
  assert.equal(plan.kind, "post");
  const status = await owner.page.evaluate(
    async ({ url, fields, text }) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob([text]), "note.txt");
      return (await fetch(url, { method: "POST", body: form })).status;
    },
    { url: plan.form.url, fields: plan.form.fields, text },
  );
  assert.equal(status, 201);
  assert.equal((await readBack(id)).text, text);
});

test("by a plain HTML form, which needs no script to be sent", async () => {
  const text = "sent by an HTML form";
  const { id, plan } = await intend(text, "post");
  assert.equal(plan.kind, "post");
  await owner.page.evaluate(
    ({ url, fields }) => {
      const form = Object.assign(document.createElement("form"), {
        action: url,
        method: "post",
        enctype: "multipart/form-data",
      });
      form.id = "to-the-bucket";
      for (const [name, value] of Object.entries(fields))
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      form.append(Object.assign(document.createElement("input"), { type: "file", name: "file" }));
      form.append(Object.assign(document.createElement("button"), { textContent: "Send the form" }));
      document.body.append(form);
    },
    { url: plan.form.url, fields: plan.form.fields },
  );
  await owner.page
    .locator("#to-the-bucket [type=file]")
    .setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  const [answer] = await Promise.all([
    owner.page.waitForResponse(
      (response) => response.url() === plan.form.url && response.request().method() === "POST",
    ),
    owner.page.locator("#to-the-bucket button").click(),
  ]);
  assert.equal(answer.status(), 201);
  // The browser shows S3's answer; the person goes back.
  await owner.page.goto(product.url);
  assert.equal((await readBack(id)).text, text);
});

test("nothing on the way was blocked by the page's policy", () => {
  // The refusals that were asked for show up as failed loads; anything else is a problem.
  const unexpected = owner.problems.filter((problem) => !/status of (403|412)/.test(problem));
  assert.deepEqual(unexpected, []);
});
