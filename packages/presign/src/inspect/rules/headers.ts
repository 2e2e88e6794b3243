// Headers that stand in the query.
import { fateInQuery } from "../headers-in-query.ts";
import { type Examined, list, type Rule } from "./rule.ts";

const DIGESTS_OF_NOTHING =
  /^(?:AAAAAA==|AAAAAAAAAAA=|1B2M2Y8AsgTpgAmY7PhCfg==|2jmj7l5rSw0yVb\/vlWAYkK\/YBwk=|47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=)$/;
const findChecksumOfNothing = ({ facts }: Examined): string | undefined =>
  facts.query.find(([name, value]) => /^x-amz-checksum-/i.test(name) && DIGESTS_OF_NOTHING.test(value))?.[0];
const isAtAws = ({ facts }: Examined): boolean => facts.provider === "AWS S3";
/** Behind a name of one's own there may be any service. */
const mayBeAtAws = (examined: Examined): boolean => isAtAws(examined) || examined.facts.provider === undefined;

const withFate = ({ facts }: Examined, fate: ReturnType<typeof fateInQuery>): string =>
  list(facts.query.map(([name]) => name).filter((name) => fateInQuery(name) === fate));

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const READERS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["public-read", "everybody, without any signature"],
  ["public-read-write", "everybody, without any signature"],
  ["authenticated-read", "every account of AWS"],
]);

function findPublic(examined: Examined): readonly [what: string, readers: string] | undefined {
  for (const [name, value] of examined.facts.query) {
    // In capital letters AWS ignores it.
    const readers = (isAtAws(examined) ? /^x-amz-acl$/ : /^x-amz-acl$/i).test(name) ? READERS.get(value) : undefined;
    if (readers !== undefined) return [`${name}=${value}`, readers];
    const group = /^x-amz-grant-/i.test(name)
      ? /groups\/global\/(AllUsers|AuthenticatedUsers)/.exec(value)?.[1]
      : undefined;
    if (group !== undefined)
      return [`${name} to ${group}`, READERS.get(group === "AllUsers" ? "public-read" : "authenticated-read")!];
  }
  return undefined;
}

export const HEADER_RULES: readonly Rule[] = [
  [
    "makes_public",
    "unwise",
    (examined) => {
      const found = findPublic(examined);
      return (
        found !== undefined &&
        `${found[0]}: if it is an upload, the object can be read by ${found[1]}, for as long as it exists, unless the bucket has ACLs disabled.`
      );
    },
  ],
  [
    "copy_in_query",
    "broken",
    (examined) => {
      const names = withFate(examined, "copy");
      return (
        names !== "" &&
        `S3 ignores ${names} in a query, and stores an empty object instead of a copy: sign it as a header.`
      );
    },
  ],
  [
    "ignored_in_query",
    "unwise",
    (examined) => {
      const names = withFate(examined, "ignored");
      return names !== "" && `S3 obeys ${names} as a header only: here it is signed and does nothing.`;
    },
  ],
  [
    "header_in_query",
    "unwise",
    (examined) => {
      const [obeyed, unsure] = [withFate(examined, "obeyed"), withFate(examined, "unsure")];
      const told = [
        obeyed !== "" && `AWS obeys ${obeyed} in a query as if it were a header, which it does not document.`,
        unsure !== "" && `Whether ${unsure} is obeyed in a query is not documented, and reports differ.`,
      ].filter((text) => text !== false);
      return (
        told.length > 0 &&
        `${told.join(" ")} A bucket policy that asks for the header may not see it, and other services may ignore it: sign it as a header.`
      );
    },
  ],
  [
    "checksum_in_query",
    "unwise",
    (examined) => {
      // The checksum of nothing has a finding of its own.
      const names = findChecksumOfNothing(examined) === undefined ? withFate(examined, "checksum") : "";
      return (
        names !== "" &&
        `AWS takes no notice of ${names} in a query, so that any content may be uploaded, and other services may refuse it: sign it as a header.`
      );
    },
  ],
  [
    "checksum_of_nothing",
    "unwise",
    (examined) => {
      const name = mayBeAtAws(examined) ? findChecksumOfNothing(examined) : undefined;
      return (
        name !== undefined &&
        `${name} is the checksum of an empty body, which an SDK adds by itself: AWS takes no notice of it, other services refuse the upload.`
      );
    },
  ],
  [
    "checksum_of_nothing",
    "broken",
    (examined) => {
      const name = mayBeAtAws(examined) ? undefined : findChecksumOfNothing(examined);
      return (
        name !== undefined &&
        `${name} is the checksum of an empty body, which an SDK adds by itself: services other than AWS refuse every other upload.`
      );
    },
  ],
  [
    "checksum_mode",
    "unwise",
    ({ facts }) =>
      facts.query.some(([name]) => /^x-amz-checksum-mode$/i.test(name)) &&
      "x-amz-checksum-mode is of an SDK's own making: S3 takes it, R2 and B2 refuse it.",
  ],
  [
    "range_in_query",
    "unwise",
    ({ facts }) =>
      facts.query.some(([name]) => name.toLowerCase() === "range") &&
      "S3 ignores a range in the query: it is a header.",
  ],
];
