// Uploads that a page does not have: those of other tabs and browsers, those that were cut off, and how they go on.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { startApp, type TestApp } from "./support/app.ts";
import { launchBrowser, openPage, type WatchedPage } from "./support/browser.ts";
import { pickerOf } from "./support/send-screen.ts";

const SIZE = 20_000_000;
const LATER_PARTS = /partNumber=(?!1&)/;
let app: TestApp;
let browser: Browser;
let folder: string;
let watched: WatchedPage;
let page: Page;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "daypass-going-on-"));
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  app = await startApp();
  watched = await openPage(browser);
  await app.signIn(watched.context);
  page = await open("/", watched);
});
afterEach(async () => {
  await watched.context.close();
  await app.close();
});

async function open(path: string, { context }: WatchedPage = watched): Promise<Page> {
  const opened = await context.newPage();
  opened.setDefaultTimeout(15_000);
  await opened.goto(`${app.url}${path}`);
  await opened.getByRole("heading", { level: 1 }).waitFor();
  return opened;
}
async function makeFile(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, randomBytes(SIZE));
  return path;
}
const row = (name: string, of: Page) => of.getByRole("listitem").filter({ hasText: name });
const cutOff = (of: Page) => of.getByRole("region", { name: "Uploads that were cut off" });
const elsewhere = (of: Page) => of.getByRole("region", { name: "Uploads on their way elsewhere" });

/** Sends a file of which nothing but the first part leaves; answers with the way to let the rest go. */
async function beginAndHold(path: string, of: Page): Promise<() => Promise<void>> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await of.route(LATER_PARTS, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await begin(path, of);
  return async () => {
    letGo();
    await of.unroute(LATER_PARTS);
  };
}
async function begin(path: string, of: Page): Promise<void> {
  await pickerOf(of).setInputFiles(path);
  await of.waitForFunction(
    () => (document.querySelector<HTMLProgressElement>("li progress:not([aria-hidden])")?.value ?? 0) > 0,
  );
}

/** As above, but closing the page lets nothing go: what was held leaves with the last breath of a page. */
async function beginAndLose(path: string): Promise<void> {
  await page.route(LATER_PARTS, (route) => route.abort());
  await begin(path, page);
}
async function beginAndLeave(path: string): Promise<void> {
  await beginAndLose(path);
  await page.close();
}

/** Numbers of the parts that a page sends from now on. */
function watchParts(of: Page): string[] {
  const sent: string[] = [];
  of.on("request", (request) => {
    const part = /partNumber=(\d+)/.exec(request.url())?.[1];
    if (part && request.method() === "PUT") sent.push(part);
  });
  return sent;
}
const listOpen = async (of: Page): Promise<string[]> =>
  of.evaluate(async () =>
    (await (await fetch("/api/v1/uploads")).json()).items.map(({ name }: { name: string }) => name),
  );

describe("a second tab", () => {
  test("says what the first is sending, and shows the file when it is there", async () => {
    const path = await makeFile("film.mov");
    const goOn = await beginAndHold(path, page);
    for (const screen of ["/files", "/"]) {
      const second = await open(screen);
      await elsewhere(second).getByText("film.mov · on its way in another tab · 16.8 of 20 MB").waitFor();
      assert.equal(await cutOff(second).count(), 0);
      assert.equal(await second.getByRole("button", { name: /Throw away/ }).count(), 0);
      if (screen !== "/files") continue;
      await row("film.mov", page)
        .getByRole("button", { name: /^Pause/ })
        .click();
      await elsewhere(second).getByText("film.mov · stopped in another tab").waitFor();
      await row("film.mov", page).getByRole("button", { name: "Go on" }).click();
      await elsewhere(second).getByText("film.mov · on its way in another tab").waitFor();
    }
    const files = watched.context.pages().find((one) => one.url().endsWith("/files"))!;
    await goOn();
    await files.getByRole("checkbox", { name: "Choose film.mov" }).waitFor();
    await elsewhere(files).waitFor({ state: "detached" });
  });

  test("offers to go on as soon as the first is closed", async () => {
    const path = await makeFile("closed.mov");
    await beginAndLose(path);
    const second = await open("/files");
    await elsewhere(second).getByText("closed.mov · on its way in another tab").waitFor();
    await page.close();
    await cutOff(second).getByText("closed.mov · 16.8 of 20 MB arrived, the last of it").waitFor();
    await elsewhere(second).waitFor({ state: "detached" });
  });
});

