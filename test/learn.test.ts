// Learn in a real Chromium under the CSP that ships: both URLs tried on a real bucket, and a URL pasted, changed and
// judged while nothing is sent.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createPresigner } from "@daypass/presign";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { startApp, type TestApp } from "./support/app.ts";
import { findViolations } from "./support/axe.ts";
import { launchBrowser, openPage, sidewaysScroll } from "./support/browser.ts";

let browser: Browser;
let app: TestApp;

before(async () => {
  [browser, app] = await Promise.all([launchBrowser(), startApp()]);
});
after(async () => {
  await Promise.all([browser?.close(), app?.close()]);
});

/** Opens Learn and answers with what is asked for from then on. */
async function openLearn(options: BrowserContextOptions = {}) {
  const opened = await openPage(browser, options);
  await opened.page.goto(`${app.url}/learn`);
  await verdict(opened.page).waitFor();
  const requests: string[] = [];
  opened.page.on("request", (request) => requests.push(`${request.method()} ${request.url()}`));
  return { ...opened, requests };
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const field = (page: Page) => page.getByLabel("The URL: change any character");
const verdict = (page: Page) => page.locator(".verdict");
const changedLines = async (page: Page): Promise<string[]> =>
  (await page.locator(".lines .changed th").allTextContents()).map((text) => text.replace(/\s+/g, " ").trim());
/** Chromium writes down each refused answer, and these are wanted. */
const unwanted = (problems: readonly string[]) => problems.filter((problem) => !/status of 40[03]/.test(problem));

test("it is found from the first screen, without signing in", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(`${app.url}/`);
  await page.getByRole("link", { name: "Try a presigned URL" }).click();
  await page.getByRole("heading", { level: 1, name: "A URL that carries its own permission" }).waitFor();
  await context.close();
});

describe("the live try", { concurrency: 2 }, () => {
  test("the plain URL is refused with the bucket's own XML, the presigned one answered, a changed one refused", async () => {
    const { page, context, problems } = await openLearn();
    await button(page, "Send the plain URL").click();
    const plain = page.getByRole("status", { name: "Answer to the plain URL" });
    await plain.getByText("403 Forbidden AccessDenied.").waitFor();
    assert.match(
      (await plain.locator("pre").textContent())!,
      /<Code>AccessDenied<\/Code>\n {2}<Message>Access Denied</,
    );

    await button(page, "Send the presigned URL").click();
    const presigned = page.getByRole("status", { name: "Answer to the presigned URL" });
    await presigned.getByText("200 OK.").waitFor();
    assert.match((await presigned.locator("pre").textContent())!, /^Hello! This file is in a bucket\./);

    await button(page, "Change one character and send it").click();
    const changed = page.getByRole("status", { name: "Answer to the changed URL" });
    await changed.getByText("403 Forbidden SignatureDoesNotMatch.").waitFor();
    assert.match((await changed.locator("pre").textContent())!, /<CanonicalRequest>[\s\S]*hallo\.txt/);
    assert.deepEqual(unwanted(problems), []);
    const gets = app.bucketRequests.filter(({ operation }) => operation === "GetObject");
    assert.ok(
      gets.some(({ status }) => status === 200),
      "the bytes came from the bucket",
    );
    await context.close();
  });

  test("when its time is over the same URL is refused, and a new one works", async () => {
    const { page, context } = await openLearn();
    await page.clock.install({ time: new Date() });
    // The bucket's clock goes on as it does: a URL that was signed 31 seconds ago is one that the server signed then.
    await page.route("**/learn/demo", async (route) => {
      const response = await route.fetch();
      const urls = await response.json();
      const presigner = createPresigner({ ...app.signing, clock: () => new Date(Date.now() - 31_000) });
      urls.presignedUrl = presigner.get("learn/hello.txt", { expiresInSeconds: 30 }).url;
      await route.fulfill({ response, json: urls });
    });
    await button(page, "Make one and send it").click();
    const answer = page.getByRole("status", { name: "Answer to the presigned URL" });
    await answer.getByText("403 Forbidden AccessDenied.").waitFor();
    await answer.getByText("that is over").waitFor();
    await page.getByText("Good for 30 s more").waitFor();
    await page.clock.fastForward(31_000);
    await page.getByText("It has ended. Send it again, and see.").waitFor();
    await page.unroute("**/learn/demo");
    await button(page, "Make a new one").click();
    await answer.getByText("200 OK.").waitFor();
    await context.close();
  });

  for (const { says, answer, want } of [
    {
      says: "a bucket whose CORS leaves this page out",
      answer: "no CORS",
      want: /answers, but not to this page: its CORS configuration must allow GET from http:\/\/localhost:\d+/,
    },
    { says: "a bucket that is off", answer: "nothing", want: /does not answer this browser/ },
    { says: "a bucket that is public", answer: "public", want: /This bucket is public/ },
  ])
    test(says, async () => {
      const { page, context } = await openLearn();
      await page.route(/^http:\/\/127\.0\.0\.1:/, (route) => {
        if (answer === "nothing") return route.abort();
        const headers: Record<string, string> = {
          "access-control-allow-origin": answer === "public" ? "*" : "https://elsewhere.example",
        };
        return route.fulfill({ status: 200, body: "Hello!", headers });
      });
      await button(page, "Send the plain URL").click();
      const status = page.getByRole("status", { name: "Answer to the plain URL" });
      await status.locator(".note").waitFor();
      assert.match((await status.textContent())!, want);
      await context.close();
    });

  for (const { says, fulfil, want } of [
    {
      says: "too many tries",
      fulfil: { status: 429, json: { detail: "Too many tries. Try again in 3 minutes." } },
      want: "Too many tries. Try again in 3 minutes.",
    },
    {
      says: "an answer that is none",
      fulfil: { status: 500, body: "oh" },
      want: "This Daypass answered 500. Try again.",
    },
    { says: "a server that is off", fulfil: null, want: "This Daypass does not answer." },
  ])
    test(`the server's no is told: ${says}`, async () => {
      const { page, context } = await openLearn();
      await page.route("**/learn/demo", (route) => (fulfil ? route.fulfill(fulfil) : route.abort()));
      await button(page, "Make one and send it").click();
      await page.getByRole("alert").getByText(want).waitFor();
      assert.equal(await button(page, "Make one and send it").isEnabled(), true, "it can be tried again");
      await context.close();
    });
});

