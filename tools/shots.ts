// `npm run shots`: the pictures of the README and the docs, taken from the running product. It starts `daypass serve` on a
// temporary folder, becomes its owner, sends files and opens the link. With `--all FOLDER` every screen is taken, too.
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../test/support/browser.ts";
import { startProduct } from "../test/support/product.ts";

const PICTURES = resolve(import.meta.dirname, "../docs/pictures");
/** What the README and the docs show; other names are taken with `--all` only. */
const KEPT = ["send", "link", "link-dark", "recipient", "recipient-phone", "learn", "learn-try"];
const allFolder = process.argv.includes("--all") ? process.argv[process.argv.indexOf("--all") + 1] : undefined;

const WIDE: BrowserContextOptions = {
  viewport: { width: 1280, height: 760 },
  timezoneId: "Europe/Berlin",
  locale: "en-GB",
};
const PHONE: BrowserContextOptions = { ...WIDE, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DARK: BrowserContextOptions = { colorScheme: "dark" };

const FILES = [
  { name: "launch-cut-07.mov", sizeBytes: 184_250_000 },
  { name: "storyboard.pdf", sizeBytes: 2_412_000 },
  { name: "fonts.zip", sizeBytes: 7_400_000 },
];

async function take(page: Page, name: string, { whole = false } = {}): Promise<void> {
  if (!KEPT.includes(name) && !allFolder) return;
  const path = join(KEPT.includes(name) ? PICTURES : allFolder!, `${name}.png`);
  await page.screenshot({ path, fullPage: whole, animations: "disabled" });
  console.log(path);
}

/** Files of the right size and with nothing in them: a hole takes no room on the disk. */
async function makeFiles(folder: string): Promise<string[]> {
  const paths = FILES.map(({ name }) => join(folder, name));
  for (const [index, path] of paths.entries()) {
    await writeFile(path, "");
    await truncate(path, FILES[index]!.sizeBytes);
  }
  return paths;
}

async function becomeOwner(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await take(page, "set-up");
  await page.getByLabel("E-mail or user name").fill("owner");
  await page.getByLabel("Password").fill("lantern gravel seventeen");
  await page.getByRole("button", { name: "Create the owner account" }).click();
  await page.getByText("Drop files here").waitFor();
}

/** Slows sending, so that a picture can be taken while bytes move. */
async function limitUpload(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 1,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

async function send(page: Page, paths: string[]): Promise<void> {
  await take(page, "send-empty");
  await limitUpload(page, 12_000_000);
  await page.getByLabel("Choose files").setInputFiles(paths);
  await page.getByLabel("Title").fill("Launch film, for review");
  await page.getByLabel("Downloads").selectOption("5");
  await page.getByRole("progressbar", { name: FILES[0]!.name }).waitFor();
  await page.waitForFunction(() => {
    const bar = document.querySelector<HTMLProgressElement>(".files progress");
    return bar !== null && bar.position > 0.4;
  });
  await page.getByLabel("Title").blur();
  await take(page, "send");
  await limitUpload(page, -1);
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.getByRole("button", { name: "Copy link" }).waitFor({ timeout: 60_000 });
}

const readLink = (page: Page): Promise<string> => page.locator(".linkbox input").inputValue();

async function visit(
  browser: Browser,
  url: string,
  looks: Readonly<Record<string, BrowserContextOptions>>,
  { whole = false, prepare }: { whole?: boolean; prepare?: (page: Page) => Promise<void> } = {},
): Promise<void> {
  for (const [name, options] of Object.entries(looks)) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "networkidle" });
    await prepare?.(page);
    await take(page, name, { whole });
    await context.close();
  }
}

/** Scrolls until this stands at the top. */
const showFrom = (page: Page, text: string): Promise<void> =>
  page.getByText(text, { exact: true }).evaluate((found) => found.scrollIntoView());

async function tryBoth(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send the plain URL" }).click();
  await page.getByText("403 Forbidden AccessDenied.").waitFor();
  await page.getByRole("button", { name: "Send the presigned URL" }).click();
  await page.getByText("200 OK.", { exact: true }).waitFor();
  await showFrom(page, "Try both");
}

async function breakUrl(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Another object" }).click();
  await showFrom(page, "Change a character and watch where it breaks");
}

async function lock(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Change" }).click();
  await take(page, "change-link");
  await page.keyboard.press("Escape");
}

for (const folder of [PICTURES, allFolder]) if (folder) await mkdir(folder, { recursive: true });
const filesFolder = await mkdtemp(join(tmpdir(), "daypass-shots-"));
const product = await startProduct();
const browser = await launchBrowser();
try {
  const context = await browser.newContext(WIDE);
  const page = await context.newPage();
  await becomeOwner(page, product.setupUrl!);
  await send(page, await makeFiles(filesFolder));
  await take(page, "link");
  await page.emulateMedia({ colorScheme: "dark" });
  await take(page, "link-dark");
  await page.setViewportSize({ width: 390, height: 844 });
  await take(page, "link-phone", { whole: true });
  await page.setViewportSize({ width: 1280, height: 760 });
  await page.emulateMedia({ colorScheme: "light" });
  const link = await readLink(page);
  if (allFolder) await lock(page);
  for (const place of ["Files", "Links"]) {
    await page.getByRole("navigation").getByRole("link", { name: place }).click();
    await page.getByRole("heading", { level: 1, name: place }).waitFor();
    await page.waitForLoadState("networkidle");
    await take(page, place.toLowerCase());
  }
  await visit(browser, link, {
    recipient: { ...WIDE, viewport: { width: 1280, height: 646 } },
    "recipient-dark": { ...WIDE, ...DARK },
    "recipient-phone": { ...PHONE, ...DARK },
  });
  const learn = `${product.url}/learn`;
  await visit(
    browser,
    learn,
    { "learn-try": { ...WIDE, viewport: { width: 1280, height: 980 } } },
    { prepare: tryBoth },
  );
  await visit(browser, learn, { learn: { ...WIDE, viewport: { width: 1280, height: 1080 } } }, { prepare: breakUrl });
  await visit(browser, learn, { "learn-phone": { ...PHONE, ...DARK } }, { whole: true, prepare: breakUrl });
  await visit(browser, `${product.url}/sign-in`, { "sign-in": WIDE });
  await visit(browser, `${product.url}/s/nothing`, { "not-valid": WIDE });
} finally {
  await browser.close();
  await product.stop();
  await product.remove();
  await rm(filesFolder, { recursive: true, force: true });
}