describe("another browser", () => {
  test("says when the last bytes came, warns before it throws away, and the first can begin again with its link", async () => {
    const path = await makeFile("raced.mov");
    const goOn = await beginAndHold(path, page);
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByRole("heading", { name: "Your link is coming" }).waitFor();
    const other = await openPage(browser);
    await app.signIn(other.context);
    const second = await open("/files", other);
    await elsewhere(second)
      .getByText("raced.mov · perhaps on its way in another browser · 16.8 of 20 MB arrived")
      .waitFor();
    assert.equal(await cutOff(second).count(), 0);

    await second.getByRole("button", { name: "Throw away raced.mov" }).click();
    const dialog = second.getByRole("dialog", { name: "Throw away what arrived?" });
    await dialog.getByText("another browser or program may be sending it still").waitFor();
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await listOpen(second), ["raced.mov"]);

    await second.getByRole("button", { name: "Throw away raced.mov" }).click();
    await dialog.getByRole("button", { name: "Throw away" }).click();
    await second.getByText("What had arrived of it is thrown away.").waitFor();
    await elsewhere(second).waitFor({ state: "detached" });
    await second.waitForFunction(() => document.activeElement?.tagName === "H1");
    assert.deepEqual(await listOpen(second), []);
    await other.context.close();

    await goOn();
    await row("raced.mov", page)
      .getByText(/thrown away elsewhere, or waited too long/)
      .waitFor();
    await page.getByRole("heading", { name: "The link waits for you" }).waitFor();
    await row("raced.mov", page).getByRole("button", { name: "Try again" }).click();
    await page.waitForURL(/\/links\/shr_/);
  });
});

describe("after a reload", () => {
  test("Send tells of the upload, and the same file goes on where it stopped", async () => {
    const path = await makeFile("again.mov");
    await beginAndLeave(path);
    page = await open("/");
    await cutOff(page).getByText("again.mov · 16.8 of 20 MB arrived, the last of it").waitFor();
    const sent = watchParts(page);
    await pickerOf(page).setInputFiles(path);
    await page.getByText("again.mov goes on where it stopped: 16.8 of 20 MB had arrived.").waitFor();
    await row("again.mov", page).getByText("Uploaded").waitFor();
    assert.ok(sent.length > 0 && !sent.includes("1"), `parts ${sent} were sent`);
    await cutOff(page).waitFor({ state: "detached" });
    assert.deepEqual(await listOpen(page), []);
    assert.deepEqual(
      watched.problems.filter((problem) => !problem.includes("ERR_FAILED")),
      [],
    );
  });

  test("a file that was changed since is sent as new", async () => {
    const path = await makeFile("changed.mov");
    await beginAndLeave(path);
    await utimes(path, new Date(), new Date(Date.now() + 60_000));
    page = await open("/");
    await cutOff(page).getByText("changed.mov · ").waitFor();
    const sent = watchParts(page);
    await pickerOf(page).setInputFiles(path);
    await row("changed.mov", page).getByText("Uploaded").waitFor();
    assert.ok(sent.includes("1"), `parts ${sent} were sent`);
    assert.deepEqual(await listOpen(page), ["changed.mov"]);
  });

  for (const { answer, sendsFirst } of [
    { answer: "Go on", sendsFirst: false },
    { answer: "Send as new", sendsFirst: true },
  ])
    test(`where nothing tells that it is the same file, a person is asked: ${answer}`, async () => {
      const path = await makeFile("asked.mov");
      await beginAndLeave(path);
      page = await open("/");
      await page.evaluate(() => localStorage.clear());
      // What was begun elsewhere is left alone while it may be moving: minutes later it is taken for cut off.
      await page.clock.install({ time: Date.now() + 10 * 60_000 });
      await page.reload();
      await cutOff(page).getByText("asked.mov · ").waitFor();
      const sent = watchParts(page);
      await pickerOf(page).setInputFiles(path);
      const dialog = page.getByRole("dialog", { name: "Go on where it stopped?" });
      await dialog.getByText("asked.mov · 16.8 of 20 MB arrived").waitFor();
      await page.waitForFunction(() => document.activeElement?.textContent === "Go on");
      await dialog.getByRole("button", { name: answer }).click();
      await row("asked.mov", page).getByText("Uploaded").waitFor();
      assert.equal(sent.includes("1"), sendsFirst);
    });
});
