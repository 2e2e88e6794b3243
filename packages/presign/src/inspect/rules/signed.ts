// What is signed, and what is left open.
import { isSetOnTheWay } from "../../header-names.ts";
import { type Examined, list, type Rule, signs } from "./rule.ts";

/** An upload, or a URL that signs what an upload has a use for and may be one: of a bare link nothing is said. */
const mayPut = ({ facts }: Examined, ...names: readonly string[]): boolean =>
  facts.likely.some((name) => names.includes(name)) &&
  (facts.likely.length === 1 || facts.signedHeaders.some((name) => name !== "host"));
const sayOfUpload = ({ facts }: Examined, text: string): string =>
  facts.likely.length === 1 ? text : `If it is an upload, ${text[0]!.toLowerCase()}${text.slice(1)}`;

export const SIGNED_RULES: readonly Rule[] = [
  ["host_not_signed", "broken", (examined) => !signs(examined, "host") && "The host is not signed: S3 will refuse it."],
  [
    "signed_headers_refused",
    "broken",
    ({ parameters }) => {
      const given = parameters.get("X-Amz-SignedHeaders")!;
      const sorted = [...new Set(given.toLowerCase().split(";"))].sort().join(";");
      return (
        given !== sorted && `X-Amz-SignedHeaders is ${given}: S3 wants ${sorted}, in small letters, sorted, each once.`
      );
    },
  ],
  [
    "hop_header_signed",
    "unwise",
    ({ facts }) => {
      const names = facts.signedHeaders.filter((name) => isSetOnTheWay(name));
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
      mayPut(examined, "PutObject", "UploadPart") &&
      !signs(examined, "content-length") &&
      sayOfUpload(examined, "The size is not signed: a body of up to 5 GiB may be stored."),
  ],
  [
    "may_replace",
    "unwise",
    (examined) =>
      mayPut(examined, "PutObject") &&
      !signs(examined, "if-none-match") &&
      !signs(examined, "if-match") &&
      sayOfUpload(
        examined,
        "It may be used again and replaces the object each time: sign If-None-Match: * to create only.",
      ),
  ],
  [
    "type_not_pinned",
    "unwise",
    (examined) =>
      mayPut(examined, "PutObject") &&
      !signs(examined, "content-type") &&
      sayOfUpload(examined, "The content type is not signed: the uploader chooses it."),
  ],
  [
    "shown_in_place",
    "unwise",
    ({ facts: { likely, query } }) =>
      likely[0] === "GetObject" &&
      likely.length <= 2 &&
      !query.some(([name]) => name === "response-content-disposition") &&
      "No response-content-disposition is signed: a browser shows the object in place, and runs it if it is a page.",
  ],
];
