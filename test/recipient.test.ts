// A link on the running product, opened by people with and without JavaScript, under the headers that ship.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type * as Api from "@daypass/api/schemas";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, openPage } from "./support/browser.ts";
import { PASSWORD, Person } from "./support/person.ts";
import { type Product, startProduct } from "./support/product.ts";

const FIRST = new TextEncoder().encode("the first file");
const SECOND = new TextEncoder().encode("the second file");

let browser: Browser;
let product: Product;
let owner: Person;
let files: [Api.File, Api.File];

before(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
  owner = await Person.setUp(product);
  files = [await owner.upload("first.txt", FIRST), await owner.upload("second \u00e9\u2713.txt", SECOND)];
});
after(async () => {
  await browser?.close();
  await product?.stop();
  await product?.remove();
});

const share = (limits: Partial<Api.CreateShare>) =>
  owner.createShare({ fileIds: files.map(({ id }) => id), ...limits });
const left = (page: Page) => page.locator("[data-claims-left]").textContent();
const button = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name }).getByRole("button");

async function download(page: Page, name: string): Promise<{ text: string; suggested: string }> {
  const [started] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
  return { text: await readFile(await started.path(), "utf8"), suggested: started.suggestedFilename() };
}

for (const javaScriptEnabled of [false, true])
  test(`a link with two downloads, with JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const { url } = await share({ maxClaims: 2 });
    const visitor1 = await openPage(browser, { javaScriptEnabled });
    await visitor1.page.goto(url);
    assert.equal(await left(visitor1.page), "2");
    assert.deepEqual(await download(visitor1.page, "first.txt"), { text: "the first file", suggested: "first.txt" });
    await visitor1.page.reload();
    assert.equal(await left(visitor1.page), "1");
    assert.match((await button(visitor1.page, "first.txt").textContent()) ?? "", /^Download again/);
    assert.equal((await download(visitor1.page, "first.txt")).text, "the first file");
    await visitor1.page.reload();
    assert.equal(await left(visitor1.page), "1", "the same file again counts nothing");

    const visitor2 = await openPage(browser, { javaScriptEnabled });
    await visitor2.page.goto(url);
    const second = await download(visitor2.page, "second");
    assert.deepEqual(second, { text: "the second file", suggested: "second \u00e9\u2713.txt" });

    const visitor3 = await openPage(browser, { javaScriptEnabled });
    await visitor3.page.goto(url);
    await visitor3.page.getByRole("heading", { name: "This link does not work" }).waitFor();
    await visitor1.page.reload();
    assert.equal(
      (await download(visitor1.page, "first.txt")).text,
      "the first file",
      "what was counted can be had again",
    );
    assert.deepEqual([...visitor1.problems, ...visitor2.problems], []);
    for (const { context } of [visitor1, visitor2, visitor3]) await context.close();
  });

for (const javaScriptEnabled of [false, true])
  test(`a link with a password, with JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const { url } = await share({ password: "sesame", title: "For your eyes" });
    const { page, context } = await openPage(browser, { javaScriptEnabled });
    await page.goto(url);
    assert.doesNotMatch(await page.content(), /For your eyes|first\.txt/);
    await page.getByLabel("Password").fill("simsim");
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByText(/That is not the password\. \d+ tr(y|ies) left\./).waitFor();
    await page.getByLabel("Password").fill("sesame");
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByRole("heading", { name: "For your eyes" }).waitFor();
    assert.equal((await download(page, "first.txt")).text, "the first file");
    await context.close();
  });

test("a link that is withdrawn while it is open says so at the next click", async () => {
  const { url, id } = await share({});
  const { page, context } = await openPage(browser);
  await page.goto(url);
  const answer = await owner.fetch(`/api/v1/shares/${id}`, { method: "DELETE" });
  assert.ok(answer.ok, `${answer.status}`);
  await button(page, "first.txt").click();
  await page.getByRole("heading", { name: "This link does not work" }).waitFor();
  await context.close();
});

test("signing in without JavaScript, after a wrong password", async () => {
  const { page, context, problems } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${product.url}/files`);
  const signIn = async (password: string) => {
    await page.getByLabel("E-mail or user name").fill("owner@example.org");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await signIn("wrong wrong wrong wrong");
  await page.getByText("That name and password do not go together.").waitFor();
  await signIn(PASSWORD);
  await page.getByRole("heading", { name: "Sending needs JavaScript" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/files");
  assert.deepEqual(
    problems.filter((problem) => !/status of 401/.test(problem)),
    [],
  );
  await context.close();
});
