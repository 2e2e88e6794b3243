// Every screen of the app, in every state that people meet: axe-core in light and dark, wide and narrow, and nothing that
// has to be scrolled sideways at 320 px.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { startApp, type TestApp } from "./support/app.ts";
import { findViolations } from "./support/axe.ts";
import { launchBrowser, openPage, sidewaysScroll } from "./support/browser.ts";

let app: TestApp;
let browser: Browser;
/** Paths of a link that is open, and of one that is withdrawn. */
let open: string;
let gone: string;
/** One that is used up and has lost a file. */
let used: string;

const LONG =
  "whiteboard photo from Tuesday, the one with the arrows and_a_very_long_word_that_does_not_break_anywhere.heic";
const file = (name: string, sizeBytes = 24_000) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.alloc(sizeBytes),
});
const choose = (page: Page, ...names: string[]) =>
  page
    .locator(".drop input[type=file]")
    .first()
    .setInputFiles(names.map((name) => file(name)));

async function makeLink(page: Page, title: string, ...names: string[]): Promise<string> {
  await page.goto(app.url);
  await choose(page, ...names);
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.waitForURL(/\/links\/shr_/);
  return new URL(page.url()).pathname;
}

async function withdraw(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Withdraw the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw the link" }).click();
  await page.getByText(/You withdrew this link/).waitFor();
}

