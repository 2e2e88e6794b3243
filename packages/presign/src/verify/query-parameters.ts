// The parameters of the signature in a query, told apart from the rest.

import type { Pair } from "../sigv4/canonical.ts";
import type { Refusal } from "../types.ts";
import { refuse } from "./refusal.ts";

export interface QueryParameters {
  readonly ok: true;
  readonly algorithm: string;
  readonly credential: string;
  readonly date: string;
  readonly expires: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly securityToken: string | undefined;
  readonly contentSha256: string | undefined;
  /** All but the signature are sorted by name, each once. */
  readonly isSorted: boolean;
  /** What is not of the signature, in the order received. */
  readonly others: readonly Pair[];
}

/** In the order of `values` below, which is that in which signers write them: sorted, and the signature last. */
const NAMES = [
  "X-Amz-Algorithm",
  "X-Amz-Content-Sha256",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-Security-Token",
  "X-Amz-SignedHeaders",
  "X-Amz-Signature",
];
const NONE = /* @__PURE__ */ NAMES.map((): string | undefined => undefined);
const INDEX = /* @__PURE__ */ (() => new Map(NAMES.map((name, index) => [name, index])))();
const SIGNATURE = NAMES.length - 1;
/** Lower case → the one spelling. */
const SPELLINGS = /* @__PURE__ */ (() => new Map(NAMES.map((name) => [name.toLowerCase(), name])))();
const X_AMZ = /^x-amz-/i;

export const malformed = (message: string, details?: Record<string, string>): Refusal =>
  refuse("AuthorizationQueryParametersError", message, details);

/** Each parameter of the signature there at most once and spelt right; the required ones not empty. */
export function readQueryParameters(query: readonly Pair[]): QueryParameters | Refusal {
  const values: (string | undefined)[] = NONE.slice();
  let next = 0; // behind the name before: those that follow are likely, and to compare with them is faster than to look up
  let previous = ""; // of those that are signed
  let isSorted = true;
  const others: Pair[] = [];
  let amz: Set<string> | undefined; // further names that begin so, in lower case
  for (const pair of query) {
    const name = pair[0];
    const index = name === NAMES[next] ? next : name === NAMES[next + 1] ? next + 1 : INDEX.get(name);
    if (index !== undefined) {
      if (values[index] !== undefined) return malformed(`The parameter ${name} may come once only.`);
      values[index] = pair[1];
      if (index === SIGNATURE) continue;
      next = index + 1;
    } else if (X_AMZ.test(name)) {
      const lower = name.toLowerCase();
      const spelling = SPELLINGS.get(lower);
      if (spelling !== undefined && values[INDEX.get(spelling)!] === undefined)
        return malformed(`The parameter ${spelling} is not spelt exactly so.`);
      amz ??= new Set();
      if (spelling !== undefined || amz.has(lower)) return malformed(`The parameter ${name} may come once only.`);
      amz.add(lower);
    }
    if (index === undefined) others.push(pair);
    isSorted &&= previous < name;
    previous = name;
  }
  const [algorithm, contentSha256, credential, date, expires, securityToken, signedHeaders, signature] = values;
  if (!algorithm || !credential || !date || !expires || !signedHeaders || !signature)
    return malformed(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  return {
    ok: true,
    algorithm,
    credential,
    date,
    expires,
    signedHeaders,
    signature,
    securityToken,
    contentSha256,
    isSorted,
    others,
  };
}
