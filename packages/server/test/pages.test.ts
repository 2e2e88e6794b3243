// The pages as text: what is in them, and that nothing put into them can become markup.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import aws4 from "aws4";
import { extensionOf, formatSize, formatWait, moment } from "../src/http/pages/format.ts";
import {
  appPage,
  errorPage,
  type Frame,
  faviconSvg,
  type Html,
  learnPage,
  notValidPage,
  recipientPage,
  resetPage,
  setupPage,
  signInPage,
  unlockPage,
} from "../src/http/pages/index.ts";
import { CHANGED, EXAMPLE, STAGES } from "../src/http/pages/learn/example.ts";

const frame: Frame = { styleHref: "/assets/daypass.css", scripts: [], styles: [], notPrivate: false };
const HOSTILE = `</title></bdi>"><script>alert("x")</script><img src=x onerror='alert(1)'>&lt;`;
const text = async (page: Html): Promise<string> => String(await page);

const file = (name: string, more: object = {}) => ({
  id: "fil_aaaaaaaaaaaaaaaaaaaaaaaaaa",
  name,
  sizeBytes: 1_842_500_000,
  contentType: "video/mp4",
  resumable: false,
  claimToken: "abcdefghijklmnopqrstuvwxy2",
  ...more,
});
const share = {
  slug: "abc",
  title: null,
  files: [file("a.mov")],
  expiresAt: null,
  claimsLeft: null,
  now: new Date("2026-11-29T14:00:00Z"),
  fileGone: false,
};
const nine = Array.from({ length: 9 }, (_, index) => file(`${index}.mov`, { id: `fil_${index}` }));