/** Spends one download of two files, takes the second out, and leaves no more. */
async function useUp(page: Page): Promise<void> {
  const link = await page.getByRole("textbox", { name: "The link" }).inputValue();
  const { files } = await (await fetch(link, { headers: { accept: "application/json" } })).json();
  await fetch(`${link}/files/${files[0].id}/claim`, { method: "POST", redirect: "manual" });
  const ask = (method: string, path: string, body?: object) =>
    page.evaluate(
      async ([method, path, body]) =>
        (
          await fetch(path!, {
            method: method!,
            ...(body ? { body, headers: { "content-type": "application/json" } } : {}),
          })
        ).status,
      [method, path, body && JSON.stringify(body)] as const,
    );
  assert.equal(await ask("DELETE", `/api/v1/files/${files[1].id}?confirmShared=true`), 204);
  assert.equal(
    await ask("PATCH", `/api/v1${new URL(page.url()).pathname.replace("links", "shares")}`, { maxClaims: 1 }),
    200,
  );
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** What the server would say of two uploads that stand still and one that moved lately. */
async function showOpenUploads(page: Page, path: string): Promise<void> {
  const upload = (id: string, name: string) => ({
    id: `upl_${id.repeat(26)}`,
    state: "uploading",
    name,
    sizeBytes: 240_000,
    contentType: "application/octet-stream",
    createdAt: minutesAgo(90),
    expiresAt: minutesAgo(-1000),
    fileId: null,
  });
  const uploads = [upload("a", "film.mov"), upload("b", LONG), upload("c", "elsewhere.zip")];
  await page.route(/\/api\/v1\/uploads(?:\?|\/upl_|$)/, (route) => {
    const found = uploads.find(({ id }) => route.request().url().endsWith(id));
    if (!found) return route.fulfill({ json: { items: uploads, nextCursor: null } });
    const arrivedAt = minutesAgo(found.name === "elsewhere.zip" ? 0 : 80);
    const parts = found.name === LONG ? [] : [{ number: 1, sizeBytes: 96_000, etag: '"1"', arrivedAt }];
    return route.fulfill({ json: { upload: found, plan: null, parts } });
  });
  await page.goto(`${app.url}${path}`);
  await page.getByText("2 uploads were cut off.").waitFor();
  await page.getByText("perhaps on its way in another browser").waitFor();
}

interface Screen {
  readonly name: string;
  /** Brings a page to the state; it is signed in and somewhere. */
  readonly reach: (page: Page) => Promise<void>;
}

const EMPTY: readonly Screen[] = [
  { name: "send: empty", reach: (page) => page.getByText("Drop files here").waitFor() },
  {
    name: "files: none yet",
    reach: async (page) => {
      await page.goto(`${app.url}/files`);
      await page.getByText("No files yet").waitFor();
    },
  },
  {
    name: "links: none yet",
    reach: async (page) => {
      await page.goto(`${app.url}/links`);
      await page.getByText("No links yet").waitFor();
    },
  },
];

const SCREENS: readonly Screen[] = [
  {
    name: "send: sent, refused, sending, queued",
    reach: async (page) => {
      let count = 0;
      await page.route(/X-Amz-Signature/, (route) => {
        if (route.request().method() !== "PUT") return route.continue();
        const nth = ++count;
        if (nth === 1) return route.continue();
        if (nth === 2)
          return route.fulfill({
            status: 400,
            headers: { "access-control-allow-origin": app.url },
            body: "<Error><Code>EntityTooLarge</Code><Message>Too large</Message></Error>",
          });
      });
      await choose(page, "first.pdf", LONG, "film.mov", "fonts.zip", "last.txt");
      await page.getByText("Uploaded").waitFor();
      await page.getByText("larger than it takes").first().waitFor();
      await page.getByText("waits for its turn").waitFor();
    },
  },
  {
    name: "send: waiting for another try",
    reach: async (page) => {
      await page.route(/X-Amz-Signature/, (route) =>
        route.request().method() === "PUT"
          ? route.fulfill({
              status: 503,
              headers: {
                "access-control-allow-origin": app.url,
                "access-control-expose-headers": "*",
                "retry-after": "600",
              },
              body: "<Error><Code>SlowDown</Code></Error>",
            })
          : route.continue(),
      );
      await choose(page, "one.pdf", "two.pdf");
      for (const name of ["one.pdf", "two.pdf"])
        await page.getByRole("listitem").filter({ hasText: name }).getByText("Trying again in").waitFor();
    },
  },
  {
    name: "send: paused",
    reach: async (page) => {
      await page.route(/X-Amz-Signature/, () => {});
      await choose(page, "film.mov");
      await page.getByRole("button", { name: /^Pause/ }).click();
      await page.getByText("Paused before the first part arrived.").waitFor();
    },
  },
  {
    name: "send: the link is coming",
    reach: async (page) => {
      await page.route(/X-Amz-Signature/, () => {});
      await choose(page, "film.mov");
      await page.getByRole("button", { name: "Make the link" }).click();
      await page.getByText("Your link is coming").waitFor();
    },
  },
  {
    name: "send: mistakes in the form",
    reach: async (page) => {
      await choose(page, "a.txt");
      await page.getByLabel("Works until").selectOption("at");
      await page.getByLabel("Downloads", { exact: true }).selectOption("other");
      await page.getByRole("button", { name: "Suggest one" }).click();
      await page.getByRole("button", { name: "Make the link" }).click();
      await page.getByText("Choose a day and a time.").waitFor();
    },
  },
  { name: "send: uploads that were cut off, and one elsewhere", reach: (page) => showOpenUploads(page, "/") },
  { name: "files: uploads that were cut off, and one elsewhere", reach: (page) => showOpenUploads(page, "/files") },
  {
    name: "send: asked whether to go on with what was begun",
    reach: async (page) => {
      await showOpenUploads(page, "/");
      await page
        .locator(".drop input[type=file]")
        .first()
        .setInputFiles([file("film.mov", 240_000), file(LONG, 240_000)]);
      await page.getByRole("dialog", { name: "Go on where it stopped?" }).waitFor();
    },
  },
  {
    name: "send: throwing away what moved lately",
    reach: async (page) => {
      await showOpenUploads(page, "/");
      await page.getByRole("button", { name: "Throw away elsewhere.zip" }).click();
      await page.getByText("another browser or program may be sending it still").waitFor();
    },
  },
  {
    name: "links: one is coming",
    reach: async (page) => {
      await page.route(/X-Amz-Signature/, () => {});
      await choose(page, "film.mov");
      await page.getByRole("button", { name: "Make the link" }).click();
      await page.getByRole("link", { name: "Links", exact: true }).click();
      await page.getByText("A link is coming.").waitFor();
    },
  },
  {
    name: "link: ready",
    reach: async (page) => {
      await page.goto(`${app.url}${open}`);
      await page.getByRole("row").filter({ hasText: "Link made" }).waitFor();
    },
  },
  {
    name: "link: withdrawn",
    reach: async (page) => {
      await page.goto(`${app.url}${gone}`);
      await page.getByText(/You withdrew this link/).waitFor();
    },
  },
  {
    name: "link: changing it",
    reach: async (page) => {
      await page.goto(`${app.url}${open}`);
      await page.getByRole("button", { name: "Change" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "link: used up, changing it",
    reach: async (page) => {
      await page.goto(`${app.url}${used}`);
      await page.getByRole("button", { name: "Change" }).click();
      await page.getByText("This number includes 1 that is used").waitFor();
    },
  },
  {
    name: "link: another one of the same files",
    reach: async (page) => {
      await page.goto(`${app.url}${gone}`);
      await page.getByRole("button", { name: "Make another link" }).click();
      await page.getByRole("dialog").getByLabel("Downloads").selectOption("1");
    },
  },
  {
    name: "link: one of its files was deleted",
    reach: async (page) => {
      await page.goto(`${app.url}${used}`);
      await page.getByText("without the file that was deleted").waitFor();
    },
  },
  {
    name: "link: unknown",
    reach: async (page) => {
      await page.goto(`${app.url}/links/shr_${"a".repeat(26)}`);
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    name: "files: some, one chosen",
    reach: async (page) => {
      await page.goto(`${app.url}/files`);
      await page.getByRole("checkbox").first().check();
      await page.getByText("1 file chosen").waitFor();
    },
  },
  {
    name: "files: deleting one that links name",
    reach: async (page) => {
      await page.goto(`${app.url}/files`);
      await page
        .getByRole("listitem")
        .filter({ hasText: "in 1 link" })
        .first()
        .getByRole("button", { name: "Delete" })
        .click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Delete" }).click();
      await dialog.getByText("These links lose it:").waitFor();
    },
  },
  {
    name: "files: nothing found",
    reach: async (page) => {
      await page.goto(`${app.url}/files`);
      await page.getByRole("searchbox").fill("there is no such file");
      await page.getByText("Nothing found").waitFor();
    },
  },
  {
    name: "links: open and withdrawn",
    reach: async (page) => {
      await page.goto(`${app.url}/links`);
      await page.getByText("Withdrawn", { exact: true }).waitFor();
    },
  },
  {
    name: "the session has ended",
    reach: async (page) => {
      await page.context().clearCookies();
      // Not a click: the page may have noticed by itself, and its question be over the link.
      await page.getByRole("link", { name: "Links" }).dispatchEvent("click");
      await page.getByRole("dialog", { name: "Your session has ended" }).waitFor();
    },
  },
  {
    name: "offline",
    reach: async (page) => {
      await page.context().setOffline(true);
      await page.getByText("You are offline.").waitFor();
    },
  },
];

before(async () => {
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await app?.close();
});

// Colours change with the scheme and layout with the width: each is seen once either way.
const LOOKS = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 390 },
] as const;

async function look({ reach }: Screen): Promise<void> {
  const { page, context } = await openPage(browser, { reducedMotion: "reduce" });
  page.setDefaultTimeout(15_000);
  try {
    await app.signIn(context);
    await page.goto(app.url);
    await page.getByRole("heading", { name: "Hand out a pass" }).waitFor();
    await reach(page);
    for (const { colorScheme, width } of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await findViolations(page), [], `axe-core, ${colorScheme} at ${width} px`);
    }
    await page.setViewportSize({ width: 320, height: 800 });
    assert.equal(await sidewaysScroll(page), 0, "sideways scroll at 320 px");
  } finally {
    await context.close();
  }
}

describe("before anything was sent", () => {
  for (const screen of EMPTY) test(screen.name, () => look(screen));
});

describe("with files and links", { concurrency: 2 }, () => {
  before(async () => {
    const { page, context } = await openPage(browser);
    await app.signIn(context);
    gone = await makeLink(page, "Withdrawn already", "old.txt");
    await withdraw(page);
    used = await makeLink(page, "Used up", "used.txt", "lost.txt");
    await useUp(page);
    open = await makeLink(page, "Launch film, for review", "storyboard.pdf", LONG);
    await context.close();
  });
  for (const screen of SCREENS) test(screen.name, () => look(screen));
});
