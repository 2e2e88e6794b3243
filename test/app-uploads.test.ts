// What happens around an upload: drops anywhere, rows that are taken away, Learn beside the work, other tabs, and going on.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { startApp, type TestApp } from "./support/app.ts";
import { launchBrowser, type WatchedPage } from "./support/browser.ts";
import { openSend, pickerOf, small } from "./support/send-screen.ts";

let app: TestApp;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

before(async () => {
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(async () => {
  watched = await openSend(browser, app);
  page = watched.page;
});
afterEach(async () => {
  await watched.context.close();
});

const picker = (of: Page = page) => pickerOf(of);
const row = (name: string, of: Page = page) => of.getByRole("listitem").filter({ hasText: name });
const uploaded = (name: string, of: Page = page) => row(name, of).getByText("Uploaded").waitFor();
const goTo = (name: string) => page.getByRole("link", { name, exact: true }).click();

/** Lets a drag of that what over the page; answers what the page made of its last two events. */
const drag = (kind: "file" | "link", on: string) =>
  page.evaluate(
    ([kind, on]) => {
      const dataTransfer = new DataTransfer();
      if (kind === "file") dataTransfer.items.add(new File(["dropped"], "dropped.txt", { type: "text/plain" }));
      else dataTransfer.setData("text/uri-list", "https://elsewhere.example/");
      const fire = (type: string) =>
        !document
          .querySelector(on!)!
          .dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      fire("dragenter");
      return { overTaken: fire("dragover"), dropTaken: fire("drop") };
    },
    [kind, on],
  );

describe("a drop", () => {
  for (const screen of ["Files", "Links"])
    test(`on ${screen} is sent, and the page stays`, async () => {
      await goTo(screen);
      await page.getByRole("heading", { name: screen, exact: true }).waitFor();
      assert.deepEqual(await drag("file", "main"), { overTaken: true, dropTaken: true });
      await page.getByText("1 file is on the way. See it under Send.").waitFor();
      await goTo("Send");
      await uploaded("dropped.txt");
      assert.deepEqual(watched.problems, []);
    });

  test("of a link leads nowhere, but a field takes it", async () => {
    await goTo("Files");
    await page.getByRole("searchbox").waitFor();
    assert.deepEqual(await drag("link", "main"), { overTaken: true, dropTaken: true });
    assert.deepEqual(await drag("link", "input[type=search]"), { overTaken: false, dropTaken: false });
  });

  test("that is held over a screen without a zone says what letting go does", async () => {
    await goTo("Links");
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x"], "held.txt"));
      return transfer;
    });
    await page.dispatchEvent("main", "dragenter", { dataTransfer: data });
    await page.getByText("Let go to send").waitFor();
    await page.dispatchEvent("main", "dragleave", { dataTransfer: data });
    await page.getByText("Let go to send").waitFor({ state: "detached" });
  });
});

describe("a row that is taken away", () => {
  test("says that the file stays, and leaves the focus on the next row, then at the heading", async () => {
    await picker().setInputFiles([small("first.txt"), small("second.txt")]);
    await uploaded("first.txt");
    await uploaded("second.txt");
    await page.getByRole("button", { name: "Remove first.txt" }).click();
    await page.getByText("first.txt is off this list. It stays under Files.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Remove second.txt");
    await page.keyboard.press("Enter");
    await row("second.txt").waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    await goTo("Files");
    await row("first.txt").first().waitFor();
  });

  test("before it arrived says that it is not sent", async () => {
    await page.route(/X-Amz-Signature/, () => {});
    await picker().setInputFiles(small("cancelled.txt"));
    await page.getByRole("button", { name: "Cancel cancelled.txt" }).click();
    await page.getByText("cancelled.txt is not sent.").waitFor();
  });
});

describe("Learn", () => {
  test("opens beside the work while there is some, with the app's navigation", async () => {
    for (const name of ["Learn", "What is a presigned URL?"])
      assert.equal(await page.getByRole("link", { name }).getAttribute("target"), null);
    await page.route(/X-Amz-Signature/, () => {});
    await picker().setInputFiles(small("stays.txt"));
    await row("stays.txt").waitFor();
    for (const name of ["Learn", "What is a presigned URL?"]) {
      const [learn] = await Promise.all([
        page.waitForEvent("popup"),
        page.getByRole("link", { name: `${name} (opens in a new tab)` }).click(),
      ]);
      await learn.getByRole("heading", { name: "A URL that carries its own permission" }).waitFor();
      await learn.getByRole("navigation").getByRole("link", { name: "Files" }).waitFor();
      await learn.close();
    }
    await row("stays.txt").waitFor();
  });
});

describe("what is said", () => {
  test("the head counts a refused file in both number and bytes", async () => {
    await page.route(/X-Amz-Signature/, (route) =>
      route.fulfill({
        status: 400,
        headers: { "access-control-allow-origin": app.url, "access-control-allow-headers": "*" },
        body: "<Error><Code>EntityTooLarge</Code><Message>Too large</Message></Error>",
      }),
    );
    await picker().setInputFiles(small("refused.txt"));
    await row("refused.txt").getByText("larger than it takes").waitFor();
    await page.getByRole("heading", { name: "1 file · 11 bytes" }).waitFor();
    await page.getByText("1 not sent").waitFor();
  });

  test("Links tells of a link that is coming, and shows it when it is there", async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(/X-Amz-Signature/, async (route) => {
      await held;
      await route.continue();
    });
    await picker().setInputFiles(small("coming.txt"));
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByRole("heading", { name: "Your link is coming" }).waitFor();
    await goTo("Links");
    await page.getByText("A link is coming.").waitFor();
    await page.setViewportSize({ width: 1200, height: 800 });
    const [note, way] = await Promise.all([
      page.locator(".note").boundingBox(),
      page.getByRole("link", { name: "See it under Send" }).boundingBox(),
    ]);
    assert.ok(note!.x + note!.width - way!.x - way!.width < 24, "the way there stands at the end of its row");
    letGo();
    await row("coming.txt").getByText("Open").waitFor();
    await page.getByText("A link is coming.").waitFor({ state: "detached" });
  });

  test("a question puts the focus on its safe answer, and nothing into the console", async () => {
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    await picker().setInputFiles(small("asked.txt"));
    await uploaded("asked.txt");
    await goTo("Files");
    await row("asked.txt").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Keep it");
    assert.deepEqual(said, []);
  });
});
