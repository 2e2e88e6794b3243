// The browser that other tests trust: if its security were off, they would prove nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { findViolations } from "./support/axe.ts";
import { launchBrowser, openPage } from "./support/browser.ts";
import { type Served, serve } from "./support/serve.ts";

let browser: Browser;
let home: Served;
let foreign: Served;

const PAGES: Record<string, { body: string; headers?: Record<string, string> }> = {
  "/plain": { body: "<!doctype html><html lang=en><title>Plain</title><main><h1>Plain</h1></main>" },
  "/inline": {
    body: "<!doctype html><html lang=en><title>Inline</title><script>document.title = 'ran'</script>",
    headers: { "content-security-policy": "default-src 'none'" },
  },
  "/unlabelled": { body: "<!doctype html><html lang=en><title>Field</title><main><h1>Field</h1><input></main>" },
};

before(async () => {
  [browser, home, foreign] = await Promise.all([
    launchBrowser(),
    serve((request, response) => {
      const page = PAGES[request.url ?? ""];
      response.writeHead(page ? 200 : 404, { "content-type": "text/html", ...page?.headers });
      response.end(page?.body);
    }),
    serve((request, response) => {
      const open = request.url === "/open" ? { "access-control-allow-origin": "*" } : {};
      response.writeHead(200, { "content-type": "text/plain", ...open }).end("foreign");
    }),
  ]);
});

after(async () => {
  await Promise.all([browser?.close(), home?.close(), foreign?.close()]);
});

for (const { says, path, want } of [
  { says: "a foreign origin without CORS cannot be read", path: "/closed", want: "refused" },
  { says: "a foreign origin that allows it can be read", path: "/open", want: "foreign" },
])
  test(says, async () => {
    const { page, context } = await openPage(browser);
    await page.goto(`${home.origin}/plain`);
    const read = await page.evaluate(
      (url) =>
        fetch(url).then(
          (response) => response.text(),
          () => "refused",
        ),
      foreign.origin + path,
    );
    assert.equal(read, want);
    await context.close();
  });

test("a script that the CSP forbids does not run, and is written down", async () => {
  const { page, context, problems } = await openPage(browser);
  await page.goto(`${home.origin}/inline`);
  assert.equal(await page.title(), "Inline");
  assert.match(problems.join("\n"), /content security policy/i);
  await context.close();
});

for (const { says, path, want } of [
  { says: "axe-core passes a sound page", path: "/plain", want: [] },
  { says: "axe-core finds a field without a label", path: "/unlabelled", want: ["label"] },
])
  test(says, async () => {
    const { page, context } = await openPage(browser);
    await page.goto(home.origin + path);
    assert.deepEqual(
      (await findViolations(page)).map((line) => line.split(" ")[0]),
      want,
    );
    await context.close();
  });