describe("the anatomy", { concurrency: 2 }, () => {
  test("changing a character shows where it breaks, and nothing is sent", async () => {
    const { page, context, problems, requests } = await openLearn();
    await verdict(page).getByText("200 OK").waitFor();
    assert.deepEqual(await changedLines(page), []);

    const url = await field(page).inputValue();
    await field(page).press("ControlOrMeta+Home");
    for (let i = 0; i < url.indexOf("report"); i++) await field(page).press("ArrowRight");
    await field(page).press("Delete");
    await field(page).pressSequentially("R");
    await verdict(page).getByText("403 SignatureDoesNotMatch").waitFor();
    await verdict(page).getByText("line 2, “Path”").waitFor();
    assert.deepEqual(await changedLines(page), [
      "2 Pathchanged",
      "4 Hash of the canonical requestchanged",
      "Worked out",
      "In the URL",
    ]);
    assert.equal(await page.locator(".lines ins mark").first().textContent(), "R");
    await page.getByText(/^\d+ of 64 digits differ\./).waitFor();

    for (const [name, title] of [
      ["Another method", "403 SignatureDoesNotMatch"],
      ["Another access key", "403 InvalidAccessKeyId"],
      ["Another region", "400 AuthorizationQueryParametersError"],
      ["Too late", "403 AccessDenied"],
      ["Put it back", "200 OK"],
    ] as const) {
      await button(page, name).click();
      await verdict(page).getByText(title).waitFor();
    }
    await button(page, "A demo for uploading").click();
    await verdict(page).getByText("200 OK").waitFor();
    await page.getByLabel("Headers that are sent with it").fill("content-type: text/html");
    await verdict(page).getByText("Signed, but not sent along: content-length, if-none-match").waitFor();

    assert.deepEqual(requests, [], "nothing was sent");
    assert.deepEqual(problems, []);
    // The canary: had anything been sent, it would have been seen.
    await button(page, "Send the plain URL").click();
    await page.getByText("403 Forbidden AccessDenied.").waitFor();
    assert.match(requests.join("\n"), /^POST .*\/learn\/demo\nGET .*\/learn\/hello\.txt$/);
    await context.close();
  });

  test("whoever pastes a URL says with which method it was signed, and is told what that leaves open", async () => {
    const { page, context } = await openLearn();
    const presigner = createPresigner({
      credentials: { accessKeyId: "AKIAPASTEDKEY1234567", secretAccessKey: "another" },
      region: "eu-west-1",
      bucket: "my-bucket",
    });
    await field(page).fill("");
    await field(page).fill(presigner.put("in/a.txt", { expiresInSeconds: 600 }).url);
    const method = page.getByLabel("Used with the method");
    assert.equal(await method.inputValue(), "GET", "nothing in it says more");
    await verdict(page).getByText("In order, as far as can be seen").waitFor();
    const openSize = page.getByText("The size is not signed: a body of up to 5 GiB may be stored.");
    assert.equal(await openSize.count(), 0);
    await method.selectOption("PUT");
    await openSize.waitFor();
    await verdict(page).getByText("In order, as far as can be seen").waitFor();
    await button(page, "Another method").click();
    await verdict(page).getByText("line 1, “Method”").waitFor();
    await context.close();
  });

  test("a pasted URL is taken apart without its secret, offline", async () => {
    const { page, context, requests } = await openLearn();
    await context.setOffline(true);
    const presigner = createPresigner({
      credentials: { accessKeyId: "AKIAPASTEDKEY1234567", secretAccessKey: "a-secret-that-is-not-in-the-url" },
      region: "eu-west-1",
      bucket: "my-bucket",
    });
    const { url } = presigner.get("a b.txt", {
      expiresInSeconds: 3600,
      downloadAs: "Zoë.txt",
      headers: { "x-reader": "zoe" },
    });
    await field(page).focus();
    await page.evaluate((text) => {
      const area = document.querySelector<HTMLTextAreaElement>(".url-field")!;
      area.select();
      const clipboardData = new DataTransfer();
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
      document.execCommand("insertText", false, text);
    }, url);
    await verdict(page).getByText("Signed, but not sent along: x-reader.").waitFor();
    await page.getByLabel("Headers that are sent with it").fill("X-Reader: zoe");
    await verdict(page).getByText("In order, as far as can be seen").waitFor();
    await page.locator(".legend").getByText("a b.txt").waitFor();
    await page.locator(".legend").getByText("AKIAPASTEDKEY1234567").waitFor();
    await page.getByText("This step needs the secret of AKIAPASTEDKEY1234567.").waitFor();

    await page.getByText("I have the secret of a key that was made for trying").click();
    await page.getByLabel("Secret access key").fill("a-secret-that-is-not-in-the-url");
    await button(page, "Work it out").click();
    await verdict(page).getByText("200 OK").waitFor();
    assert.doesNotMatch(await page.content(), /a-secret-that-is-not-in-the-url/, "a secret is not shown");
    assert.deepEqual(requests, []);
    await context.close();
  });

  test("a pasted URL can be signed again with the demo key; what is none is said to be none", async () => {
    const { page, context } = await openLearn();
    const steps = () => page.getByRole("table", { name: "Steps from the secret to the signing key" });
    await field(page).fill("");
    await field(page).fill(
      "https://my-bucket.s3.eu-west-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAPASTEDKEY1234567%2F20261124%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T140500Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature="
        .padEnd(400, "0")
        .replace(/0+$/, "0".repeat(64)),
    );
    await page.getByLabel("When S3 sees it").selectOption("when it was signed");
    await verdict(page).getByText("In order, as far as can be seen").waitFor();
    assert.equal(await steps().count(), 0);
    await button(page, "Sign it again with the demo key").click();
    await verdict(page).getByText("200 OK").waitFor();
    assert.equal(await steps().count(), 1);
    for (const [text, title, says] of [
      ["https://example.com/k", "Nothing in it to judge", "A plain URL without a signature"],
      ["https://h/k?AWSAccessKeyId=A&Signature=S&Expires=1", "400 InvalidRequest", "Signature Version 2"],
      [
        "https://h/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=12",
        "400 AuthorizationQueryParametersError",
        "it may have been cut off",
      ],
      ["hello", "Not a URL that can be sent", "This is not an http(s) URL."],
    ] as const) {
      await field(page).fill("");
      await field(page).fill(text);
      await verdict(page).getByText(title).waitFor();
      await page.locator(".note.warn").getByText(says).first().waitFor();
    }
    await context.close();
  });

  test("a URL that lost its last character is as good as whole when it is typed again", async () => {
    const { page, context } = await openLearn();
    const presigner = createPresigner({
      credentials: { accessKeyId: "AKIAPASTEDKEY1234567", secretAccessKey: "another" },
      region: "eu-west-1",
      bucket: "my-bucket",
    });
    const { url } = presigner.put("in/a.txt", { expiresInSeconds: 600, contentLength: 5 });
    await field(page).fill("");
    await field(page).fill(url.slice(0, -1));
    await page.locator(".note.warn").getByText("it may have been cut off").waitFor();
    await page.getByLabel("Headers that are sent with it").waitFor({ state: "detached" });
    await field(page).press("ControlOrMeta+End");
    await field(page).pressSequentially(url.at(-1)!);
    await page.getByLabel("Headers that are sent with it").fill("content-length: 5");
    await verdict(page).getByText("In order, as far as can be seen").waitFor();
    assert.equal(await page.getByLabel("Used with the method").inputValue(), "PUT", "what is signed says so");
    assert.deepEqual(await changedLines(page), []);

    await field(page).fill(url.replace("/a.txt", "/b.txt"));
    await verdict(page).getByText("403 SignatureDoesNotMatch").waitFor();
    await verdict(page).getByText("if the URL was right as it was mended").waitFor();
    assert.deepEqual(await changedLines(page), ["2 Pathchanged", "4 Hash of the canonical requestchanged"]);
    await field(page).fill(url);
    await verdict(page).getByText("In order, as far as can be seen").waitFor();
    await context.close();
  });

  test("a plain URL of anywhere is not judged, and shows no steps of a signature", async () => {
    const { page, context } = await openLearn();
    await field(page).fill("https://example.com/a.txt");
    await verdict(page).getByText("Nothing in it to judge").waitFor();
    await page.getByText("There is no proof here to follow.").waitFor();
    assert.equal(await page.locator(".stages").count(), 0);
    await context.close();
  });

  test("the URL of the live try goes onto the bench, and the focus with it", async () => {
    const { page, context } = await openLearn();
    await button(page, "Make one and send it").click();
    await button(page, "Take it apart below").click();
    assert.match(await field(page).inputValue(), /\/daypass\/learn\/hello\.txt\?X-Amz-Algorithm=/);
    await verdict(page).getByText("In order, as far as can be seen").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Anatomy");
    await context.close();
  });
});

