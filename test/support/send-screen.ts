// The owner's first screen, where files are sent.
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { TestApp } from "./app.ts";
import { openPage, type WatchedPage } from "./browser.ts";

/** A page in a context of its own, signed in. Close `context` when done. */
export async function openSend(
  browser: Browser,
  app: TestApp,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  await app.signIn(watched.context);
  watched.page.setDefaultTimeout(15_000);
  await watched.page.goto(app.url);
  await watched.page.getByRole("heading", { name: "Hand out a pass" }).waitFor();
  return watched;
}

/** A file for `setInputFiles`. */
export const small = (name: string, text = "a few bytes") => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from(text),
});

export const pickerOf = (page: Page): Locator => page.locator(".drop input[type=file]").first();
