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

/** Whether what was given is none of which a signature could be judged, as a URL that lost its last character. */
export const isDamaged = ({ subject }: Given): boolean => !isPresigned(subject);

/** What an edited request is compared with: what was given, or where that was damaged, the request as it was mended. */
export const findOrigin = (given: Given, edited: Subject): Subject => (isDamaged(given) ? edited : given.subject);

/** The secret of the access key in what an edited request is compared with. */
export const findSecret = (given: Given, edited: Subject): string | undefined =>
  isDamaged(given) ? secretOf(edited.url) : given.secretAccessKey;

/** A mended URL says more of its method than the damaged one did. */
export const guessMethod = (given: Given, edited: Subject): Subject =>
  isDamaged(given) && !given.isMethodTold ? { ...edited, method: findLikelyMethod(edited.url) } : edited;

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
