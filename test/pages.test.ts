// Every server-rendered page in every state, in a real Chromium under a CSP as strict as the product's.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { assetHref, readAsset } from "./support/assets.ts";
import { findViolations } from "./support/axe.ts";
import { launchBrowser, openPage, sidewaysScroll } from "./support/browser.ts";
import { FILE_TEXT, type PageServer, servePages } from "./support/page-server.ts";
import { PAGE_STATES } from "./support/page-states.ts";

let browser: Browser;
let pages: PageServer;

before(async () => {
  [browser, pages] = await Promise.all([launchBrowser(), servePages()]);
});
beforeEach(() => {
  pages.posts.length = 0;
  pages.refuseClaims = false;
});
after(async () => {
  await Promise.all([browser?.close(), pages?.close()]);
});

// Colours change with the scheme and layout with the width, so all rules run once on each, and contrast in every pair.
const LOOKS = [
  { colorScheme: "light", width: 1280, rules: {} },
  { colorScheme: "dark", width: 1280, rules: { only: ["color-contrast"] } },
  { colorScheme: "light", width: 390, rules: { only: ["color-contrast"] } },
  { colorScheme: "dark", width: 390, rules: {} },
] as const;

describe("a page is sound in light and dark, wide and narrow", { concurrency: 2 }, () => {
  for (const { name } of PAGE_STATES)
    test(name, async () => {
      const { page, context, problems } = await openPage(browser);
      await page.goto(`${pages.origin}/${name}`);
      for (const { colorScheme, width, rules } of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        assert.deepEqual(await findViolations(page, rules), [], `axe-core, ${colorScheme} at ${width} px`);
      }
      await page.setViewportSize({ width: 320, height: 800 });
      assert.equal(await sidewaysScroll(page), 0, "sideways scroll at 320 px");
      assert.deepEqual(problems, []);
      await context.close();
    });
});

test("in colours of the reader's choosing the marked parts of a URL can be read", async () => {
  const { page, context } = await openPage(browser, { forcedColors: "active", colorScheme: "dark" });
  await page.goto(`${pages.origin}/learn`);
  const [mark, body] = await page.evaluate(() =>
    [".anatomy mark", "body"].map((selector) => getComputedStyle(document.querySelector(selector)!).color),
  );
  const background = await page.evaluate(
    () => getComputedStyle(document.querySelector(".anatomy mark")!).backgroundColor,
  );
  assert.equal(mark, body);
  assert.notEqual(mark, background);
  await context.close();
});

const claimPath = async (page: Page) => (await page.locator("form").first().getAttribute("action")) ?? "";

async function readDownload(page: Page, act: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return readFile(await download.path(), "utf8");
}

test("opening a link posts nothing, with JavaScript and without", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, context } = await openPage(browser, { javaScriptEnabled });
    await page.goto(`${pages.origin}/recipient-three`, { waitUntil: "networkidle" });
    await context.close();
  }
  assert.deepEqual(pages.posts, []);
});

