// What its query and its path hold.
import { describeOddName } from "../odd-names.ts";
import { isOperation } from "../operations.ts";
import { isSecretName } from "../secret-values.ts";
import { isParameterOfS3 } from "../subresources.ts";
import type { UrlParts } from "../url.ts";
import { list, type Rule } from "./rule.ts";

/** Set by programs that share links; none is S3's, and each breaks the signature. */
const TRACKERS = /^(?:utm_\w+|fbclid|gclid|msclkid|mc_eid|igshid|_ga|cb|cachebuster|nocache)$/i;

/** Of a URL in a URL, percent-encoded once more or not. */
const SIGNATURE = /x-amz-signature(?:=|%(?:25)*3d)/i;

/** A last parameter of which a part is missing. Of most values it cannot be seen. */
function findCut({ rawQuery, query }: UrlParts): string | undefined {
  const [name, value] = query.at(-1) ?? ["", ""];
  const piece = rawQuery.slice(rawQuery.lastIndexOf("&") + 1);
  // SDKs write the = of a parameter without a value too.
  if (!piece.includes("=")) return /^x(?:-|$)/i.test(piece) ? piece : undefined;
  const isCut =
    (name === "x-id" && !isOperation(value)) || (/^x-amz-checksum-mode$/i.test(name) && value !== "ENABLED");
  return isCut ? piece : undefined;
}

export const REQUEST_RULES: readonly Rule[] = [
  [
    "no_such_operation",
    "broken",
    ({ uselessMethod, facts: { operations } }) =>
      uselessMethod !== undefined &&
      `S3 has no operation of the method ${uselessMethod} here: by other methods it is ${operations.join(", ")}.`,
  ],
  [
    "signed_twice",
    "broken",
    ({ place }) =>
      SIGNATURE.test(place.key ?? "") &&
      "Its key is itself a presigned URL: what was signed was signed again, and no object has such a name. Sign the key of the object alone.",
  ],
  [
    "cut_off",
    "broken",
    ({ parts }) => {
      const cut = findCut(parts);
      return cut !== undefined && `It ends with ${cut}, which is nothing that S3 or an SDK knows: it was cut off.`;
    },
  ],
  [
    "parameter_added",
    "broken",
    ({ facts }) => {
      const names = facts.query.map(([name]) => name).filter((name) => TRACKERS.test(name));
      return names.length > 0 && `${list(names)} was added after signing, which breaks the signature: take it off.`;
    },
  ],
  [
    "parameter_unknown",
    "unwise",
    ({ facts }) => {
      const names = facts.query.map(([name]) => name).filter((name) => !TRACKERS.test(name) && !isParameterOfS3(name));
      return (
        names.length > 0 &&
        `${list(names)} is none of S3's parameters: if it was added after signing, the signature is broken; behind a # it does no harm.`
      );
    },
  ],
  [
    "sdk_parameter",
    "unwise",
    ({ facts }) =>
      facts.query.some(([name]) => name === "x-id") &&
      "x-id is of an SDK's own making and does nothing: leave it, because it is signed.",
  ],
  [
    "value_undefined",
    "broken",
    ({ facts }) => {
      const found = facts.query.find(([, value]) => /^(?:undefined|NaN|null|\[object Object\])$/.test(value));
      return found !== undefined && `${found[0]} is "${found[1]}": the program that signed had no value there.`;
    },
  ],
  [
    "name_not_latin",
    "broken",
    ({ facts }) =>
      facts.query.some(([name, value]) => /^response-/.test(name) && !/^[\x20-\x7e\xa0-\xff]*$/.test(value)) &&
      "A response header holds characters beyond Latin-1, which S3 refuses: a file name goes into filename*=UTF-8''….",
  ],
  [
    "dot_segment",
    "broken",
    ({ parts }) =>
      /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(parts.rawPath) &&
      'The path has a segment "." or "..", which browsers fold: it may name another object.',
  ],
  [
    "empty_segment",
    "unwise",
    ({ facts }) =>
      (facts.key?.startsWith("/") || facts.key?.includes("//")) &&
      "The key has an empty segment (//), which some clients and proxies fold.",
  ],
  [
    "raw_plus",
    "unwise",
    ({ parts }) =>
      (parts.rawPath.includes("+") || parts.rawQuery.includes("+")) &&
      "It holds a raw +, which S3 and clients read differently: a plus is %2B, a space is %20.",
  ],
  [
    "path_encoded_twice",
    "unwise",
    ({ parts }) =>
      /%25[0-9a-f]{2}/i.test(parts.rawPath) &&
      "The path holds %25 and two digits: either the key has a % in it, or it was percent-encoded twice.",
  ],
  ["odd_characters", "unwise", ({ facts }) => describeOddName(facts.key)],
  [
    "token_in_query",
    "unwise",
    ({ parts, parameters }) =>
      parts.query.some(
        ([name, value]) =>
          !parameters.has(name) && (isSecretName(name) || SIGNATURE.test(value) || SIGNATURE.test(name)),
      ) && "Its query holds what looks like another secret: everybody who gets the URL gets that too.",
  ],
];
