// What is broken or unwise about a presigned URL: the rules, by what they look at. All that fit are told.
import { HEADER_RULES } from "./rules/headers.ts";
import { HOST_RULES } from "./rules/host.ts";
import { LIFE_RULES } from "./rules/life.ts";
import { REQUEST_RULES } from "./rules/request.ts";
import type { Examined } from "./rules/rule.ts";
import { SIGNED_RULES } from "./rules/signed.ts";
import type { Finding } from "./types.ts";

const RULES = [LIFE_RULES, HOST_RULES, SIGNED_RULES, HEADER_RULES, REQUEST_RULES];

/** Codes of all rules. A code whose level depends has a rule for each. */
export const RULE_CODES: ReadonlySet<string> = /* @__PURE__ */ (() =>
  new Set(RULES.flatMap((rules) => rules.map(([code]) => code))))();

/** All that is broken or unwise about a presigned URL. */
export function findWarnings(examined: Examined): Finding[] {
  const found: Finding[] = [];
  for (const rules of RULES)
    for (const [code, level, says] of rules) {
      const text = says(examined);
      if (text) found.push({ code, level, text });
    }
  return found;
}