test("without JavaScript a download is one posted form, and the CSP lets its redirect pass", async () => {
  const { page, context, problems } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${pages.origin}/recipient-three`);
  assert.match((await page.locator("time").textContent()) ?? "", /1 Dec 2126, 14:05 UTC/);
  assert.equal(await readDownload(page, () => page.getByRole("button").first().click()), FILE_TEXT);
  assert.deepEqual(pages.posts, [`POST ${await claimPath(page)}`]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("with JavaScript a download counts down once, and the same file again counts nothing", async () => {
  const { page, context, problems } = await openPage(browser);
  await page.goto(`${pages.origin}/recipient-three`);
  const left = page.locator("[data-claims-left]");
  const button = page.getByRole("button", { name: "launch-cut-07.mov" });
  const action = await claimPath(page);
  assert.equal(await readDownload(page, () => button.click()), FILE_TEXT);
  assert.equal(await left.textContent(), "4");
  assert.match((await page.locator("#said").textContent()) ?? "", /launch-cut-07\.mov: the download has started/);
  assert.match((await button.textContent()) ?? "", /^Download again/);
  assert.equal(await readDownload(page, () => button.click()), FILE_TEXT);
  assert.equal(await left.textContent(), "4");
  assert.deepEqual(pages.posts, [`POST ${action}`, `POST ${action.replace(/\/files\/.*/, "/claims/token-1/url")}`]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("with JavaScript the last download closes the others, not itself", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(`${pages.origin}/recipient-two-files-one-left`);
  assert.equal(await readDownload(page, () => page.getByRole("button", { name: "storyboard.pdf" }).click()), FILE_TEXT);
  assert.equal(await page.locator("[data-claims-left]").textContent(), "0");
  assert.equal(await page.getByRole("button", { name: "storyboard.pdf" }).isEnabled(), true);
  assert.equal(await page.getByRole("button", { name: "fonts.zip" }).isEnabled(), false);
  await context.close();
});

test("with JavaScript a refused download leads to the server's page that says why", async () => {
  pages.refuseClaims = true;
  const { page, context } = await openPage(browser);
  await page.goto(`${pages.origin}/recipient-three`);
  await page.getByRole("button").first().click();
  await page.getByRole("heading", { name: "This link does not work" }).waitFor();
  await context.close();
});

test("an open page notices the link's end by itself, whatever the reader's clock says, and offers nothing more", async () => {
  const { page, context } = await openPage(browser);
  // A clock that is a century behind: only what is left counts.
  await page.clock.install({ time: new Date("2026-12-01T12:00:00Z") });
  await page.goto(`${pages.origin}/recipient-ends-soon`);
  const button = page.getByRole("button", { name: "storyboard.pdf" });
  assert.equal(await page.locator("[data-left-ms]").textContent(), "less than a minute left");
  assert.equal(await button.isEnabled(), true);
  await page.clock.fastForward(1500);
  await page.getByRole("status").filter({ hasText: "This link has ended." }).waitFor();
  assert.equal(await page.locator("[data-left-ms]").textContent(), "It has ended");
  assert.equal(await page.getByRole("button", { disabled: false }).count(), 0);
  await context.close();
});

for (const javaScriptEnabled of [true, false])
  for (const { width, height } of [
    { width: 390, height: 800 },
    { width: 1280, height: 800 },
  ])
    test(`of 250 files, limits and messages are in view wherever one reads: ${width} px, JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
      const { page, context } = await openPage(browser, { javaScriptEnabled, viewport: { width, height } });
      await page.goto(`${pages.origin}/recipient-250`);
      const inView = async (selector: string) => {
        const box = (await page.locator(selector).first().boundingBox())!;
        return box.y >= 0 && box.y + box.height <= height;
      };
      const last = page.getByRole("button", { name: "IMG_0250" });
      for (const place of [null, page.getByRole("button", { name: "IMG_0125" }), last]) {
        await place?.scrollIntoViewIfNeeded();
        assert.deepEqual([await inView("time"), await inView("[data-claims-left]")], [true, true]);
      }
      if (javaScriptEnabled) {
        await readDownload(page, () => last.click());
        await page.locator("#said", { hasText: "the download has started. Downloads left: 4." }).waitFor();
        assert.ok(await inView("#said"));
      }
      await context.close();
    });

for (const { zone, want } of [
  { zone: "Europe/Berlin", want: "Sun 1 Dec 2126, 15:05" },
  { zone: "America/New_York", want: "Sun 1 Dec 2126, 09:05" },
])
  test(`times are told in the reader's zone: ${zone}`, async () => {
    const { page, context } = await openPage(browser, { timezoneId: zone });
    await page.goto(`${pages.origin}/recipient-three`);
    assert.equal(await page.locator("time").textContent(), want);
    assert.match((await page.locator("[data-left-ms]").textContent()) ?? "", /^\d+ years left$/);
    await context.close();
  });

test("hostile names and titles are shown as they are, and run nothing", async () => {
  const { page, context, problems } = await openPage(browser);
  await page.goto(`${pages.origin}/recipient-hostile`);
  assert.match((await page.locator(".name").first().textContent()) ?? "", /<script>alert\("x"\)<\/script>/);
  assert.equal(await page.locator("main script, main img").count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the way through by keyboard alone: each download is reached and starts", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(`${pages.origin}/recipient-one`);
  for (let presses = 0; presses < 10; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.tagName === "BUTTON")) break;
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineWidth);
  assert.equal(outline, "3px");
  assert.equal(await readDownload(page, () => page.keyboard.press("Enter")), FILE_TEXT);
  await context.close();
});

test("the app's shell says what is missing when JavaScript is off", async () => {
  const { page, context } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${pages.origin}/app`);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Sending needs JavaScript");
  await context.close();
});

test("a recipient's first view is small", async (t) => {
  const html = await (await fetch(`${pages.origin}/recipient-three`)).text();
  const style = readAsset(assetHref("src/daypass.css"))!.body;
  const script = readAsset(assetHref("src/recipient.ts"))!.body;
  assert.doesNotMatch(script.toString(), /\bimport\b/, "the script is one file");
  const icon = await (await fetch(`${pages.origin}/favicon.svg`)).text();
  // As the server sends them: what is built is gzipped, what is rendered goes as it is.
  const js = gzipSync(script).length;
  const css = gzipSync(style).length;
  const all = js + css + Buffer.byteLength(html) + icon.length;
  t.diagnostic(
    `bytes: script ${js} and style ${css} gzipped, page ${Buffer.byteLength(html)}, icon ${icon.length}, all ${all}`,
  );
  assert.ok(js < 4096, `the script is ${js} bytes gzipped, wanted < 4096`);
  assert.ok(all < 15_000, `the first view is ${all} bytes, wanted < 15000`);
});
