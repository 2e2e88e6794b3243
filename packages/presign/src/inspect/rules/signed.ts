// What is signed, and what is left open.
import { type Examined, list, type Rule, signs } from "./rule.ts";

/** Rewritten by proxies and clients, so nobody should sign them. */
export const HOP_HEADERS =
  /^(?:accept-encoding|authorization|connection|cookie|expect|te|transfer-encoding|upgrade|user-agent|via|x-amzn-trace-id|x-forwarded-\w+|cf-.*)$/;
const isPut = ({ facts }: Examined): boolean =>
  facts.operations[0] === "PutObject" || facts.operations[0] === "UploadPart";
const isPutObject = (examined: Examined): boolean => isPut(examined) && examined.facts.operations[0] === "PutObject";

export const SIGNED_RULES: readonly Rule[] = [
  ["host_not_signed", "broken", (examined) => !signs(examined, "host") && "The host is not signed: S3 will refuse it."],
  [
    "hop_header_signed",
    "unwise",
    ({ facts }) => {
      const names = facts.signedHeaders.filter((name) => HOP_HEADERS.test(name));
      return names.length > 0 && `${list(names)} is signed, which proxies and clients rewrite on the way.`;
    },
  ],
  [
    "range_signed",
    "unwise",
    (examined) =>
      signs(examined, "range") &&
      "A byte range is signed: players and resuming clients ask for others and are refused.",
  ],
  [
    "size_not_pinned",
    "unwise",
    (examined) =>
      isPut(examined) &&
      !signs(examined, "content-length") &&
      "The size is not signed: a body of up to 5 GiB may be stored.",
  ],
  [
    "may_replace",
    "unwise",
    (examined) =>
      isPutObject(examined) &&
      !signs(examined, "if-none-match") &&
      !signs(examined, "if-match") &&
      "It may be used again and replaces the object each time: sign If-None-Match: * to create only.",
  ],
  [
    "type_not_pinned",
    "unwise",
    (examined) =>
      isPutObject(examined) &&
      !signs(examined, "content-type") &&
      "The content type is not signed: the uploader chooses it.",
  ],
  [
    "shown_in_place",
    "unwise",
    ({ facts: { operations, query } }) =>
      operations.includes("GetObject") &&
      operations.length <= 2 &&
      !query.some(([name]) => name === "response-content-disposition") &&
      "No response-content-disposition is signed: a browser shows the object in place, and runs it if it is a page.",
  ],
];
