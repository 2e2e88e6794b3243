// Requests whose signature is right and whose values are odd, each with the code and status that it must get.
import type { RawRequest } from "@daypass/presign";
import {
  type HeaderParts,
  HOST,
  type QueryParts,
  REGION,
  signHeader,
  signQuery,
} from "../../packages/presign/test/support/hand-signer.ts";
import {
  BAD_DAYS,
  CHUNKED,
  ECDSA,
  LATER,
  NO_ALGORITHMS,
  NO_HASHES,
  NO_KEYS,
  NO_LISTS,
  NO_NUMBERS,
  NO_TIMES,
  NOT_SENT,
  OTHER_DAYS,
  OTHERS,
  TOKENS,
} from "./odd-values.ts";

export interface OddRow {
  readonly says: string;
  readonly request: RawRequest;
  readonly wants: readonly [code: string, status: number];
}

const QUERY_ERROR = ["AuthorizationQueryParametersError", 400] as const;
const MALFORMED = ["AuthorizationHeaderMalformed", 400] as const;
const DENIED = ["AccessDenied", 403] as const;
const MISMATCH = ["SignatureDoesNotMatch", 403] as const;
const SKEWED = ["RequestTimeTooSkewed", 403] as const;
const UNKNOWN_KEY = ["InvalidAccessKeyId", 403] as const;
const BAD_TOKEN = ["InvalidToken", 400] as const;
const BAD_ARGUMENT = ["InvalidArgument", 400] as const;

const DATE = "20261124T115900Z";
const DAY = "20261124";

const query = (says: string, change: Partial<QueryParts>, wants: OddRow["wants"]): OddRow => ({
  says,
  request: signQuery(change),
  wants,
});
const header = (says: string, change: Partial<HeaderParts>, wants: OddRow["wants"]): OddRow => ({
  says,
  request: signHeader(change),
  wants,
});
const credential = (parts: { key?: string; day?: string; region?: string; service?: string; end?: string }): string =>
  [
    parts.key ?? "AKIDLONG",
    parts.day ?? DAY,
    parts.region ?? REGION,
    parts.service ?? "s3",
    parts.end ?? "aws4_request",
  ].join("/");

/** Credentials that are none of ours, with what a query and a header say of them. */
function* badCredentials(): Generator<[credential: string, isMalformed: boolean]> {
  for (let parts = 0; parts < 10; parts++) if (parts !== 5) yield [Array(parts).fill("a").join("/") || "x", true];
  for (const slashes of [
    `/${credential({})}`,
    `${credential({})}/`,
    credential({}).replaceAll("/", "//"),
    credential({}).replaceAll("/", "\\"),
    credential({}).replaceAll("/", ","),
    credential({ key: "" }),
    credential({ key: "AKID/LONG" }),
  ])
    yield [slashes, true];
  for (const service of OTHERS) yield [credential({ service }), true];
  for (const end of ["", "aws4", "AWS4_REQUEST", "aws4_request ", "aws5_request", "aws4-request", "aws4_request\0"])
    yield [credential({ end }), true];
  for (const region of [
    "",
    "us-east-1",
    "EU-CENTRAL-1",
    "eu-central-1 ",
    "eu-central-2",
    "*",
    "eu_central_1",
    "eu-central-1\0",
    "auto",
  ])
    yield [credential({ region }), true];
  for (const day of [...BAD_DAYS, ...OTHER_DAYS]) yield [credential({ day }), true];
  for (const key of NO_KEYS) yield [credential({ key }), false];
}

const canBeHeader = (value: string): boolean =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.includes(",");

function* queryRows(): Generator<OddRow> {
  for (const expires of NO_NUMBERS) yield query(`a life of ${JSON.stringify(expires)}`, { expires }, QUERY_ERROR);
  for (const expires of [
    "604801",
    "604802",
    "1000000",
    "2147483647",
    "2147483648",
    "4294967296",
    "9999999999",
    "-1",
    "-7",
    "-604800",
    "-9999999999",
  ])
    yield query(`a life of ${expires}`, { expires }, QUERY_ERROR);
  for (const expires of ["0", "00", "0000000000", "-0", "-00", "1", "59"])
    yield query(`a life of ${expires}, over`, { expires }, DENIED);
  for (const date of NO_TIMES)
    yield query(`dated ${JSON.stringify(date)}`, { date, credential: credential({}) }, QUERY_ERROR);
  for (const date of LATER) yield query(`dated ${date}, to come`, { date }, DENIED);
  for (const date of [
    "20261124T114459Z",
    "20261123T120000Z",
    "20251124T115900Z",
    "20000229T000000Z",
    "19700101T000000Z",
  ])
    yield query(`dated ${date}, over`, { date }, DENIED);
  for (const [text, isMalformed] of badCredentials())
    yield query(`credential ${JSON.stringify(text)}`, { credential: text }, isMalformed ? QUERY_ERROR : UNKNOWN_KEY);
  for (const algorithm of NO_ALGORITHMS)
    yield query(`algorithm ${JSON.stringify(algorithm)}`, { algorithm }, QUERY_ERROR);
  for (const token of TOKENS)
    yield query(`token ${JSON.stringify(token)} of a key that has none`, { token }, BAD_TOKEN);
  for (const hash of [...NO_HASHES, ...CHUNKED, ...ECDSA, ""])
    yield query(
      `hash ${JSON.stringify(hash)}`,
      { extra: [["X-Amz-Content-Sha256", hash]], payloadHash: hash },
      BAD_ARGUMENT,
    );
  for (const signedHeaders of NO_LISTS)
    yield query(`SignedHeaders ${JSON.stringify(signedHeaders)}`, { signedHeaders }, DENIED);
  for (const name of NOT_SENT)
    yield query(`${name} signed and not sent`, { signedHeaders: ["host", name].sort().join(";") }, MISMATCH);
  for (const name of ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"]) {
    yield query(
      `${name} twice`,
      { reshape: (pairs) => [...pairs, pairs.find(([each]) => each === name)!] },
      QUERY_ERROR,
    );
    yield query(
      `${name} in lower case`,
      { reshape: (pairs) => pairs.map(([each, value]) => [each === name ? name.toLowerCase() : each, value]) },
      QUERY_ERROR,
    );
    yield query(
      `${name} empty`,
      { reshape: (pairs) => pairs.map(([each, value]) => [each, each === name ? "" : value]) },
      QUERY_ERROR,
    );
    yield query(`${name} missing`, { reshape: (pairs) => pairs.filter(([each]) => each !== name) }, QUERY_ERROR);
  }
}

