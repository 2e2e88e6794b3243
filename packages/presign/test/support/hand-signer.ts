// A second signer, written apart from the one under test and without its checks: it signs whatever it is told, so that a
// refusal is never just a wrong signature.
import { createHash, createHmac } from "node:crypto";
import type { KeyLookup, RawRequest } from "../../src/index.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const REGION = "eu-central-1";
export const HOST = "bucket.example:9000";
export const TOKEN = "FwoGZXIvYXdzEXAMPLE//token+==";

export const lookup: KeyLookup = (accessKeyId) => {
  if (accessKeyId === "AKIDLONG") return { secretAccessKey: "long-secret" };
  if (accessKeyId === "ASIATEMP")
    return { secretAccessKey: "temp-secret", sessionToken: TOKEN, expiration: new Date(NOW.getTime() + 3_600_000) };
  if (accessKeyId === "ASIAOVER")
    return { secretAccessKey: "over-secret", sessionToken: TOKEN, expiration: new Date(NOW.getTime() - 1000) };
  return undefined;
};

type Pairs = (readonly [string, string])[];

export function percent(text: string, keep = ""): string {
  let out = "";
  for (const byte of Buffer.from(text, "utf8")) {
    const char = String.fromCharCode(byte);
    out +=
      /[A-Za-z0-9\-._~]/.test(char) || (char !== "" && keep.includes(char))
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text, "latin1").digest();

export function handSignature(secret: string, timestamp: string, scope: string, canonical: string): string {
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of scope.split("/")) key = hmac(key, part);
  const digest = createHash("sha256").update(canonical, "latin1").digest("hex");
  return hmac(key, `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${digest}`).toString("hex");
}

