import fc from "fast-check";

const HOSTILE = [
  ..."/%+?#&=;:@,$!'()*[]{}|^`\"<>\\ ~.-_\t\n\u0000\u007f",
  "é",
  "e\u0301",
  "日",
  "😀",
  "\u202e",
  "\u00a0",
  "%2F",
  "%252e",
  "../x",
  "//",
  "\ufffd",
  "&amp;",
];

/** Keys as they come from people and from attackers: everything that a presigner does not refuse. */
export const hostileKeys: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...HOSTILE), weight: 3 },
      { arbitrary: fc.string({ unit: "binary", maxLength: 3 }), weight: 1 },
      { arbitrary: fc.constantFrom("a", "B", "7", "report.pdf"), weight: 2 },
    ),
    { minLength: 1, maxLength: 24 },
  )
  .map((parts) => parts.join(""))
  .filter(
    (key) => key !== "" && key.isWellFormed() && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(key) && Buffer.byteLength(key) <= 1024,
  );

/** A verifier of files on disk refuses these two anywhere in a path. */
export const isRefusedByVerifier = (key: string): boolean => /[\\\0]/.test(key);
