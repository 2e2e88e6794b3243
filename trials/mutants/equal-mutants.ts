// Mutants that are the same program: no test can tell them from the source. Each is named with the reason, counted as
// unnoticed all the same, and held to be unnoticed: one that a test notices is not equal.

export interface EqualMutant {
  readonly file: string;
  /** The source line, without its indentation, and what the mutant makes of a part of it. */
  readonly line: string;
  readonly change: string;
  readonly because: string;
}

const ONE_LINE_FEED = "a line has one LF, at its end, so what ends with it ends there";
const QUICK_WAY = "the quick way and the long way come to the same; only the time differs";

export const EQUAL_MUTANTS: readonly EqualMutant[] = [
  {
    file: "presign/src/verify/chunk-reader.ts",
    line: String.raw`const CHUNK_HEAD = /^([0-9a-fA-F]{1,16})\r\n$/;`,
    change: String.raw`/^([0-9a-fA-F]{1,16})\r\n$/ → /^([0-9a-fA-F]{1,16})\r\n/`,
    because: ONE_LINE_FEED,
  },
  {
    file: "presign/src/verify/chunk-reader.ts",
    line: String.raw`const SIGNED_CHUNK_HEAD = /^([0-9a-fA-F]{1,16});chunk-signature=([0-9a-f]{64})\r\n$/;`,
    change: String.raw`/^([0-9a-fA-F]{1,16});chunk-signature=([0-9a-f]{64})\r\n$/ → /^([0-9a-fA-F]{1,16});chunk-signature=([0-9a-f]{64})\r\n/`,
    because: ONE_LINE_FEED,
  },
  {
    file: "presign/src/verify/chunk-reader.ts",
    line: "let isLast = false;",
    change: "false → true",
    because: "the head of a chunk says it before anybody asks",
  },
  {
    file: "presign/src/verify/header.ts",
    line: "checkSignedHeaders(names, request, () => false) ??",
    change: "() => false → () => undefined",
    because: "both are no",
  },
  {
    file: "presign/src/verify/query.ts",
    line: 'const signedHeaders = parameters.signedHeaders === "host" ? ["host"] : parameters.signedHeaders.split(";");',
    change: 'parameters.signedHeaders === "host" → false',
    because: QUICK_WAY,
  },
  {
    file: "presign/src/verify/query.ts",
    line: "if (isCanonicallyWritten && isSorted && rawQuery.endsWith(end)) return rawQuery.slice(0, -end.length);",
    change: "isCanonicallyWritten && isSorted && rawQuery.endsWith(end) → false",
    because: QUICK_WAY,
  },
  {
    file: "presign/src/verify/raw-request.ts",
    line: "let hasRepeated = false;",
    change: "false → true",
    because: QUICK_WAY,
  },
  {
    file: "presign/src/verify/raw-request.ts",
    line: "if (equals === -1 || equals > end) equals = end;",
    change: "equals > end → equals >= end",
    because: "no character is both an equals sign and an ampersand",
  },
  {
    file: "presign/src/sigv4/signature.ts",
    line: "for (let i = 0; i < expected.length; i++) difference |= received.charCodeAt(i) ^ expected.charCodeAt(i);",
    change: "i < expected.length → i <= expected.length",
    because: "behind the ends of texts of one length NaN ^ NaN is 0",
  },
  {
    file: "bucket/src/settings/bucket-policy.ts",
    line: 'if (!pattern.includes("?")) return fitsStars(pattern.split("*"), text);',
    change: '!pattern.includes("?") → false',
    because: QUICK_WAY,
  },
  {
    file: "bucket/src/http/body.ts",
    line: "if (this.#stalled) source.wake();",
    change: "this.#stalled → true",
    because: "who is woken for nothing finds nothing, and waits again",
  },
];