test("sound in light and dark, wide and narrow, with every answer on it", async () => {
  const { page, context } = await openLearn();
  await button(page, "Send the plain URL").click();
  await page.getByText("403 Forbidden AccessDenied.").waitFor();
  await button(page, "Send the presigned URL").click();
  await page.getByText("200 OK.", { exact: true }).waitFor();
  await button(page, "Change one character and send it").click();
  await page.getByText("403 Forbidden SignatureDoesNotMatch.").waitFor();
  await button(page, "Take it apart below").click();
  await page.getByText("I have the secret of a key").click();
  await button(page, "Another object").click();
  for (const { colorScheme, width, rules } of [
    { colorScheme: "light", width: 1280, rules: {} },
    { colorScheme: "dark", width: 390, rules: { only: ["color-contrast"] } },
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    assert.deepEqual(await findViolations(page, rules), [], `${colorScheme} at ${width} px`);
  }
  for (const button of await page.locator("main .button:visible").all())
    assert.ok((await button.boundingBox())!.height >= 36, "no button is too small to hit");
  await page.setViewportSize({ width: 320, height: 800 });
  assert.equal(await sidewaysScroll(page), 0, "sideways scroll at 320 px");
  await context.close();
});

test("without JavaScript both URLs open in tabs of their own, and the example is taken apart", async () => {
  const { page, context } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${app.url}/learn`);
  await page.locator(".anatomy mark").first().waitFor();
  for (const { act, part, status } of [
    { act: page.getByRole("link", { name: "Open the plain URL" }), part: "/learn/hello.txt", status: 403 },
    {
      act: page.getByRole("button", { name: "Make a presigned URL and open it" }),
      part: "X-Amz-Signature=",
      status: 200,
    },
  ]) {
    const [response] = await Promise.all([
      context.waitForEvent("response", (answer) => answer.url().includes(part)),
      act.click(),
    ]);
    assert.equal(response.status(), status);
  }
  await context.close();
});
