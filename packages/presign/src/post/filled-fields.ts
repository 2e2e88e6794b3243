// Runs in a browser too: nothing here needs Node.
// A form with everything that goes before its file, in order.

import { hideInAddress, PresignError, requireRecord, requireString, show } from "../errors.ts";
import { showNamed } from "../show-named.ts";

/** What is needed of a signed form to send it: also when it came as JSON from a server. */
export interface FormToSend {
  /** Where the form goes. */
  readonly url: string;
  /** Signed fields, in their order. */
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that the sender fills in: name → what the value must begin with. */
  readonly openFields?: Readonly<Record<string, string>> | undefined;
}

/** Values for a form's open fields, by name in any case. */
export type OpenValues = Readonly<Record<string, string>>;

export type NamedValue = readonly [name: string, value: string];

export function requireForm(form: unknown): asserts form is FormToSend {
  const { url, fields, openFields } = (form ?? {}) as Record<string, unknown>;
  if (typeof url !== "string" || typeof fields !== "object" || fields === null || Array.isArray(fields))
    throw new TypeError(`form must be {url, fields}, as post() gives it, got ${show(form)}`);
  if (!/^https?:\/\//i.test(url))
    throw new TypeError(`form.url must be an http(s) URL, got ${show(hideInAddress(url))}`);
  requireTexts("form.fields", fields);
  if (openFields !== undefined) requireTexts("form.openFields", openFields);
}

/** Names and texts: a form is sent as it came, perhaps from a server that wrote it as JSON. */
export function requireTexts(argument: string, given: unknown): asserts given is Readonly<Record<string, string>> {
  requireRecord(argument, given);
  for (const [name, value] of Object.entries(given)) requireString(`${argument} ${show(name)}`, value);
}

/** The signed fields, in order: a form's data cannot hold every text that a signature can. */
export function listSignedFields({ fields }: FormToSend): NamedValue[] {
  return Object.entries(fields).map(([name, value]) => {
    requireOneLine("form.fields", name, value);
    return [name, value];
  });
}

/** Values of open fields, each held against what the policy wants. `missing` are those without a value. */
export function fillOpenFields(
  { openFields = {} }: FormToSend,
  values: OpenValues,
): { filled: NamedValue[]; missing: NamedValue[] } {
  requireTexts("values", values);
  const wanted = new Map(
    Object.entries(openFields).map(([name, startsWith]) => [name.toLowerCase(), [name, startsWith]]),
  );
  const filled: NamedValue[] = [];
  for (const [given, value] of Object.entries(values)) {
    const open = wanted.get(given.toLowerCase());
    if (open === undefined)
      throw new TypeError(
        `values: the form has no open field ${show(given)}; it has ${Object.keys(openFields).join(", ") || "none"}`,
      );
    wanted.delete(given.toLowerCase());
    const [name, startsWith] = open as [string, string];
    requireOneLine("values", given, value);
    if (!beginsWith(name, value, startsWith))
      throw new PresignError(
        "option_invalid",
        `values ${show(given)} must begin with ${show(startsWith)}, as the form's policy says, got ${showNamed(given, value)}`,
      );
    filled.push([name, value]);
  }
  return { filled, missing: [...wanted.values()] as unknown as NamedValue[] };
}

/** As S3 compares: of a content type, each part between commas. */
export const beginsWith = (name: string, value: string, startsWith: string): boolean =>
  name.toLowerCase() === "content-type"
    ? value.split(",").every((part) => part.trim().startsWith(startsWith))
    : value.startsWith(startsWith);

/** Browsers turn each line end of a field into CR LF and a NUL of a page into U+FFFD: other values than were signed. */
function requireOneLine(argument: string, name: string, value: string): void {
  if (/[\r\n\0]/.test(value))
    throw new PresignError(
      "option_invalid",
      `${argument} ${show(name)} must have no line end and no NUL, because forms change them on the way, got ${showNamed(name, value)}`,
    );
}