for (const { says, page } of [
  {
    says: "a share's title and its file names",
    page: recipientPage(frame, { ...share, slug: HOSTILE, title: HOSTILE, files: [file(HOSTILE, { id: HOSTILE })] }),
  },
  { says: "a slug", page: unlockPage(frame, { slug: HOSTILE, error: null }) },
  {
    says: "a set-up's name, errors and address",
    page: setupPage(frame, {
      action: HOSTILE,
      login: HOSTILE,
      errors: { login: HOSTILE, password: HOSTILE },
      bucketSentence: HOSTILE,
    }),
  },
  {
    says: "a reset's name, error and address",
    page: resetPage(frame, { action: HOSTILE, login: HOSTILE, error: HOSTILE }),
  },
  {
    says: "a sign-in's name and way on",
    page: signInPage(frame, {
      login: HOSTILE,
      error: { kind: "wrong", triesLeft: 1 },
      next: HOSTILE,
      needsSetup: false,
    }),
  },
  {
    says: "an error's texts",
    page: errorPage(frame, { status: 500, title: HOSTILE, detail: HOSTILE, code: HOSTILE, requestId: HOSTILE }),
  },
  { says: "the app's login", page: appPage(frame, { login: HOSTILE }) },
  {
    says: "addresses of style and script",
    page: notValidPage({ ...frame, styleHref: HOSTILE, styles: [HOSTILE], scripts: [HOSTILE] }),
  },
])
  test(`markup stays text: ${says}`, async () => {
    const markup = await text(page);
    assert.doesNotMatch(markup, /<script>|<img|alert\("x"\)|onerror='/);
    assert.match(markup, /&lt;script&gt;alert|%3Cscript%3Ealert/);
    // The visitor's own "&lt;" must not turn into "<" when it is shown.
    assert.match(markup, /&amp;lt;|%26lt%3B/);
  });

for (const { says, page, wants } of [
  {
    says: "a download is a form that posts",
    page: recipientPage(frame, share),
    wants: ['<form method="post" action="/s/abc/files/fil_aaaaaaaaaaaaaaaaaaaaaaaaaa/claim">', "<button"],
  },
  {
    says: "a name stands alone in its own direction",
    page: recipientPage(frame, { ...share, files: [file("photo\u202Egpj.exe")] }),
    wants: ['<bdi class="name">photo\u202Egpj.exe</bdi>'],
  },
  {
    says: "a size is rounded, the exact bytes are in the title",
    page: recipientPage(frame, share),
    wants: ['title="1,842,500,000 bytes">1.84 GB<'],
  },
  {
    says: "an end is a time in UTC",
    page: recipientPage(frame, { ...share, expiresAt: new Date("2026-12-01T14:05:00Z") }),
    wants: ['<time datetime="2026-12-01T14:05:00.000Z">Tue 1 Dec 2026, 14:05 UTC</time>'],
  },
  {
    says: "the last download says so",
    page: recipientPage(frame, { ...share, claimsLeft: 1 }),
    wants: ["One download left."],
  },
  {
    says: "one download for nine files is one of them, once",
    page: recipientPage(frame, { ...share, files: nine, claimsLeft: 1 }),
    wants: ["One download left: one of these 9 files, once.", "one for each file"],
  },
  {
    says: "fewer downloads than files are told with what one is",
    page: recipientPage(frame, { ...share, files: nine, claimsLeft: 5 }),
    wants: ["5 downloads left for 9 files.", "one for each file"],
  },
  {
    says: "what is left until the end is told apart from the reader's clock",
    page: recipientPage(frame, { ...share, expiresAt: new Date(share.now.getTime() + 90_000) }),
    wants: ['data-left-ms="90000"'],
  },
  {
    says: "a file that left the link while its page was open is told",
    page: recipientPage(frame, { ...share, fileGone: true }),
    wants: ["no longer part of this link"],
  },
  {
    says: "a file that was had before can be had again when nothing is left",
    page: recipientPage(frame, { ...share, claimsLeft: 0, files: [file("a", { resumable: true }), file("b")] }),
    wants: ["Download again", "No downloads left"],
  },
  {
    says: "a wrong password says how many tries are left",
    page: unlockPage(frame, { slug: "abc", error: { kind: "wrong", triesLeft: 1 } }),
    wants: ["That is not the password. 1 try left.", 'action="/s/abc/unlock"', 'name="password"'],
  },
  {
    says: "sign-in posts its name, its password and the way on",
    page: signInPage(frame, { login: "owner", error: null, next: "/files", needsSetup: false }),
    wants: ['name="login" value="owner"', 'name="password"', 'name="next" value="/files"'],
  },
  {
    says: "a wrong sign-in says how many tries are left before a wait",
    page: signInPage(frame, { login: "o", error: { kind: "wrong", triesLeft: 3 }, next: "/", needsSetup: false }),
    wants: ["do not go together", "3 tries left before you have to wait."],
  },
  {
    says: "the last sign-in that is wrong says that the next has to wait",
    page: signInPage(frame, { login: "o", error: { kind: "wrong", triesLeft: 0 }, next: "/", needsSetup: false }),
    wants: ["The next try has to wait."],
  },
  {
    says: "sign-in says what to do when the password is lost",
    page: signInPage(frame, { login: "", error: null, next: "/", needsSetup: false }),
    wants: ["Password lost?", "<code>npm run daypass -- user reset-link</code>"],
  },
  {
    says: "a reset names the account to password managers, and asks for the password only",
    page: resetPage(frame, { action: "/reset/t", login: "owner", error: null }),
    wants: [
      'action="/reset/t"',
      '<input id="login" value="owner" readonly autocomplete="username">',
      'name="password" type="password" maxlength="1024" required autocomplete="new-password"',
    ],
  },
  {
    says: "the app's shell carries the login and its scripts",
    page: appPage({ ...frame, scripts: ["/assets/main.js"] }, { login: "owner" }),
    wants: ['<div id="app" data-login="owner"></div>', '<script type="module" src="/assets/main.js"></script>'],
  },
  {
    says: "the app's shell says when it was not built",
    page: appPage(frame, { login: "owner" }),
    wants: ["The pages are not built"],
  },
  {
    says: "plain http on a network is named",
    page: notValidPage({ ...frame, notPrivate: true }),
    wants: ["This connection is not private."],
  },
])
  test(says, async () => {
    const markup = await text(page);
    for (const want of wants) assert.ok(markup.includes(want), `wants ${want} in:\n${markup}`);
  });

test("where no download is left, nothing is said of what one counts", () => {
  const page = recipientPage(frame, { ...share, claimsLeft: 0, files: [file("a"), file("b")] }).toString();
  assert.match(page, /No downloads left/);
  assert.doesNotMatch(page, /one for each file/);
});

test("too many tries close the form of a password", async () => {
  const markup = await text(unlockPage(frame, { slug: "abc", error: null, retryAfterSeconds: 700 }));
  assert.match(markup, /Try again in 12 minutes/);
  assert.doesNotMatch(markup, /<form/);
});

test("before there is an owner, sign-in has no form", async () => {
  const markup = await text(signInPage(frame, { login: "", error: null, next: "/", needsSetup: true }));
  assert.match(markup, /no owner yet/);
  assert.doesNotMatch(markup, /<form/);
});

test("a link with a password tells nothing else about itself", async () => {
  const markup = await text(unlockPage(frame, { slug: "abc", error: null }));
  assert.doesNotMatch(markup, /<time|\/files\/|<bdi/);
});

for (const { bytes, want } of [
  { bytes: 0, want: "0 bytes" },
  { bytes: 1, want: "1 byte" },
  { bytes: 999, want: "999 bytes" },
  { bytes: 1000, want: "1 KB" },
  { bytes: 2_412_000, want: "2.41 MB" },
  { bytes: 999_499, want: "999 KB" },
  { bytes: 999_999, want: "1 MB" },
  { bytes: 999_999_999, want: "1 GB" },
  { bytes: 1_842_500_000, want: "1.84 GB" },
  { bytes: 53_687_091_200_000, want: "53.7 TB" },
])
  test(`${bytes} bytes read ${want}`, () => assert.equal(formatSize(bytes), want));

for (const { seconds, want } of [
  { seconds: 0, want: "1 second" },
  { seconds: 40, want: "40 seconds" },
  { seconds: 60, want: "1 minute" },
  { seconds: 61, want: "2 minutes" },
  { seconds: 7200, want: "2 hours" },
])
  test(`waiting ${seconds} s reads ${want}`, () => assert.equal(formatWait(seconds), want));

for (const { name, want } of [
  { name: "report.pdf", want: "pdf" },
  { name: "archive.tar.GZ", want: "gz" },
  { name: ".profile", want: "" },
  { name: "no-extension", want: "" },
  { name: "odd.<b>", want: "" },
  { name: "photo\u202Egpj.exe", want: "exe" },
])
  test(`the sheet of ${JSON.stringify(name)} says "${want}"`, () => assert.equal(extensionOf(name), want));

test("midnight is 00:00", async () =>
  assert.match(await text(moment(new Date("2026-12-01T00:00:00Z"))), /Tue 1 Dec 2026, 00:00 UTC/));

test("the mark is one SVG without a script", () => {
  assert.match(faviconSvg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/);
  assert.doesNotMatch(faviconSvg, /<script/);
});

// Published by AWS in its documentation; they open nothing.
const DOCUMENTED = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

test("the URL that Learn takes apart is really signed", () => {
  const url = new URL(EXAMPLE.map(({ text }) => text).join(""));
  const names = [...url.searchParams.keys()].filter((name) => name !== "X-Amz-Signature");
  const canonicalQuery = names
    .map((name) => `${name}=${encodeURIComponent(url.searchParams.get(name)!)}`)
    .sort()
    .join("&");
  const signed = aws4.sign(
    {
      service: "s3",
      region: "eu-central-1",
      host: url.host,
      path: `${url.pathname}?${canonicalQuery}`,
      signQuery: true,
    },
    DOCUMENTED,
  );
  const proof = new URL(signed.path!, url.origin).searchParams.get("X-Amz-Signature");
  assert.equal(url.searchParams.get("X-Amz-Signature"), proof);
});

test("the stages that Learn shows lead to that proof, and with one character changed to another", () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
  const scope = ["20261201", "eu-central-1", "s3", "aws4_request"];
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${DOCUMENTED.secretAccessKey}`) as Buffer;
  const { canonicalRequest, stringToSign, signingKeyHex } = STAGES;
  assert.equal(key.toString("hex"), signingKeyHex);
  assert.equal(stringToSign.split("\n")[3], sha256(canonicalRequest));
  assert.equal(`X-Amz-Signature=${hmac(key, stringToSign).toString("hex")}`, EXAMPLE.at(-1)!.text);
  const changedHash = sha256(canonicalRequest.replace("/report.pdf", CHANGED.path));
  assert.equal(changedHash, CHANGED.canonicalRequestSha256);
  const changed = hmac(key, stringToSign.replace(/.*$/, changedHash)).toString("hex");
  assert.equal(changed, CHANGED.signature);
});

for (const { says, errors, want } of [
  { says: "nothing was sent yet", errors: {}, want: ["login"] },
  { says: "the password is wrong", errors: { password: "Too short." }, want: ["password"] },
  { says: "the name is wrong", errors: { login: "Choose a name." }, want: ["login"] },
  { says: "both are wrong", errors: { login: "Choose a name.", password: "Too short." }, want: ["login"] },
])
  test(`set-up begins at the first field to mend: ${says}`, async () => {
    const markup = await text(setupPage(frame, { action: "/setup/t", login: "me", errors, bucketSentence: "Here." }));
    assert.deepEqual(
      [...markup.matchAll(/<input id="(\w+)"[^>]* autofocus/g)].map(([, id]) => id),
      want,
    );
  });

test("Learn has the app's navigation for whoever is signed in, and the way in for others", async () => {
  const learn = (signedIn: boolean) => text(learnPage(frame, { plainUrl: "http://bucket.example/k", signedIn }));
  const linksOf = (markup: string) =>
    [...markup.split("</header>")[0]!.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href]) => href);
  assert.deepEqual(linksOf(await learn(true)), ["/", "/", "/files", "/links", "/learn"]);
  assert.deepEqual(linksOf(await learn(false)), ["/", "/"]);
});
