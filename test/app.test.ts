// The app behind the sign-in, in a real Chromium, on the real server and bucket, under the CSP that ships.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { LOGIN, PASSWORD, startApp, type TestApp } from "./support/app.ts";
import { launchBrowser, openPage, type WatchedPage } from "./support/browser.ts";
import { openSend, pickerOf, small } from "./support/send-screen.ts";

let app: TestApp;
let browser: Browser;
let folder: string;
let watched: WatchedPage;
let page: Page;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "daypass-files-"));
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  watched = await openSend(browser, app, { permissions: ["clipboard-read", "clipboard-write"] });
  page = watched.page;
});
afterEach(async () => {
  await watched.context.close();
});

const picker = (of: Page = page) => pickerOf(of);
const row = (name: string) => page.getByRole("listitem").filter({ hasText: name });
const uploaded = (name: string) => row(name).getByText("Uploaded").waitFor();

async function makeLink(name: string): Promise<string> {
  await picker().setInputFiles(small(name));
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.waitForURL(/\/links\/shr_/);
  return page.getByRole("textbox", { name: "The link" }).inputValue();
}

test("sign in by the form, and the app is there", async () => {
  const fresh = await openPage(browser);
  await fresh.page.goto(`${app.url}/files`);
  await fresh.page.getByLabel("E-mail or user name").fill(LOGIN);
  await fresh.page.getByLabel("Password").fill(PASSWORD);
  await fresh.page.getByRole("button", { name: "Sign in" }).click();
  await fresh.page.getByRole("heading", { name: "Files", exact: true }).waitFor();
  assert.equal(new URL(fresh.page.url()).pathname, "/files");
  assert.deepEqual(fresh.problems, []);
  await fresh.context.close();
});

