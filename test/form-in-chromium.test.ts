// Signed forms sent for real: as a saved page in a browser without JavaScript, and as FormData.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type RunningBucket, startBucket } from "@daypass/bucket";
import { createPresigner, type PresignedForm, type Presigner, toFormData, toHtmlPage } from "@daypass/presign";
import type { Browser } from "playwright-core";
import { launchBrowser, openPage } from "./support/browser.ts";

let folder: string;
let bucket: RunningBucket;
let presigner: Presigner;
let browser: Browser;
const life = { expiresInSeconds: 60, contentLengthRange: { min: 1, max: 20 } };
const landing = createServer((_, response) => response.end("<title>landed</title>"));
let landingUrl: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "daypass-form-"));
  await new Promise<void>((done) => landing.listen(0, "127.0.0.1", done));
  landingUrl = `http://127.0.0.1:${(landing.address() as AddressInfo).port}`;
  [browser, bucket] = await Promise.all([launchBrowser(), startBucket({ dir: join(folder, "bucket") })]);
  const { credentials, region, endpoint } = bucket;
  presigner = createPresigner({ credentials, region, bucket: "daypass", endpoint });
});
after(async () => {
  await browser?.close();
  await bucket?.close();
  landing.close();
  await rm(folder, { recursive: true, force: true });
});

const read = (key: string) => fetch(presigner.get(key, { expiresInSeconds: 60 }).url);

/** Opens the saved page without JavaScript, chooses the file and presses the button. */
async function submit(form: PresignedForm, text: string, fill: Record<string, string> = {}): Promise<string> {
  const path = join(folder, "upload.html");
  await writeFile(path, toHtmlPage(form));
  const { page, context, problems } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(pathToFileURL(path).href);
  for (const [label, value] of Object.entries(fill)) await page.getByLabel(label).fill(value);
  await page
    .getByLabel("File", { exact: true })
    .setInputFiles({ name: "my file.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Upload" }).click({ noWaitAfter: true });
  const status = (await answer).status();
  if (status === 303) await page.waitForURL(/etag=/);
  const url = status === 303 ? page.url() : "";
  await context.close();
  assert.deepEqual(
    problems.filter((problem) => !problem.includes("status of")),
    [],
  );
  return `${status} ${url}`.trim();
}

test("a saved page uploads without JavaScript, under the file's own name and with a type that the sender wrote", async () => {
  const form = presigner.post({
    ...life,
    keyStartsWith: "in/é&'/",
    contentTypeStartsWith: "text/",
    metadata: { quote: `"'<&>` },
    successActionRedirect: `${landingUrl}/done?a=b`,
  });
  const landed = await submit(form, "by a page", { "Content-Type": "text/markdown" });
  assert.match(landed, /^303 http:\/\/127\.0\.0\.1:\d+\/done\?a=b&bucket=daypass&key=/);
  const back = await read("in/é&'/my file.txt");
  assert.equal(await back.text(), "by a page");
  assert.equal(back.headers.get("content-type"), "text/markdown");
  assert.equal(back.headers.get("x-amz-meta-quote"), `"'<&>`);
});

test("a saved page cannot send more than its form allows", async () => {
  assert.equal(await submit(presigner.post({ ...life, key: "large" }), "x".repeat(21)), "400");
  assert.equal((await read("large")).status, 404);
});

test("FormData with a file of its own name and type is taken as it is", async () => {
  const form = presigner.post({ ...life, keyStartsWith: "data/", contentTypeStartsWith: "text/", anyMetadata: ["by"] });
  const file = new File(["by data"], "ü 1.md", { type: "text/markdown" });
  const body = toFormData(form, file, { values: { "x-amz-meta-by": "ann" } });
  const answer = await fetch(form.url, { method: "POST", body });
  assert.equal(answer.status, 204, await answer.text());
  const back = await read("data/ü 1.md");
  assert.equal(await back.text(), "by data");
  assert.equal(back.headers.get("content-type"), "text/markdown");
  assert.equal(back.headers.get("x-amz-meta-by"), "ann");
});
