// Starts a real Chromium with its security on, and watches pages for what must not happen there.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { findChromium } from "./chromium.ts";

// Flags that a test machine needs, often as root and without a graphics card. None touches the web's security: the flags
// that @sparticuz/chromium recommends do, which browser.test.ts would notice.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A new Chromium with an empty profile. Close it in `after`. */
export async function launchBrowser(): Promise<Browser> {
  const { executable, env } = await findChromium();
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return chromium.launch({
    executablePath: executable,
    args: FLAGS,
    // Where a machine has no locale, Chromium would call a file with letters of other scripts "download".
    env: { ...Object.fromEntries(inherited), LC_ALL: "C.UTF-8", ...env },
  });
}

export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, uncaught exceptions and blocked loads (CSP among them), as they come. */
  readonly problems: string[];
}

/** A page in a context of its own, with everything that goes wrong in it written down. Close `context` when done. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const problems: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || /content security policy/i.test(message.text()))
      problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => problems.push(`uncaught: ${error.error().message}`));
  return { context, page: await context.newPage(), problems };
}

/** How far a page can be scrolled sideways, in CSS pixels: 0 where everything fits. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
