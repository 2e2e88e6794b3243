// Runs in a browser too: nothing here needs Node.

import { requireKnownOptions, requireString } from "../errors.ts";
import {
  type FormToSend,
  fillOpenFields,
  listSignedFields,
  type NamedValue,
  type OpenValues,
  requireForm,
  requireTexts,
} from "./filled-fields.ts";

/** Words and values of an HTML form. */
export interface HtmlFormOptions {
  /** Values for open fields, which are then hidden; for the others the form asks. */
  readonly values?: OpenValues | undefined;
  /** Label of the file. Default "File". */
  readonly fileLabel?: string | undefined;
  /** Label of the button. Default "Upload". */
  readonly submitLabel?: string | undefined;
  /** Labels of open fields, by name in any case. Default: the name. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Beginning of the ids in the form, for pages with several. Default "upload". */
  readonly idPrefix?: string | undefined;
}

/** Words and values of a page around an HTML form. */
export interface HtmlPageOptions extends HtmlFormOptions {
  /** Default "Upload a file". */
  readonly title?: string | undefined;
  /** Language of the labels. Default "en". */
  readonly lang?: string | undefined;
  /** A sentence above the form, as plain text. */
  readonly note?: string | undefined;
}

const FORM = ["values", "fileLabel", "submitLabel", "labels", "idPrefix"];
const FORM_KNOWN = /* @__PURE__ */ new Set(FORM);
const PAGE_KNOWN = /* @__PURE__ */ (() => new Set([...FORM, "title", "lang", "note"]))();

/**
 * A signed form as HTML, which works without JavaScript: hidden fields in order, a labelled field for what the sender may
 * choose, the file last. Everything is escaped. A page that shows it needs the form's origin in its CSP's `form-action`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
 *
 * @throws {TypeError} for an option of the wrong type, or one that does not exist.
 * @throws {PresignError} for a value that the form's policy would refuse.
 * @example
 * ```ts
 * import { createPresigner, toHtmlForm } from "@daypass/presign";
 *
 * const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const presigner = createPresigner({ credentials, region: "eu-central-1", bucket: "my-bucket" });
 * const range = { min: 1, max: 1_000_000 };
 * const form = presigner.post({ key: "in/a.txt", expiresInSeconds: 900, contentLengthRange: range });
 *
 * console.log(toHtmlForm(form).split("\n")[0]); // → <form …
 * ```
 */
export function toHtmlForm(form: FormToSend, options: HtmlFormOptions = {}): string {
  return writeForm(form, requireKnownOptions("toHtmlForm", options, FORM_KNOWN));
}

/**
 * A whole page around `toHtmlForm`, to save as a file and open: no script, nothing loaded from elsewhere.
 *
 * @throws as `toHtmlForm`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
 * @example
 * ```ts
 * import { createPresigner, toHtmlPage } from "@daypass/presign";
 *
 * const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const presigner = createPresigner({ credentials, region: "eu-central-1", bucket: "my-bucket" });
 * const range = { min: 1, max: 1_000_000 };
 * const form = presigner.post({ key: "in/a.txt", expiresInSeconds: 900, contentLengthRange: range });
 *
 * console.log(toHtmlPage(form, { title: "Your file" }).includes("<title>Your file</title>")); // → true
 * ```
 */
export function toHtmlPage(form: FormToSend, options: HtmlPageOptions = {}): string {
  const own = requireKnownOptions("toHtmlPage", options, PAGE_KNOWN);
  const { title = "Upload a file", lang = "en", note } = own;
  requireStrings({ title, lang, note });
  return `<!doctype html>
<html lang="${escapeHtml(lang)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escapeHtml(title)}</h1>
${note === undefined ? "" : `<p>${escapeHtml(note)}</p>\n`}${writeForm(form, own)}
</main>
</html>
`;
}

function writeForm(form: FormToSend, options: HtmlFormOptions): string {
  requireForm(form);
  const { values = {}, fileLabel = "File", submitLabel = "Upload", labels = {}, idPrefix = "upload" } = options;
  requireStrings({ fileLabel, submitLabel, idPrefix });
  requireTexts("labels", labels);
  const labelOf = new Map(Object.entries(labels).map(([name, label]) => [name.toLowerCase(), label]));
  const { filled, missing } = fillOpenFields(form, values);
  const lines = [
    `<form action="${escapeHtml(form.url)}" method="post" enctype="multipart/form-data" accept-charset="utf-8">`,
    ...[...listSignedFields(form), ...filled].map(writeHidden),
    ...missing.map(([name, startsWith], at) =>
      writeAsked(`${idPrefix}-${at + 1}`, labelOf.get(name.toLowerCase()) ?? name, name, startsWith),
    ),
    `<p><label for="${escapeHtml(idPrefix)}-file">${escapeHtml(fileLabel)}</label> ${writeFile(form, filled, idPrefix)}</p>`,
    `<p><button type="submit">${escapeHtml(submitLabel)}</button></p>`,
    "</form>",
  ];
  return lines.join("\n");
}

function writeHidden([name, value]: NamedValue): string {
  // A browser writes the page's encoding into a field of this name.
  if (name.toLowerCase() === "_charset_")
    throw new TypeError('form.fields must not have "_charset_": browsers put their own value there');
  return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
}

function writeAsked(id: string, label: string, name: string, startsWith: string): string {
  const rule =
    startsWith === ""
      ? "required"
      : `required value="${escapeHtml(startsWith)}" pattern="${escapeHtml(escapePattern(startsWith))}.*" title="${escapeHtml(`Begins with ${startsWith}`)}"`;
  return `<p><label for="${escapeHtml(id)}">${escapeHtml(label)}</label> <input id="${escapeHtml(id)}" name="${escapeHtml(name)}" ${rule}></p>`;
}

/** The dialog of the browser offers files of the right type first. */
function writeFile(form: FormToSend, filled: readonly NamedValue[], idPrefix: string): string {
  const find = (all: Iterable<NamedValue>) => [...all].find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const type = find(Object.entries(form.fields)) ?? find(filled) ?? find(Object.entries(form.openFields ?? {}));
  const kind = /^(image|audio|video)\//.exec(type ?? "")?.[1];
  const accept = /^[\w.+-]+\/[\w.+-]+$/.test(type ?? "") ? type! : kind === undefined ? undefined : `${kind}/*`;
  const rule = accept === undefined ? "" : ` accept="${escapeHtml(accept)}"`;
  return `<input id="${escapeHtml(idPrefix)}-file" name="file" type="file" required${rule}>`;
}

function requireStrings(texts: Readonly<Record<string, unknown>>): void {
  for (const [name, text] of Object.entries(texts)) if (text !== undefined) requireString(name, text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char]!);
/** For the attribute `pattern`, which browsers read with the flag `v`. */
const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const STYLE =
  ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0}main{max-width:34rem;margin:0 auto;padding:2rem 1rem}label{display:block;font-weight:600}input,button{font:inherit;max-width:100%}button{padding:.4rem 1rem}";
