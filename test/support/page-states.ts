// Every page that the server renders, in every state that its view can have: what the tests of pages walk through.
import {
  appPage,
  errorPage,
  type Frame,
  type Html,
  learnPage,
  notValidPage,
  type RecipientView,
  recipientPage,
  resetPage,
  setupPage,
  signInPage,
  unlockPage,
} from "../../packages/server/src/http/pages/index.ts";

export interface PageState {
  /** For the address and for the names of tests. */
  readonly name: string;
  /** The page's script that belongs to it. */
  readonly script: "recipient" | null;
  /** Source whose style sheet the page needs besides that of all pages. */
  readonly styles?: string;
  render(frame: Frame): Html;
}

const file = (name: string, sizeBytes: number, resumable = false): RecipientView["files"][number] => ({
  id: `fil_${name
    .replace(/[^a-z2-7]/g, "")
    .padEnd(26, "a")
    .slice(0, 26)}`,
  name,
  sizeBytes,
  contentType: "application/octet-stream",
  resumable,
  claimToken: "abcdefghijklmnopqrstuvwxy2",
});

const three: RecipientView = {
  slug: "kx7qm2vtz9ar4pl0wycbe",
  title: "Launch film, for review",
  files: [file("launch-cut-07.mov", 1_842_500_000), file("storyboard.pdf", 2_412_000), file("fonts.zip", 74_000_000)],
  expiresAt: new Date("2126-12-01T14:05:00Z"),
  claimsLeft: 5,
  now: new Date("2026-12-01T14:05:00Z"),
  fileGone: false,
};
const many = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    file(`IMG_${String(i + 1).padStart(4, "0")} of the journey.jpeg`, 4_000_000 + i),
  );

const LONG_NAME = `${"a-very-long-name-without-any-space-in-it-".repeat(5)}.tar.gz`;
const HOSTILE = `</title><script>alert("x")</script><img src=x onerror=alert(1)>'"&amp;`;
export const SPOOFED = "photo\u202Egpj.exe";

const setup = {
  action: "/setup/token",
  login: "",
  errors: {},
  bucketSentence: "In the embedded bucket on this machine.",
};
const signIn = { login: "", error: null, next: "/", needsSetup: false } as const;

const recipient = (name: string, view: RecipientView): PageState => ({
  name: `recipient-${name}`,
  script: "recipient",
  render: (frame) => recipientPage(frame, view),
});

export const PAGE_STATES: readonly PageState[] = [
  recipient("three", three),
  recipient("one", { ...three, title: null, files: [three.files[1]!], claimsLeft: null }),
  recipient("last", { ...three, title: null, files: [three.files[1]!], claimsLeft: 1 }),
  recipient("two-files-one-left", { ...three, files: three.files.slice(1), claimsLeft: 1 }),
  recipient("many", { ...three, files: many(12) }),
  recipient("file-gone", { ...three, fileGone: true }),
  recipient("ends-soon", { ...three, now: new Date(three.expiresAt!.getTime() - 1500) }),
  recipient("never-ends", { ...three, title: null, expiresAt: null }),
  recipient("resumable", {
    ...three,
    files: [file("storyboard.pdf", 2_412_000, true), file("fonts.zip", 74_000_000)],
    claimsLeft: 0,
  }),
  recipient("long", { ...three, title: LONG_NAME.slice(0, 200), files: [file(LONG_NAME, 0), file("x", 1)] }),
  recipient("hostile", { ...three, title: HOSTILE, files: [file(HOSTILE, 1), file(SPOOFED, 999_999)] }),
  { name: "unlock", script: null, render: (frame) => unlockPage(frame, { slug: three.slug, error: null }) },
  {
    name: "unlock-wrong",
    script: null,
    render: (frame) => unlockPage(frame, { slug: three.slug, error: { kind: "wrong", triesLeft: 4 } }),
  },
  {
    name: "unlock-empty",
    script: null,
    render: (frame) => unlockPage(frame, { slug: three.slug, error: { kind: "empty" } }),
  },
  {
    name: "unlock-closed",
    script: null,
    render: (frame) => unlockPage(frame, { slug: three.slug, error: null, retryAfterSeconds: 700 }),
  },
  { name: "not-valid", script: null, render: (frame) => notValidPage(frame) },
  { name: "setup", script: null, render: (frame) => setupPage(frame, setup) },
  {
    name: "setup-wrong",
    script: null,
    render: (frame) =>
      setupPage(frame, {
        ...setup,
        login: HOSTILE,
        errors: { login: "Type a name.", password: "13 characters. Use at least 15." },
      }),
  },
  {
    name: "reset",
    script: null,
    render: (frame) => resetPage(frame, { action: "/reset/token", login: "owner@example.org", error: null }),
  },
  {
    name: "reset-wrong",
    script: null,
    render: (frame) =>
      resetPage(frame, { action: "/reset/token", login: LONG_NAME, error: "At least 15 characters: this one has 13." }),
  },
  { name: "sign-in", script: null, render: (frame) => signInPage(frame, signIn) },
  {
    name: "sign-in-wrong",
    script: null,
    render: (frame) => signInPage(frame, { ...signIn, login: "owner", error: { kind: "wrong", triesLeft: 3 } }),
  },
  {
    name: "sign-in-ended",
    script: null,
    render: (frame) => signInPage(frame, { ...signIn, error: { kind: "ended" }, next: "/files" }),
  },
  {
    name: "sign-in-closed",
    script: null,
    render: (frame) => signInPage(frame, { ...signIn, login: "owner", retryAfterSeconds: 40 }),
  },
  {
    name: "sign-in-no-owner",
    script: null,
    render: (frame) => signInPage(frame, { ...signIn, needsSetup: true }),
  },
  {
    name: "error",
    script: null,
    render: (frame) =>
      errorPage(frame, {
        status: 502,
        title: "The bucket does not answer",
        detail:
          "Your files are where they were. Try again in a minute; if it stays so, tell the person who runs this Daypass.",
        code: "bucket_unreachable",
        requestId: "req_4q7z2k5x6m3n",
      }),
  },
  { name: "app-not-built", script: null, render: (frame) => appPage(frame, { login: "owner" }) },
  {
    // As it is without its script; with it, see learn.test.ts.
    name: "learn",
    script: null,
    styles: "src/learn.tsx",
    render: (frame) => learnPage(frame, { plainUrl: "http://127.0.0.1:9000/daypass/learn/hello.txt", signedIn: false }),
  },
  {
    name: "learn-signed-in",
    script: null,
    styles: "src/learn.tsx",
    render: (frame) => learnPage(frame, { plainUrl: "http://127.0.0.1:9000/daypass/learn/hello.txt", signedIn: true }),
  },
  {
    name: "not-private",
    script: "recipient",
    render: (frame) => recipientPage({ ...frame, notPrivate: true }, three),
  },
];

/** As long as links become: axe-core takes half a minute for it, and finds in it what it finds in a dozen rows. */
export const LONG_LINK: PageState = recipient("250", { ...three, files: many(250) });

/** The app before its script has run: only looked at with JavaScript off, for its script makes the page. */
export const APP_SHELL: PageState = {
  name: "app",
  script: null,
  render: (frame) => appPage({ ...frame, scripts: ["/assets/none.js"] }, { login: "owner" }),
};
