import { page } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { Frame } from "./views.ts";

/** `GET /learn`: what a presigned URL is. */
export function learnPage(frame: Frame): Html {
  return page(frame, {
    title: "What is a presigned URL?",
    width: "wide",
    indexed: true,
    main: html`<div class="stack tight"><h1>A URL that carries its own permission</h1><p class="soft">A plain URL says where a file is. A presigned URL also says who allows what, until when, and proves it.</p></div>`,
  });
}