describe("send", () => {
  test("a dropped file goes straight to the bucket, and its link downloads it", async () => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["dropped bytes"], "dropped.txt", { type: "text/plain" }));
      return transfer;
    });
    await page.dispatchEvent("main", "dragenter", { dataTransfer: data });
    await page.getByText("Let go to send").waitFor();
    await page.dispatchEvent("main", "drop", { dataTransfer: data });
    await uploaded("dropped.txt");
    await page.getByLabel("Title").fill("For you");
    await page.getByLabel("Downloads", { exact: true }).selectOption("1");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.waitForURL(/\/links\/shr_/);
    await page.getByRole("heading", { name: "For you" }).waitFor();
    await page.getByText("0 of 1").waitFor();
    const link = await page.getByRole("textbox", { name: "The link" }).inputValue();

    const recipient = await openPage(browser);
    await recipient.page.goto(link);
    const [download] = await Promise.all([
      recipient.page.waitForEvent("download"),
      recipient.page.getByRole("button", { name: "Download" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "dropped.txt");
    await recipient.context.close();

    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("1 of 1").waitFor();
    await page.getByText("Used up").first().waitFor();
    await page.getByRole("row").filter({ hasText: "Download handed out: dropped.txt" }).waitFor();
    assert.deepEqual(watched.problems, []);
  });

  test("a file of 40 MB goes in parts, and its progress never goes back", async () => {
    const path = join(folder, "film.mov");
    await writeFile(path, randomBytes(40_000_000));
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        const bar = document.querySelector<HTMLProgressElement>("li progress:not([aria-hidden])");
        if (bar) seen.push(bar.value);
      }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["value"] });
    });
    // Else a fast machine may acknowledge all parts between two paints, and nothing in between is ever shown.
    const lastToGo = /partNumber=2&/;
    await page.route(lastToGo, async (route) => {
      await page.waitForFunction(() => (globalThis as unknown as { seen: number[] }).seen.some((value) => value > 0));
      await route.continue();
    });
    const before = app.bucketRequests.filter(({ operation }) => operation === "UploadPart").length;
    await picker().setInputFiles(path);
    await uploaded("film.mov");
    await page.unroute(lastToGo);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    assert.ok(
      seen.some((value) => value > 0 && value < 40_000_000),
      `only saw ${seen}`,
    );
    const parts = app.bucketRequests.filter(({ operation }) => operation === "UploadPart").length - before;
    assert.ok(parts > 1, `${parts} parts`);
    await row("film.mov").getByText("40 MB").waitFor();
    assert.deepEqual(watched.problems, []);
  });

  test("the link can be asked for while bytes move, and is made when they have arrived", async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(/X-Amz-Signature/, async (route) => {
      await held;
      await route.continue();
    });
    await picker().setInputFiles([small("one.txt"), small("two.txt")]);
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByRole("heading", { name: "Your link is coming" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/");
    letGo();
    await page.waitForURL(/\/links\/shr_/);
    await page.getByText("2 files").first().waitFor();
  });

  test("what is wrong in the form is said at its field, and nothing is made", async () => {
    await picker().setInputFiles(small("a.txt"));
    await uploaded("a.txt");
    await page.getByLabel("Downloads", { exact: true }).selectOption("other");
    await page.getByLabel("How many downloads").fill("0");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByText("A whole number from 1 to 1,000,000.").waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
    assert.equal(new URL(page.url()).pathname, "/");
  });

  test("paused, gone on with, and removed", async () => {
    const path = join(folder, "paused.bin");
    await writeFile(path, randomBytes(30_000_000));
    let hold = true;
    const waiting: (() => void)[] = [];
    await page.route(/partNumber=[2-9]/, async (route) => {
      if (hold) await new Promise<void>((resolve) => waiting.push(resolve));
      await route.continue().catch(() => {});
    });
    await picker().setInputFiles(path);
    await row("paused.bin")
      .getByRole("button", { name: /^Pause/ })
      .click();
    await row("paused.bin")
      .getByText(/Paused/)
      .waitFor();
    hold = false;
    for (const go of waiting) go();
    await row("paused.bin").getByRole("button", { name: "Go on" }).click();
    await uploaded("paused.bin");
    await row("paused.bin").getByRole("button", { name: "Remove" }).click();
    await row("paused.bin").waitFor({ state: "detached" });
  });

  test("leaving while bytes move asks first", async () => {
    await page.route(/X-Amz-Signature/, () => {});
    await picker().setInputFiles(small("stuck.txt"));
    await row("stuck.txt")
      .getByRole("button", { name: /^Pause/ })
      .waitFor();
    const asked = page.waitForEvent("dialog");
    const leaving = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    assert.equal(dialog.type(), "beforeunload");
    await dialog.accept();
    await leaving;
  });

  test("what the bucket refuses is said in words, with S3's code under Details", async () => {
    await page.route(/X-Amz-Signature/, (route) =>
      route.request().method() === "PUT"
        ? route.fulfill({
            status: 403,
            headers: { "access-control-allow-origin": app.url, "content-type": "application/xml" },
            body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
          })
        : route.continue(),
    );
    await picker().setInputFiles(small("refused.txt"));
    await row("refused.txt")
      .getByText(/own key may not write there/)
      .waitFor();
    await row("refused.txt").getByText("Details").click();
    await row("refused.txt").getByText("AccessDenied").waitFor();
    await page.unroute(/X-Amz-Signature/);
    await row("refused.txt").getByRole("button", { name: "Try again" }).click();
    await uploaded("refused.txt");
  });
});

