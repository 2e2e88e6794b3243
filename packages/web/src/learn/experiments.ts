// What to try on a URL: each is one change, and S3 has an answer to each.
import type { Subject } from "./subject.ts";

export interface Experiment {
  readonly name: string;
  /** Undefined where the URL has nothing to change in this way. */
  change(subject: Subject): Subject | undefined;
}

const inUrl =
  (pattern: RegExp, replacement: string | ((...found: string[]) => string)) =>
  (subject: Subject): Subject | undefined => {
    if (!pattern.test(subject.url)) return undefined;
    const url = subject.url.replace(pattern, replacement as string);
    return url === subject.url ? undefined : { ...subject, url };
  };

/** Another character of the same kind, so that what was a digit of hex stays one. */
const other = (character: string): string =>
  character === "a" ? "e" : character === "0" ? "1" : /\d/.test(character) ? "0" : "a";

export const EXPERIMENTS: readonly Experiment[] = [
  {
    name: "Another object",
    change: inUrl(
      /^(https?:\/\/[^/?#]+\/(?:[^?#]*\/)?[^/?#]*?)([a-z0-9])([^/?#]*)(?=[?#]|$)/i,
      (_, front, one, end) => front! + other(one!) + end!,
    ),
  },
  { name: "Live for a week", change: inUrl(/([?&]X-Amz-Expires=)(?!604800\b)\d+/, "$1604800") },
  { name: "Live for a year", change: inUrl(/([?&]X-Amz-Expires=)\d+/, "$131536000") },
  {
    name: "Another method",
    change: (subject) => ({ ...subject, method: subject.method === "GET" ? "PUT" : "GET" }),
  },
  { name: "Another host", change: inUrl(/^(https?:\/\/)[^/?#]*/, "$1proxy.example.com") },
  {
    name: "Another region",
    change: inUrl(
      /([?&]X-Amz-Credential=[^/%&]+(?:%2F|\/)\d+(?:%2F|\/))([a-z0-9-]+)/i,
      (_, front, region) => front! + (region === "us-east-1" ? "eu-west-1" : "us-east-1"),
    ),
  },
  {
    name: "Another access key",
    change: inUrl(
      /([?&]X-Amz-Credential=[A-Z0-9]*?)([A-Z0-9])(%2F|\/)/i,
      (_, front, one, end) => front! + (one === "A" ? "B" : "A") + end!,
    ),
  },
  { name: "A parameter more", change: inUrl(/(\?[^#]*)/, "$1&utm_source=mail") },
  { name: "A parameter less", change: inUrl(/[?&]X-Amz-Expires=[^&#]*/, "") },
  {
    name: "One digit of the signature",
    change: inUrl(/([?&]X-Amz-Signature=[0-9a-f]*)([0-9a-f])/, (_, front, one) => front! + other(one!)),
  },
];
