// Requests whose signature is right and whose values are odd, each with the code and status that it must get.
import type { RawRequest } from "@daypass/presign";
import {
  type HeaderParts,
  HOST,
  type QueryParts,
  REGION,
  signHeader,
  signQuery,
  TOKEN,
} from "../../packages/presign/test/support/hand-signer.ts";

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

const NO_NUMBERS = [
  "abc",
  "NaN",
  "Infinity",
  "-Infinity",
  "1e3",
  "1E3",
  "6e1",
  "0x3c",
  "0b11",
  "0o17",
  " 60",
  "60 ",
  "\t60",
  "60\n",
  "+60",
  "60.0",
  "6.5",
  ".5",
  "60s",
  "60 s",
  "1h30",
  "1h",
  "PT1M",
  "60,60",
  "60;60",
  "1_000",
  "1,000",
  "--1",
  "-",
  "- 1",
  "1-",
  "true",
  "false",
  "null",
  "undefined",
  "[60]",
  "{}",
  "''",
  "12345678901",
  "99999999999999999999",
  "-99999999999",
  "٦٠",
  "６０",
  "60\0",
  "\u00a060",
  "\u200b60",
  "60%",
  "$60",
];
const NO_TIMES = [
  "20261332T999999Z",
  "20261301T000000Z",
  "20260001T000000Z",
  "20261100T000000Z",
  "20261131T000000Z",
  "20260229T000000Z",
  "20260230T000000Z",
  "20261124T240000Z",
  "20261124T250000Z",
  "20261124T116000Z",
  "20261124T115960Z",
  "20261124T11590Z",
  "20261124T1159000Z",
  "2026112T115900Z",
  "20261124t115900Z",
  "20261124T115900z",
  "20261124T115900",
  "20261124 115900Z",
  "20261124T115900+0000",
  "20261124T115900+00:00",
  "2026-11-24T11:59:00Z",
  "20261124T115900.000Z",
  "20261124115900Z",
  "1795521540",
  "1795521540000",
  "Tue, 24 Nov 2026 11:59:00 GMT",
  " 20261124T115900Z",
  "20261124T115900Z ",
  "20261124T115900Z\n",
  "20261124T115900Z,20261124T115900Z",
  "２０２６1124T115900Z",
  "20261124T1159٠0Z",
  "-20261124T115900Z",
  "+20261124T115900Z",
  "0026-11-24",
  "NaN",
  "0",
  "now",
  "20261124T115900ZZ",
  "20261124TT15900Z",
  "20261124T11:59:00Z",
  "20261124",
  "20261124T",
  "T115900Z",
  "20261124T115900A",
];
const LATER = [
  "20261124T121501Z",
  "20261124T121600Z",
  "20261124T130000Z",
  "20261125T000000Z",
  "20261201T000000Z",
  "20270101T000000Z",
  "20280229T000000Z",
  "99991231T235959Z",
];
const OTHERS = ["", " ", "s3 ", "S3", "sts", "iam", "s3express", "execute-api", "*", "s3\0", "null", "../s3"];
const BAD_DAYS = [
  "",
  "2026112",
  "202611244",
  "20261324",
  "20260230",
  "2026-11-24",
  "20261124T",
  "yyyymmdd",
  "00000000",
  " 20261124",
  "２０２６1124",
  "NaN",
];
const OTHER_DAYS = ["20261123", "20261125", "20251124", "19700101", "99991231"];
const NO_KEYS = [
  "AKIDNOBODY",
  "akidlong",
  "AKIDLONG ",
  " AKIDLONG",
  "AKIDLONG\0",
  "AKIDLON",
  "AKIDLONGG",
  "__proto__",
  "constructor",
  "toString",
  "*",
  "null",
  "АKIDLONG",
  "%41KIDLONG",
];
const NO_HASHES = [
  "UNSIGNED",
  "unsigned-payload",
  "UNSIGNED-PAYLOAD ",
  " UNSIGNED-PAYLOAD",
  "UNSIGNED-PAYLOADS",
  "AB".repeat(32),
  "ab".repeat(31),
  "ab".repeat(33),
  "zz".repeat(32),
  `${"ab".repeat(31)}a`,
  `0x${"ab".repeat(31)}`,
  "q".repeat(44),
  "null",
  "none",
  "SHA256",
  "STREAMING",
  "STREAMING-UNSIGNED-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILERS",
  "STREAMING-AWS4-HMAC-SHA512-PAYLOAD",
  "streaming-unsigned-payload-trailer",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER-",
  "EMPTY",
  "e3b0c442",
  "*",
];
const CHUNKED = [
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
];
const ECDSA = ["STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"];
const NO_ALGORITHMS = [
  "AWS4-HMAC-SHA1",
  "AWS4-HMAC-SHA512",
  "AWS4-ECDSA-P256-SHA256",
  "aws4-hmac-sha256",
  "AWS4-HMAC-SHA256 ",
  " AWS4-HMAC-SHA256",
  "AWS3",
  "AWS",
  "HMAC-SHA256",
  "none",
  "AWS4-HMAC-SHA256,AWS4-HMAC-SHA256",
  "*",
];
const NO_LISTS = [
  "Host",
  "HOST",
  "host;host",
  "host;",
  ";host",
  "host;;range",
  "range;host",
  "host;accept",
  "host,range",
  "host range",
  "host;Range",
  "host; range",
  "*",
  "host;x y",
  "host\0",
  "hosts",
  "x-amz-date",
  "range",
  "host;\n",
  "hóst",
  "host;é",
  "host:",
  "[host]",
  "host;host;range",
];
const NOT_SENT = [
  "accept",
  "accept-encoding",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-md5",
  "content-type",
  "date",
  "expect",
  "host2",
  "if-match",
  "if-none-match",
  "range",
  "transfer-encoding",
  "user-agent",
  "x-amz-acl",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-date",
  "x-amz-meta-a",
  "x-amz-security-token",
  "x-amz-server-side-encryption",
  "x-amz-tagging",
  "x-forwarded-host",
];
const TOKENS = [TOKEN, "", " ", "x", "*", "null", TOKEN.slice(1), `${TOKEN}=`, TOKEN.toLowerCase(), "é"];

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
