// The paper that every page is printed on.
import { brandMark } from "./brand.ts";
import { type Html, html } from "./html.ts";
import type { Frame } from "./views.ts";

export interface Sheet {
  /** For the tab and for previews in chats; the product's name is added. */
  readonly title: string;
  readonly main: Html;
  /** Width of the column: `narrow` for a form, `middle` for a pass, `wide` for reading. */
  readonly width: "narrow" | "middle" | "wide";
  /** Search engines may list it. Links and forms are nobody's search result. */
  readonly indexed?: boolean | undefined;
  /** The page that the link at the top right leads to. */
  readonly isLearn?: boolean | undefined;
  /** Whoever looks has the app: its navigation in place of that link. Only for Learn. */
  readonly signedIn?: boolean | undefined;
}

/** Head and body of a page, without the bars: what the app's shell needs, too. */
export function documentOf(
  frame: Frame,
  { title, indexed = false }: Pick<Sheet, "title" | "indexed">,
  body: Html,
): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Daypass</title>
${indexed ? null : html`<meta name="robots" content="noindex">`}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#faf8f3">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14130f">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${frame.styleHref === undefined ? null : html`<link rel="stylesheet" href="${frame.styleHref}">`}
${frame.styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${frame.scripts.map((src) => html`<script type="module" src="${src}"></script>`)}
</head>
<body>
${body}
</body>
</html>
`;
}

/** Plain http on a network: said on every page, where it is true. */
export const notPrivateNote = (frame: Frame): Html | null =>
  frame.notPrivate
    ? html`<p class="banner"><strong>This connection is not private.</strong> Others on this network can see what you send and receive here. With https they could not.</p>`
    : null;

/** As in the app's own bar, `packages/web/src/parts/shell.tsx`. */
const appNavigation = html`<nav aria-label="Main"><a href="/">Send</a><a href="/files">Files</a><a href="/links">Links</a><a href="/learn" aria-current="page">Learn</a></nav>`;

function wayOn({ isLearn, signedIn }: Sheet): Html {
  if (!isLearn) return html`<a class="small apart" href="/learn">How does this work?</a>`;
  return signedIn ? appNavigation : html`<a class="small apart" href="/">Send files</a>`;
}

/** A whole page with the bar above and the line below. */
export function page(frame: Frame, sheet: Sheet): Html {
  return documentOf(
    frame,
    sheet,
    html`<header class="top"><div><a class="brand" href="/">${brandMark}Daypass</a>${wayOn(sheet)}</div>${notPrivateNote(frame)}</header>
<main class="${sheet.width}">
${sheet.main}
</main>
<footer class="foot"><div><span>Files go straight between your browser and the bucket.</span>${sheet.isLearn ? null : html`<a href="/learn">What is a presigned URL?</a>`}</div></footer>`,
  );
}
