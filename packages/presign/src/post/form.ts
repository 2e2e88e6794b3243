// What sends a form, apart from what signs one, so that a page need not load the signer.

export type { FormToSend, OpenValues } from "./filled-fields.ts";
export { type FormDataOptions, toFormData } from "./form-data.ts";
export { type HtmlFormOptions, type HtmlPageOptions, toHtmlForm, toHtmlPage } from "./html-form.ts";
