// What its query and its path hold.

import { decodeOnce } from "../../sigv4/encode.ts";
import { describeOddName } from "../odd-names.ts";
import { isOperation } from "../operations.ts";
import { isSecretName } from "../secret-values.ts";
import { isCutName, isNeverEmpty, isParameterOfS3 } from "../subresources.ts";
import type { UrlParts } from "../url.ts";
import { type Examined, list, type Rule } from "./rule.ts";

/** Set by programs that share links; none is S3's, and each breaks the signature. */
const TRACKERS =
  /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ttclid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|igshid|_ga|cb|cachebuster|nocache)$/i;

/** Of a URL in a URL, percent-encoded once more or not. */
const SIGNATURE = /x-amz-signature(?:=|%(?:25)*3d)/i;

/** A last parameter of which a part is missing. Of most values it cannot be seen. */
function findCut({ rawQuery, query }: UrlParts): string | undefined {
  const [name, value] = query.at(-1) ?? ["", ""];
  const piece = rawQuery.slice(rawQuery.lastIndexOf("&") + 1);
  // SDKs write the = of a parameter without a value too.
  if (!piece.includes("=")) return /^x(?:-|$)/i.test(piece) || isCutName(piece) ? piece : undefined;
  const isCut =
    (name === "x-id" && !isOperation(value)) ||
    (/^x-amz-checksum-mode$/i.test(name) && value !== "ENABLED") ||
    (value === "" && isNeverEmpty(name));
  return isCut ? piece : undefined;
}

/** Of a file's name the quotation mark at its end is missing. */
function isQuoteOpen({ query }: UrlParts): boolean {
  const [name, value] = query.at(-1) ?? ["", ""];
  const plain = value.replace(/\\./g, "");
  const last = plain.lastIndexOf('"');
  return name === "response-content-disposition" && last > 0 && plain[last - 1] === "=";
}

const NO_VALUE = /^(?:undefined|NaN|null|\[object Object\])$/;

/** What the program that signed had no value for, but for names of buckets and objects, which may be any. */
function findNoValue({ facts, parts }: Examined): string | undefined {
  if (facts.accessKeyId === "") return "X-Amz-Credential has no access key";
  if (NO_VALUE.test(facts.accessKeyId)) return `The access key is "${facts.accessKeyId}"`;
  if (NO_VALUE.test(facts.region)) return `The region is "${facts.region}"`;
  if (facts.region === "" && facts.provider === "AWS S3") return "X-Amz-Credential has no region";
  const found = facts.query.find(([, value]) => NO_VALUE.test(value));
  if (found !== undefined) return `${found[0]} is "${found[1]}"`;
  // Of the last one it is told that it was cut off.
  const empty = parts.query.slice(0, -1).find(([name, value]) => value === "" && isNeverEmpty(name));
  return empty && `${empty[0]} is empty`;
}

/** Of a percent-encoding that is none. */
const describeEncoding = (raw: string): string =>
  /%(?![0-9a-f]{2})/i.test(raw)
    ? "a % without two digits of 0-9 and A-F behind it: a percent sign itself is %25"
    : "percent-encoded bytes that are no UTF-8, as of an older encoding: ü is %C3%BC, not %FC";

export const REQUEST_RULES: readonly Rule[] = [
  [
    "no_such_operation",
    "broken",
    ({ uselessMethod, facts: { operations, isPlaceGuessed } }) =>
      uselessMethod !== undefined &&
      !isPlaceGuessed &&
      `S3 has no operation of the method ${uselessMethod} here: by other methods it is ${operations.join(", ")}.`,
  ],
  [
    "no_such_operation",
    "unwise",
    ({ uselessMethod, facts: { operations, isPlaceGuessed } }) =>
      uselessMethod !== undefined &&
      isPlaceGuessed &&
      `If its bucket stands where it seems to, S3 has no operation of the method ${uselessMethod} here: by other methods it is ${operations.join(", ")}.`,
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
      if (cut !== undefined) return `It ends with ${cut}, which is nothing that S3 or an SDK knows: it was cut off.`;
      return isQuoteOpen(parts) && "It ends within quotation marks that are not closed: it was cut off.";
    },
  ],
  [
    "cut_off",
    "unwise",
    ({ parts }) =>
      parts.rawQuery.endsWith("&") &&
      "It ends with &: if a parameter stood behind it, that was cut off, and the signature is broken.",
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
    (examined) => {
      const found = findNoValue(examined);
      return found && `${found}: the program that signed had no value there.`;
    },
  ],
  [
    "value_undefined",
    "unwise",
    ({ facts: { bucket, key } }) => {
      const names = [bucket ?? "", ...(key ?? "").split("/")];
      const found = names.find((name) => NO_VALUE.test(name) || /^(?:undefined|NaN)\.\w+$/.test(name));
      return (
        found && `"${found}" is the bucket, or a part of the key: perhaps the program that signed had no value there.`
      );
    },
  ],
  [
    "region_missing",
    "unwise",
    ({ facts }) =>
      facts.region === "" &&
      facts.provider !== "AWS S3" &&
      facts.provider !== "Cloudflare R2" &&
      "X-Amz-Credential has no region, which most services refuse.",
  ],
  [
    "path_invalid",
    "broken",
    ({ parts }) =>
      decodeOnce(parts.rawPath) === undefined && `The path holds ${describeEncoding(parts.rawPath)}. S3 refuses it.`,
  ],
  [
    "query_invalid",
    "broken",
    ({ parts }) => {
      const piece = parts.rawQuery.split("&").find((text) => decodeOnce(text) === undefined);
      return (
        piece !== undefined &&
        `The parameter ${piece.split("=", 1)[0]} holds ${describeEncoding(piece)}. S3 refuses it.`
      );
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
    ({ facts, parts }) =>
      (parts.rawPath.startsWith("//") || facts.key?.startsWith("/") || facts.key?.includes("//")) &&
      "The path has an empty segment (//), which some clients and proxies fold.",
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
          !parameters.has(name) &&
          ((value !== "" && isSecretName(name)) || SIGNATURE.test(value) || SIGNATURE.test(name)),
      ) && "Its query holds what looks like another secret: everybody who gets the URL gets that too.",
  ],
];