function* headerRows(): Generator<OddRow> {
  const dated = (date: string): Partial<HeaderParts> => ({ date, credential: credential({}) });
  for (const date of NO_TIMES.filter(canBeHeader))
    yield header(`header dated ${JSON.stringify(date)}`, dated(date), DENIED);
  for (const date of [
    ...LATER,
    "20261124T114459Z",
    "20261124T110000Z",
    "20261123T120000Z",
    "20251124T120000Z",
    "19700101T000000Z",
  ])
    yield header(`header dated ${date}`, { date }, SKEWED);
  for (const [text, isMalformed] of badCredentials())
    if (canBeHeader(text))
      yield header(
        `header credential ${JSON.stringify(text)}`,
        { credential: text },
        isMalformed ? MALFORMED : UNKNOWN_KEY,
      );
  for (const hash of NO_HASHES.filter(canBeHeader))
    yield header(`header hash ${JSON.stringify(hash)}`, { payloadHash: hash }, BAD_ARGUMENT);
  for (const hash of CHUNKED) yield header(`${hash} of a GET`, { payloadHash: hash }, ["InvalidRequest", 400]);
  for (const hash of ECDSA) yield header(hash, { payloadHash: hash }, ["NotImplemented", 501]);
  for (const signedHeaders of NO_LISTS.filter(canBeHeader).filter((list) => !list.includes(" ")))
    yield header(`header SignedHeaders ${JSON.stringify(signedHeaders)}`, { signedHeaders }, DENIED);
  for (const name of NOT_SENT.filter((each) => !["x-amz-content-sha256", "x-amz-date"].includes(each)))
    yield header(
      `${name} signed and not sent, in a header`,
      { signedHeaders: ["host", "x-amz-content-sha256", "x-amz-date", name].sort().join(";") },
      MISMATCH,
    );
  for (const algorithm of NO_ALGORITHMS.filter(canBeHeader))
    yield header(
      `header algorithm ${JSON.stringify(algorithm)}`,
      { authorization: (text) => text.replace("AWS4-HMAC-SHA256", algorithm) },
      algorithm === "AWS4-ECDSA-P256-SHA256"
        ? ["NotImplemented", 501]
        : algorithm === "AWS"
          ? ["InvalidRequest", 400]
          : BAD_ARGUMENT,
    );
  const cut: readonly (readonly [string, RegExp | string, string, OddRow["wants"]])[] = [
    ["no credential", /Credential=[^,]*, /, "", MALFORMED],
    ["no SignedHeaders", /SignedHeaders=[^,]*, /, "", MALFORMED],
    ["no signature", /, Signature=.*/, "", MALFORMED],
    ["an empty credential", /Credential=[^,]*/, "Credential=", MALFORMED],
    ["an empty list", /SignedHeaders=[^,]*/, "SignedHeaders=", MALFORMED],
    ["an empty signature", /Signature=.*/, "Signature=", MALFORMED],
    ["a part more", /$/, ", X=y", MALFORMED],
    ["a comma at the end", /$/, ",", MALFORMED],
    ["no commas", /, /g, " ", MALFORMED],
    ["semicolons", /, /g, "; ", MALFORMED],
    ["a signature in upper case", /(?<=Signature=).*/, "AB".repeat(32), MISMATCH],
    ["a short signature", /.$/, "", MISMATCH],
    ["a long signature", /$/, "0", MISMATCH],
    ["a signature in quotes", /Signature=(.*)/, 'Signature="$1"', MISMATCH],
    ["names in lower case", /Credential=/, "credential=", MALFORMED],
    ["a colon", "Credential=", "Credential:", MALFORMED],
    ["no blank", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256", BAD_ARGUMENT],
  ];
  for (const [says, from, to, wants] of cut)
    yield header(`Authorization with ${says}`, { authorization: (text) => text.replace(from, to) }, wants);
  yield header(
    "no hash",
    {
      headers: [
        ["Host", HOST],
        ["X-Amz-Date", DATE],
      ],
      signedHeaders: "host;x-amz-date",
    },
    ["InvalidRequest", 400],
  );
}

export function listOddRows(): OddRow[] {
  return [...queryRows(), ...headerRows()];
}