function canonicalOf(input: {
  method: string;
  path: string;
  pairs: Pairs;
  headers: Pairs;
  signedHeaders: string;
  payloadHash: string;
}): string {
  const query = input.pairs
    .map(([name, value]) => [percent(name), percent(value)] as const)
    .sort((a, b) => (a[0] === b[0] ? (a[1] < b[1] ? -1 : 1) : a[0] < b[0] ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");
  const lines = input.signedHeaders.split(";").map((name) => {
    const values = input.headers.filter(([other]) => other.toLowerCase() === name.toLowerCase());
    return `${name}:${values.map(([, value]) => value.trim().replace(/ +/g, " ")).join(",")}\n`;
  });
  return [input.method, percent(input.path, "/"), query, lines.join(""), input.signedHeaders, input.payloadHash].join(
    "\n",
  );
}

export interface QueryParts {
  method: string;
  /** Decoded. */
  path: string;
  accessKeyId: string;
  secret: string;
  algorithm: string;
  /** Whole credential; default from the other parts. */
  credential?: string;
  date: string;
  expires: string;
  token?: string;
  signedHeaders: string;
  headers: Pairs;
  /** Further pairs, signed. */
  extra: Pairs;
  payloadHash: string;
  /** Renames, repeats or drops parameters before signing. */
  reshape: (pairs: Pairs) => Pairs;
}

export const signQuery = (change: Partial<QueryParts> = {}): RawRequest => {
  const parts: QueryParts = {
    method: "GET",
    path: "/b/key.txt",
    accessKeyId: "AKIDLONG",
    secret: "long-secret",
    algorithm: "AWS4-HMAC-SHA256",
    date: "20261124T115900Z",
    expires: "900",
    signedHeaders: "host",
    headers: [["Host", HOST]],
    extra: [],
    payloadHash: "UNSIGNED-PAYLOAD",
    reshape: (pairs) => pairs,
    ...change,
  };
  const credential = parts.credential ?? `${parts.accessKeyId}/${parts.date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const pairs = parts.reshape([
    ["X-Amz-Algorithm", parts.algorithm],
    ["X-Amz-Credential", credential],
    ["X-Amz-Date", parts.date],
    ["X-Amz-Expires", parts.expires],
    ["X-Amz-SignedHeaders", parts.signedHeaders],
    ...(parts.token === undefined ? [] : [["X-Amz-Security-Token", parts.token] as const]),
    ...parts.extra,
  ]);
  const scope = credential.split("/").slice(1).join("/");
  const signature = handSignature(parts.secret, parts.date, scope, canonicalOf({ ...parts, pairs }));
  const query = [...pairs, ["X-Amz-Signature", signature] as const].map(
    ([name, value]) => `${percent(name)}=${percent(value)}`,
  );
  return {
    method: parts.method,
    target: `${percent(parts.path, "/")}?${query.join("&")}`,
    rawHeaders: parts.headers.flat(),
  };
};

export interface HeaderParts {
  method: string;
  path: string;
  accessKeyId: string;
  secret: string;
  credential?: string;
  /** Timestamp in the string to sign. */
  date: string;
  headers: Pairs;
  signedHeaders: string;
  extra: Pairs;
  payloadHash: string;
  authorization: (standard: string) => string;
}

export const signHeader = (change: Partial<HeaderParts> = {}): RawRequest => {
  const date = change.date ?? "20261124T115900Z";
  const payloadHash = change.payloadHash ?? "UNSIGNED-PAYLOAD";
  const parts: HeaderParts = {
    method: "GET",
    path: "/b/key.txt",
    accessKeyId: "AKIDLONG",
    secret: "long-secret",
    date,
    headers: [
      ["Host", HOST],
      ["X-Amz-Content-Sha256", payloadHash],
      ["X-Amz-Date", date],
    ],
    signedHeaders: "host;x-amz-content-sha256;x-amz-date",
    extra: [],
    payloadHash,
    authorization: (standard) => standard,
    ...change,
  };
  const credential = parts.credential ?? `${parts.accessKeyId}/${date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const scope = credential.split("/").slice(1).join("/");
  const signature = handSignature(parts.secret, date, scope, canonicalOf({ ...parts, pairs: parts.extra }));
  const query = parts.extra.map(([name, value]) => `${percent(name)}=${percent(value)}`).join("&");
  const authorization = parts.authorization(
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${parts.signedHeaders}, Signature=${signature}`,
  );
  return {
    method: parts.method,
    target: percent(parts.path, "/") + (query === "" ? "" : `?${query}`),
    rawHeaders: [...parts.headers.flat(), ...(authorization === "" ? [] : ["Authorization", authorization])],
  };
};

export interface FormParts {
  accessKeyId: string;
  secret: string;
  policy: unknown;
  /** Instead of the base64 of `policy`. */
  policyText: string;
  date: string;
  credential: string;
  bucket: string;
  fileName: string;
  /** Changes the fields before they are sent; policy and signature stand at the end. */
  reshape: (fields: Pairs) => Pairs;
}

export const formCredential = (accessKeyId = "AKIDLONG", day = "20261124") =>
  `${accessKeyId}/${day}/${REGION}/s3/aws4_request`;

/** Conditions of a form that is right, for tests to add to. */
export const baseConditions = (accessKeyId = "AKIDLONG"): unknown[] => [
  { bucket: "b" },
  ["starts-with", "$key", "in/"],
  { "x-amz-algorithm": "AWS4-HMAC-SHA256" },
  { "x-amz-credential": formCredential(accessKeyId) },
  { "x-amz-date": "20261124T115900Z" },
];

export const signForm = (change: Partial<FormParts> = {}) => {
  const accessKeyId = change.accessKeyId ?? "AKIDLONG";
  const date = change.date ?? "20261124T115900Z";
  const credential = change.credential ?? formCredential(accessKeyId, date.slice(0, 8));
  const policy = change.policy ?? { expiration: "2026-11-24T12:10:00.000Z", conditions: baseConditions(accessKeyId) };
  const text =
    change.policyText ?? Buffer.from(typeof policy === "string" ? policy : JSON.stringify(policy)).toString("base64");
  let key: string | Buffer = `AWS4${change.secret ?? "long-secret"}`;
  for (const part of credential.split("/").slice(1)) key = hmac(key, part);
  const fields: Pairs = [
    ["key", "in/a.txt"],
    ["x-amz-algorithm", "AWS4-HMAC-SHA256"],
    ["x-amz-credential", credential],
    ["x-amz-date", date],
    ["policy", text],
    ["x-amz-signature", hmac(key, text).toString("hex")],
  ];
  return {
    bucket: change.bucket ?? "b",
    fields: (change.reshape ?? ((f) => f))(fields),
    fileName: change.fileName ?? "local.txt",
  };
};
