// What the workbench was given, shared by the parts of the page that can give it something.
import { inspect } from "@daypass/presign";
import { createStore, type Store } from "../lib/store.ts";
import { countDifferentDigits } from "./compare-lines.ts";
import { DEMO_KEY, makeDemo, type Subject, signatureIn } from "./subject.ts";

export interface Given {
  readonly subject: Subject;
  /** Of the access key in the URL; undefined where only its signer has it. */
  readonly secretAccessKey: string | undefined;
  /** Somebody has said with which method a pasted URL was signed: till then it is the likeliest. */
  readonly isMethodTold?: boolean;
  /** It was given damaged, and is here as an edit made it whole. */
  readonly isMended?: boolean;
}

export type Bench = Store<Given>;

export const giveDemo = (what: "download" | "upload"): Given => ({
  subject: makeDemo(what, new Date()),
  secretAccessKey: DEMO_KEY.secretAccessKey,
});

export const createBench = (): Bench => createStore(giveDemo("download"));

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];

/** The method that makes the likeliest operation of a URL. */
function findLikelyMethod(url: string): string {
  const facts = inspect(url);
  if (facts.kind !== "presigned") return "GET";
  const makes = (method: string): boolean => {
    const found = inspect(url, { method });
    const isUseless = found.warnings.some(({ code }) => code === "no_such_operation");
    return found.kind === "presigned" && !isUseless && found.likely[0] === facts.likely[0];
  };
  return METHODS.find(makes) ?? "GET";
}

/** More than a hand changes at a time. */
const MOST_EDITED_DIGITS = 8;

/**
 * Whether a text is another presigned URL and no edit of this one: some keyboards put the clipboard in without saying that
 * they paste.
 */
export function isAnotherUrl(current: string, next: string): boolean {
  const [a, b] = [inspect(current), inspect(next)];
  if (a.kind !== "presigned" || b.kind !== "presigned") return false;
  if (a.accessKeyId === b.accessKeyId && a.origin === b.origin) return false;
  return countDifferentDigits(signatureIn(current), signatureIn(next)) > MOST_EDITED_DIGITS;
}

const isPresigned = ({ url }: Subject): boolean => inspect(url).kind === "presigned";

/** What `inspect` reads a URL in spite of. It is not the URL that was signed, and may become it by an edit. */
const DAMAGE = new Set([
  "cut_off",
  "shortened",
  "trailing_characters",
  "line_breaks",
  "has_blanks",
  "invisible_characters",
  "html_escaped",
  "json_escaped",
  "shell_escaped",
  "encoded_twice",
]);

/** Whether a URL may be as it was signed, as far as its text shows. */
export function isWhole({ url }: Subject): boolean {
  const facts = inspect(url);
  return facts.kind === "presigned" && !facts.warnings.some(({ code }) => DAMAGE.has(code));
}

/**
 * What lies on the bench after an edit. What was given stays, and later edits are compared with it; but where it was no whole
 * presigned URL, as one that lost its last character, the first edit that makes it one takes its place.
 */
export function mend(given: Given, edited: Subject): Given {
  if (isWhole(given.subject) || !isWhole(edited)) return given;
  const secretAccessKey = given.secretAccessKey ?? secretOf(edited.url);
  return { ...given, subject: edited, secretAccessKey, isMended: true };
}

/** What an edited request is compared with: what was given, or itself as long as that holds no signature to compare. */
export const findOrigin = (given: Given, edited: Subject): Subject =>
  isPresigned(given.subject) ? given.subject : edited;

/** A mended URL says more of its method than the damaged one did. */
export const guessMethod = (given: Given, edited: Subject): Subject =>
  isWhole(given.subject) || given.isMethodTold ? edited : { ...edited, method: findLikelyMethod(edited.url) };

/** Only the demo's is known. */
function secretOf(url: string): string | undefined {
  const facts = inspect(url);
  return facts.kind === "presigned" && facts.accessKeyId === DEMO_KEY.accessKeyId
    ? DEMO_KEY.secretAccessKey
    : undefined;
}

/** A URL from elsewhere. It does not say its method, so the likeliest is taken. */
export function givePasted(text: string): Given {
  const url = text.trim().replace(/^[<"'`]+|[>"'`]+$/g, "");
  return {
    subject: { method: findLikelyMethod(url), url, headers: "" },
    secretAccessKey: secretOf(url),
  };
}
