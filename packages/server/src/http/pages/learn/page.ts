// Learn: what a presigned URL is, what it gives and what it does not, both kinds tried live, one taken apart, and the two
// ways that a file takes. Everything can be read without JavaScript; the page's script adds the workbench.
import { page } from "../document.ts";
import { type Html, html } from "../html.ts";
import type { Frame, LearnView } from "../views.ts";
import { anatomy } from "./anatomy.ts";
import { balance, versus } from "./compare.ts";
import { flows } from "./flows.ts";
import { sources } from "./sources.ts";
import { liveTry } from "./try.ts";

/** `GET /learn`. */
export function learnPage(frame: Frame, view: LearnView): Html {
  return page(frame, {
    title: "What is a presigned URL?",
    width: "wide",
    indexed: true,
    isLearn: true,
    signedIn: view.signedIn,
    main: html`<div class="stack loose">
<div class="stack tight"><h1>A URL that carries its own permission</h1><p class="soft lede">A plain URL says where a file is. A presigned URL also says who allows what, until when, and proves it.</p>
<p class="soft">S3 is Amazon's service for keeping files, and many others speak its language. A file in it is an <em>object</em>: it lies in a <em>bucket</em>, under a name that is called its <em>key</em>. A bucket is private unless somebody opens it: it answers only those who prove that they may ask.</p></div>
${versus}
${liveTry(view)}
${balance}
${flows}
${anatomy}
${sources}
</div>`,
  });
}