describe("the link", () => {
  test("is copied at one click, shown as a QR code, changed, and withdrawn", async () => {
    const link = await makeLink("pass.txt");
    assert.match(link, new RegExp(`^${app.url}/s/`));
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("The link is copied.").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
    const code = page.getByRole("img", { name: "QR code of the link" });
    assert.ok(((await code.locator("path").last().getAttribute("d")) ?? "").length > 500);

    await page.getByRole("button", { name: "Change" }).click();
    await page.getByLabel("Title").fill("Renamed");
    await page.getByLabel("Password").selectOption("new");
    await page.getByRole("button", { name: "Suggest one" }).click();
    await page.getByLabel("Works until").selectOption("never");
    await page.getByRole("button", { name: "Change the link" }).click();
    await page.getByRole("heading", { name: "Renamed" }).waitFor();
    await page.getByText("You withdraw it").waitFor();
    await page.locator("dd", { hasText: /^Set$/ }).waitFor();
    assert.match(await (await fetch(link)).text(), /type="password"/);

    await page.getByRole("button", { name: "Withdraw the link" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Withdraw the link" }).click();
    await page.getByText(/You withdrew this link/).waitFor();
    assert.equal((await fetch(link)).status, 404);
    assert.deepEqual(watched.problems, []);
  });

  test("that works on this machine only says so, before it is made, beside it, and when it is copied", async () => {
    await picker().setInputFiles(small("here.txt"));
    await page.getByText("The link will work on this machine only.").waitFor();
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByText("This link works on this machine only.").waitFor();
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("The link is copied. It works on this machine only.").waitFor();
  });

  test("of several files says what a download is", async () => {
    await picker().setInputFiles([small("a.txt"), small("b.txt")]);
    await page.getByLabel("Downloads", { exact: true }).selectOption("1");
    await page.getByText("One of these 2 files, once: each file counts as a download.").waitFor();
  });

  test("that is used up is opened by what its dialog proposes, and one that stays used up is told so", async () => {
    await picker().setInputFiles(small("one.txt"));
    await page.getByLabel("Downloads", { exact: true }).selectOption("1");
    await page.getByRole("button", { name: "Make the link" }).click();
    const link = await page.getByRole("textbox", { name: "The link" }).inputValue();
    const { files } = await (await fetch(link, { headers: { accept: "application/json" } })).json();
    await fetch(`${link}/files/${files[0].id}/claim`, { method: "POST", redirect: "manual" });
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("Used up").first().waitFor();
    const dialog = page.getByRole("dialog");
    const change = () => page.getByRole("button", { name: "Change", exact: true }).click();
    await change();
    await dialog.getByLabel("Downloads", { exact: true }).selectOption("1");
    await dialog.getByText("none left, so the link is used up").waitFor();
    await dialog.getByLabel("Title").fill("Renamed only");
    await dialog.getByRole("button", { name: "Change the link" }).click();
    await page.getByText("The link is changed, and still used up").waitFor();
    await change();
    assert.equal(await dialog.getByLabel("How many downloads").inputValue(), "2");
    await dialog.getByText("This number includes 1 that is used: 1 left.").waitFor();
    await dialog.getByRole("button", { name: "Change the link" }).click();
    await page.getByText("Ready", { exact: true }).waitFor();
    assert.equal((await fetch(link)).status, 200);
  });

  test("that is withdrawn leads on to another link of the same files", async () => {
    const link = await makeLink("again.txt");
    await page.getByRole("button", { name: "Withdraw the link" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw the link" }).click();
    await page.getByText(/You withdrew this link/).waitFor();
    const before = page.url();
    await page.getByRole("button", { name: "Make another link to this file" }).click();
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.waitForURL((url) => url.href !== before);
    const other = page.getByRole("textbox", { name: "The link" });
    await other.waitFor();
    assert.notEqual(await other.inputValue(), link);
    await row("again.txt").waitFor();
    assert.deepEqual(watched.problems, []);
  });

  test("is copied also where there is no clipboard", async () => {
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.reload();
    const link = await makeLink("old-school.txt");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("The link is copied.").waitFor();
    await page.getByRole("link", { name: "Links", exact: true }).click();
    // The new screen takes the focus to its heading first.
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
    const search = page.getByRole("searchbox");
    await search.focus();
    await page.keyboard.press("Control+V");
    await page.waitForFunction(
      (wanted) => document.querySelector<HTMLInputElement>("[type=search]")?.value === wanted,
      link,
    );
  });
});

describe("files and links", () => {
  test("a file is found, made a link of, and deleted with its links named", async () => {
    await picker().setInputFiles([small("needle.txt"), small("hay.txt")]);
    await uploaded("needle.txt");
    await uploaded("hay.txt");
    await page.getByRole("link", { name: "Files", exact: true }).click();
    await row("hay.txt").first().waitFor();
    await page.getByRole("searchbox").fill("needle");
    await row("hay.txt").first().waitFor({ state: "detached" });
    await row("needle.txt").getByRole("button", { name: "Make a link" }).click();
    await page.getByLabel("Title").fill("The needle");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.waitForURL(/\/links\/shr_/);
    const link = await page.getByRole("textbox", { name: "The link" }).inputValue();

    await page.getByRole("link", { name: "Files", exact: true }).click();
    await row("needle.txt").getByText("in 1 link").waitFor();
    await row("needle.txt").getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.getByText("The needle").waitFor();
    await row("needle.txt").first().waitFor();
    await dialog.getByRole("button", { name: "Delete all the same" }).click();
    await row("needle.txt").waitFor({ state: "detached" });
    assert.doesNotMatch(await (await fetch(link)).text(), /needle\.txt/);
    // The server's refusal that names the links, which browsers write into their console, and nothing else.
    assert.equal(watched.problems.length, 1);
    assert.match(watched.problems[0]!, /status of 409 .*\/api\/v1\/files\/fil_/);
  });

  test("the owner downloads an own file, from Files and from the link's page, and no download of the link is spent", async () => {
    await picker().setInputFiles(small("mine.txt", "my own bytes"));
    await page.getByLabel("Downloads", { exact: true }).selectOption("1");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.waitForURL(/\/links\/shr_/);
    const fetchIt = async () => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Download mine.txt" }).click(),
      ]);
      return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
    };
    assert.deepEqual(await fetchIt(), ["mine.txt", "my own bytes"]);
    await page.getByText("The download of mine.txt has started.").waitFor();
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("0 of 1").waitFor();
    await page.getByRole("link", { name: "Files", exact: true }).click();
    assert.deepEqual(await fetchIt(), ["mine.txt", "my own bytes"]);
    assert.deepEqual(watched.problems, []);
  });

  test("a download while others are on their way asks nothing and keeps the page", async () => {
    await picker().setInputFiles(small("before.txt", "here already"));
    await uploaded("before.txt");
    await page.route(/X-Amz-Signature/, (route) => (route.request().method() === "PUT" ? undefined : route.continue()));
    await picker().setInputFiles(small("stuck.txt"));
    await page.getByRole("link", { name: "Files" }).click();
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    const started = new Promise<string>((resolve) => {
      for (const from of [page, "next"] as const)
        if (from === "next")
          watched.context.on("page", (next) => next.on("download", (d) => resolve(d.suggestedFilename())));
        else from.on("download", (d) => resolve(d.suggestedFilename()));
    });
    await page.getByRole("button", { name: "Download before.txt" }).click();
    assert.equal(await started, "before.txt");
    assert.deepEqual(asked, []);
    await row("stuck.txt").first().waitFor();
  });

  test("deleting a file names a link that is used up, whose page then says what it lost", async () => {
    await picker().setInputFiles([small("kept.txt"), small("lost.txt")]);
    await page.getByLabel("Title").fill("Used already");
    await page.getByLabel("Downloads", { exact: true }).selectOption("1");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.waitForURL(/\/links\/shr_/);
    const screen = page.url();
    const link = await page.getByRole("textbox", { name: "The link" }).inputValue();
    const { files } = await (await fetch(link, { headers: { accept: "application/json" } })).json();
    const claimed = await fetch(`${link}/files/${files[0].id}/claim`, { method: "POST", redirect: "manual" });
    assert.equal(claimed.status, 303);
    await page.getByRole("link", { name: "Files", exact: true }).click();
    await row("lost.txt").getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.getByRole("listitem").filter({ hasText: "Used already (used up)" }).waitFor();
    await dialog.getByRole("button", { name: "Delete all the same" }).click();
    await row("lost.txt").waitFor({ state: "detached" });
    await page.goto(screen);
    await page.getByText("the same link works again, without the file that was deleted").waitFor();
    await row("lost.txt")
      .getByText(/deleted today/)
      .waitFor();
    await page.getByRole("row").filter({ hasText: "File deleted: lost.txt" }).waitFor();
    await page.goto(`${app.url}/files`);
    await row("kept.txt").getByRole("button", { name: "Delete" }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.getByRole("button", { name: "Delete all the same" }).click();
    await row("kept.txt").waitFor({ state: "detached" });
    await page.goto(screen);
    await page.getByText("Every file of it was deleted").waitFor();
  });

  test("links show their state, are copied and withdrawn from the list", async () => {
    await makeLink("listed.txt");
    await page.getByRole("link", { name: "Links", exact: true }).click();
    await row("listed.txt").getByText("Open").waitFor();
    await row("listed.txt").getByRole("button", { name: "Copy" }).click();
    await page.getByText("The link is copied.").waitFor();
    await row("listed.txt").getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw the link" }).click();
    await row("listed.txt").getByText("Withdrawn", { exact: true }).waitFor();
  });

  test("an upload that was cut off goes on with the same file, and refuses another", async () => {
    const path = join(folder, "cut-off.bin");
    await writeFile(path, randomBytes(30_000_000));
    await page.route(/partNumber=(?!1&)/, (route) => route.abort());
    await picker().setInputFiles(path);
    await page.waitForFunction(
      () => (document.querySelector<HTMLProgressElement>("li progress:not([aria-hidden])")?.value ?? 0) > 0,
    );
    await page.close();
    page = await watched.context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${app.url}/files`);
    const cutOff = page.getByRole("region", { name: "Uploads that were cut off" });
    await cutOff.getByRole("button", { name: "Throw away cut-off.bin" }).waitFor();
    const chooser = cutOff.locator("input[type=file]");
    await chooser.setInputFiles(small("another.txt"));
    await page.getByText(/is not among them/).waitFor();
    await page.getByRole("button", { name: "Leave it" }).click();
    const sent: string[] = [];
    page.on("request", (request) => {
      const part = /partNumber=(\d+)/.exec(request.url())?.[1];
      if (part && request.method() === "PUT") sent.push(part);
    });
    await chooser.setInputFiles(path);
    await page.getByRole("checkbox", { name: "Choose cut-off.bin" }).waitFor();
    assert.ok(sent.length > 0 && !sent.includes("1"), `parts ${sent} were sent`);
  });
});

describe("when things end", () => {
  test("a session that ended keeps the work, and it goes on after signing in again", async () => {
    await page.getByText("Drop files here").waitFor();
    await watched.context.clearCookies();
    await picker().setInputFiles(small("kept.txt"));
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.getByLabel("Password").fill("not the password");
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.getByText(/That is not the password\. \d tries left\./).waitFor();
    await dialog.getByLabel("Password").fill(PASSWORD);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "detached" });
    await uploaded("kept.txt");
  });

  test("offline is said, and sending goes on when the line is back", async () => {
    await watched.context.setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await picker().setInputFiles(small("later.txt"));
    await row("later.txt")
      .getByText(/Connection lost/)
      .waitFor();
    await watched.context.setOffline(false);
    await uploaded("later.txt");
    await page.getByText("You are offline.").waitFor({ state: "detached" });
  });

  test("signing out ends the session", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${app.url}/files`);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
  });
});

test("going from screen to screen by keyboard moves the focus to its heading and keeps the queue", async () => {
  await picker().setInputFiles(small("stays.txt"));
  await uploaded("stays.txt");
  await page.getByRole("link", { name: "Links", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Links" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent === "Links");
  assert.equal(await page.title(), "Links · Daypass");
  await page.goBack();
  await uploaded("stays.txt");
});
