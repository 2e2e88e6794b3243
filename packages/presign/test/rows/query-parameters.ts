import { REGION, TOKEN } from "../support/hand-signer.ts";
import { type Row, replaceTarget, withHeaders } from "./query-row.ts";

const PARAMETERS_ERROR = "AuthorizationQueryParametersError";
const NAMES = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"];
const dropped = (name: string) => (pairs: (readonly [string, string])[]) => pairs.filter(([other]) => other !== name);

/** Parameters, dates, keys and tokens: rows Q1 to Q12. */
export const PARAMETERS: Row[] = [
  ...NAMES.flatMap((name): Row[] => [
    { says: `Q1 ${name} missing`, change: { reshape: dropped(name) }, wants: [PARAMETERS_ERROR, 400] },
    {
      says: `Q1 ${name} empty`,
      change: { reshape: (pairs) => pairs.map(([n, v]) => [n, n === name ? "" : v]) },
      wants: [PARAMETERS_ERROR, 400],
    },
    {
      says: `Q1 ${name} twice, both signed (E8, E14)`,
      change: { reshape: (pairs) => [...pairs, ...pairs.filter(([n]) => n === name)] },
      wants: [PARAMETERS_ERROR, 400, /once/],
    },
    {
      says: `Q1 ${name} twice, in another case`,
      change: {
        reshape: (pairs) => [
          ...pairs,
          ...pairs.filter(([n]) => n === name).map(([n, v]) => [n.toLowerCase(), v] as const),
        ],
      },
      wants: [PARAMETERS_ERROR, 400, /once/],
    },
    {
      says: `Q1 ${name} in lower case`,
      change: { reshape: (pairs) => pairs.map(([n, v]) => [n === name ? n.toLowerCase() : n, v]) },
      wants: [PARAMETERS_ERROR, 400, /spelt/],
    },
  ]),
  {
    says: "Q1 X-Amz-Signature missing",
    after: (r) => replaceTarget(r, /&X-Amz-Signature=\w+/, ""),
    wants: [PARAMETERS_ERROR, 400],
  },
  {
    says: "Q1 X-Amz-Signature empty",
    after: (r) => replaceTarget(r, /&X-Amz-Signature=\w+/, "&X-Amz-Signature="),
    wants: [PARAMETERS_ERROR, 400],
  },
  {
    says: "Q1 X-Amz-Signature twice",
    after: (r) => ({ ...r, target: `${r.target}&X-Amz-Signature=${"0".repeat(64)}` }),
    wants: [PARAMETERS_ERROR, 400],
  },
  {
    says: "Q1 another x-amz-* twice",
    change: {
      extra: [
        ["x-amz-acl", "private"],
        ["X-Amz-Acl", "public-read"],
      ],
    },
    wants: [PARAMETERS_ERROR, 400],
  },
  {
    says: "Q2 another algorithm",
    change: { algorithm: "AWS4-HMAC-SHA512" },
    wants: [PARAMETERS_ERROR, 400, /only supports/],
  },
  {
    says: "Q2 the ECDSA algorithm",
    change: { algorithm: "AWS4-ECDSA-P256-SHA256" },
    wants: [PARAMETERS_ERROR, 400, /only supports "AWS4-HMAC-SHA256"/],
  },
  {
    says: "Q3 four parts",
    change: { credential: "AKIDLONG/20261124/eu-central-1/s3" },
    wants: [PARAMETERS_ERROR, 400, /mal-formed/],
  },
  {
    says: "Q3 a slash in the access key (E31)",
    change: { credential: "AK/ID/20261124/eu-central-1/s3/aws4_request" },
    wants: [PARAMETERS_ERROR, 400, /mal-formed/],
  },
  {
    says: "Q3 a day that does not exist",
    change: { credential: "AKIDLONG/20261131/eu-central-1/s3/aws4_request" },
    wants: [PARAMETERS_ERROR, 400, /incorrect date format "20261131"/],
  },
  {
    says: "Q3 another service",
    change: { credential: "AKIDLONG/20261124/eu-central-1/sts/aws4_request" },
    wants: [PARAMETERS_ERROR, 400, /"sts"/],
  },
  {
    says: "Q3 another terminal",
    change: { credential: "AKIDLONG/20261124/eu-central-1/s3/aws5_request" },
    wants: [PARAMETERS_ERROR, 400, /aws4_request/],
  },
  {
    says: "Q3 another region, named in the answer",
    change: { credential: "AKIDLONG/20261124/us-east-1/s3/aws4_request" },
    wants: [PARAMETERS_ERROR, 400, /'us-east-1' is wrong; expecting 'eu-central-1'/],
    details: { Region: REGION },
  },
  {
    says: "Q4 a time that does not exist (E13)",
    change: { date: "20261332T999999Z", credential: "AKIDLONG/20261124/eu-central-1/s3/aws4_request" },
    wants: [PARAMETERS_ERROR, 400, /X-Amz-Date/],
  },
  { says: "Q4 hour 24", change: { date: "20261123T240000Z" }, wants: [PARAMETERS_ERROR, 400, /X-Amz-Date/] },
  {
    says: "Q4 another form",
    change: { date: "2026-11-24T11:59:00Z", credential: "AKIDLONG/20261124/eu-central-1/s3/aws4_request" },
    wants: [PARAMETERS_ERROR, 400, /X-Amz-Date/],
  },
  {
    says: "Q4 a line end behind",
    change: { date: "20261124T115900Z\n" },
    wants: [PARAMETERS_ERROR, 400, /X-Amz-Date/],
  },
  {
    says: "Q5 another day than the credential's",
    change: { credential: "AKIDLONG/20261123/eu-central-1/s3/aws4_request" },
    wants: [PARAMETERS_ERROR, 400, /same as X-Amz-Date/],
  },
  ...["NaN", "Infinity", "1e3", "0x3c", "60.5", " 60", "60 ", "+60", "1h30", "sixty", "undefined", "99999999999"].map(
    (expires): Row => ({
      says: `Q6 a life of "${expires}" (E7, E9, N8)`,
      change: { expires },
      wants: [PARAMETERS_ERROR, 400, /should be a number/],
    }),
  ),
  { says: "Q6 a negative life (E8)", change: { expires: "-7" }, wants: [PARAMETERS_ERROR, 400, /non-negative/] },
  {
    says: "Q6 a life of a week and a second (E8)",
    change: { expires: "604801" },
    wants: [PARAMETERS_ERROR, 400, /less than a week/],
  },
  {
    says: "Q7 a life of 0",
    change: { expires: "0", date: "20261124T120000Z" },
    wants: ["AccessDenied", 403, /^Request has expired$/],
  },
  {
    says: "Q8 over by a second (E6)",
    change: { date: "20261124T114459Z" },
    wants: ["AccessDenied", 403, /^Request has expired$/],
    details: { "X-Amz-Expires": "900", Expires: "2026-11-24T11:59:59Z", ServerTime: "2026-11-24T12:00:00Z" },
  },
  {
    says: "Q9 dated 15 minutes and a second ahead (E10)",
    change: { date: "20261124T121501Z" },
    wants: ["AccessDenied", 403, /^Request is not yet valid$/],
  },
  {
    says: "Q10 longer than the endpoint's own cap",
    options: { maxExpiresInSeconds: 300 },
    wants: ["AccessDenied", 403, /300/],
  },
  {
    says: "Q11 an unknown access key",
    change: { accessKeyId: "AKIDNOBODY" },
    wants: ["InvalidAccessKeyId", 403],
    details: { AWSAccessKeyId: "AKIDNOBODY" },
  },
  {
    says: "Q11 an access key named like a property",
    change: { accessKeyId: "__proto__" },
    wants: ["InvalidAccessKeyId", 403],
  },
  {
    says: "Q12 a temporary key without its token",
    change: { accessKeyId: "ASIATEMP", secret: "temp-secret" },
    wants: ["InvalidToken", 400],
  },
  {
    says: "Q12 a temporary key with another token",
    change: { accessKeyId: "ASIATEMP", secret: "temp-secret", token: `${TOKEN}x` },
    wants: ["InvalidToken", 400],
  },
  {
    says: "Q12 a token whose plus was sent raw (E18)",
    change: { accessKeyId: "ASIATEMP", secret: "temp-secret", token: TOKEN },
    after: (r) => replaceTarget(r, "%2B", "+"),
    wants: ["InvalidToken", 400],
  },
  { says: "Q12 a token for a key that has none", change: { token: TOKEN }, wants: ["InvalidToken", 400] },
  {
    says: "Q12 a signed token in a header",
    change: {
      accessKeyId: "ASIATEMP",
      secret: "temp-secret",
      headers: withHeaders(["x-amz-security-token", TOKEN]),
      signedHeaders: "host;x-amz-security-token",
    },
    wants: ["InvalidToken", 400],
  },
  {
    says: "Q12 a second token in a header",
    change: {
      accessKeyId: "ASIATEMP",
      secret: "temp-secret",
      token: TOKEN,
      headers: withHeaders(["x-amz-security-token", TOKEN]),
      signedHeaders: "host;x-amz-security-token",
    },
    wants: ["InvalidToken", 400],
  },
  {
    says: "Q12 a token that is over",
    change: { accessKeyId: "ASIAOVER", secret: "over-secret", token: TOKEN },
    wants: ["ExpiredToken", 400],
  },
];
