// Two texts that S3 makes of two requests, line by line: what each line is, and where it differs.

export interface Line {
  readonly name: string;
  /** Undefined when the other text alone has this line. */
  readonly text: string | undefined;
}

export interface ComparedLine {
  readonly name: string;
  /** Number in the present text, from 1; undefined for a line that is gone. */
  readonly number: number | undefined;
  readonly before: string | undefined;
  readonly now: string | undefined;
  readonly isChanged: boolean;
}

/** Method, path, query, each signed header, an empty line, the names of the signed headers, the hash of the body. */
export function nameCanonicalLines(canonicalRequest: string): Line[] {
  const lines = canonicalRequest.split("\n");
  const headers = lines.slice(3, -3);
  return [
    { name: "Method", text: lines[0] },
    { name: "Path", text: lines[1] },
    { name: "Query", text: lines[2] },
    ...headers.map((text) => ({ name: `Header ${text.slice(0, text.indexOf(":"))}`, text })),
    { name: "Empty line", text: lines.at(-3) },
    { name: "Signed headers", text: lines.at(-2) },
    { name: "Hash of the body", text: lines.at(-1) },
  ];
}

/** Algorithm, time, scope, hash of the canonical request. */
export function nameStringToSignLines(stringToSign: string): Line[] {
  const names = ["Algorithm", "Time", "Scope", "Hash of the canonical request"];
  return stringToSign.split("\n").map((text, index) => ({ name: names[index] ?? "More", text }));
}

/** The present lines in their order, and after them those that are gone. */
export function compareLines(before: readonly Line[], now: readonly Line[]): ComparedLine[] {
  const old = new Map(before.map(({ name, text }) => [name, text]));
  const kept = new Set(now.map(({ name }) => name));
  return [
    ...now.map(({ name, text }, index) => ({
      name,
      number: index + 1,
      before: old.get(name),
      now: text,
      isChanged: old.get(name) !== text,
    })),
    ...before
      .filter(({ name }) => !kept.has(name))
      .map(({ name, text }) => ({ name, number: undefined, before: text, now: undefined, isChanged: true })),
  ];
}

/** A text cut in three: the same at the front, other in the middle, the same at the end. */
export type Cut = readonly [front: string, middle: string, end: string];

/** Where `now` differs from `before`. The middle is empty when characters were only taken away. */
export function cutDifference(before: string, now: string): Cut {
  const shorter = Math.min(before.length, now.length);
  let front = 0;
  while (front < shorter && before[front] === now[front]) front++;
  let end = 0;
  while (end < shorter - front && before.at(-1 - end) === now.at(-1 - end)) end++;
  return [now.slice(0, front), now.slice(front, now.length - end), now.slice(now.length - end)];
}

/** How many of the digits at the same place differ. */
export function countDifferentDigits(a: string, b: string): number {
  let count = Math.abs(a.length - b.length);
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) count++;
  return count;
}
