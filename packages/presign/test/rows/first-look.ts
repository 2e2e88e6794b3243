import { HOST } from "../support/hand-signer.ts";
import { type Row, replaceTarget, withHeaders } from "./query-row.ts";

/** Before any signature: security rows 0.1 to 0.7. */
export const FIRST_LOOK: Row[] = [
  {
    says: "0.1 two Host headers (N1)",
    change: { headers: withHeaders(["Host", HOST]) },
    wants: ["InvalidRequest", 400],
  },
  { says: "0.1 no Host header", change: { headers: [] }, wants: ["InvalidRequest", 400] },
  {
    says: "0.1 a Host that is not ours",
    change: { headers: [["Host", "evil.example"]] },
    wants: ["InvalidRequest", 400],
  },
  {
    says: "0.2 absolute form (N4)",
    after: (r) => ({ ...r, target: `http://${HOST}${r.target}` }),
    wants: ["InvalidURI", 400],
  },
  { says: "0.2 a fragment (N5)", after: (r) => ({ ...r, target: `${r.target}#x` }), wants: ["InvalidURI", 400] },
  { says: "0.2 a raw backslash (E26)", after: (r) => replaceTarget(r, "/b/", "/b\\"), wants: ["InvalidURI", 400] },
  { says: "0.2 a byte above 0x7E", after: (r) => replaceTarget(r, "key", "k\u00e9y"), wants: ["InvalidURI", 400] },
  { says: "0.2 a blank", after: (r) => replaceTarget(r, "key", "k y"), wants: ["InvalidURI", 400] },
  { says: "0.2 asterisk form", after: (r) => ({ ...r, target: "*" }), wants: ["InvalidURI", 400] },
  { says: "0.3 a stray percent sign", after: (r) => replaceTarget(r, "key", "k%zz"), wants: ["InvalidURI", 400] },
  {
    says: "0.3 a stray percent sign in the query",
    after: (r) => ({ ...r, target: `${r.target}&a=%4` }),
    wants: ["InvalidURI", 400],
  },
  { says: "0.3 not UTF-8", after: (r) => replaceTarget(r, "key", "k%ff"), wants: ["InvalidURI", 400] },
  { says: "0.3 overlong UTF-8", after: (r) => replaceTarget(r, "key", "k%c0%af"), wants: ["InvalidURI", 400] },
  { says: "0.3 NUL (N5)", change: { path: "/b/a\0b" }, wants: ["InvalidURI", 400] },
  { says: "0.3 a backslash, encoded (E26)", change: { path: "/b/a\\..\\b" }, wants: ["InvalidURI", 400] },
  { says: "0.3 a dot segment", change: { path: "/b/../c" }, wants: ["InvalidURI", 400] },
  {
    says: "0.3 an encoded dot segment (N14)",
    after: (r) => replaceTarget(r, "/b/key", "/b/%2e%2E/key"),
    wants: ["InvalidURI", 400],
  },
  { says: "0.3 a key of 1025 bytes", change: { path: `/b/${"k".repeat(1025)}` }, wants: ["KeyTooLongError", 400] },
  {
    says: "0.3 a key of 1026 bytes in 342 characters",
    change: { path: `/b/${"語".repeat(342)}` },
    wants: ["KeyTooLongError", 400],
  },
  {
    says: "0.4 headers of more than 8 KiB",
    change: { headers: withHeaders(["Cookie", "c".repeat(8200)]) },
    wants: ["RequestHeaderSectionTooLarge", 400],
  },
  {
    says: "0.4 metadata of more than 2 KiB",
    change: { headers: withHeaders(["x-amz-meta-a", "m".repeat(2048)]), signedHeaders: "host;x-amz-meta-a" },
    wants: ["MetadataTooLarge", 400],
  },
  {
    says: "0.5 an Authorization header besides",
    change: { headers: withHeaders(["Authorization", "AWS4-HMAC-SHA256 x"]) },
    wants: ["InvalidArgument", 400, /Only one auth mechanism/],
  },
  {
    says: "0.5 a version 2 signature besides",
    after: (r) => ({ ...r, target: `${r.target}&Signature=x` }),
    wants: ["InvalidArgument", 400, /Only one auth mechanism/],
  },
  { says: "0.6 no signature at all", after: (r) => ({ ...r, target: "/b/key.txt" }), wants: ["AccessDenied", 403] },
  {
    says: "0.7 version 2 in the query",
    after: (r) => ({ ...r, target: "/b/key.txt?AWSAccessKeyId=AKIDLONG&Expires=1999999999&Signature=x" }),
    wants: ["InvalidRequest", 400, /Please use AWS4-HMAC-SHA256/],
  },
  {
    says: "a repeated x-amz-date (N3)",
    change: { headers: withHeaders(["x-amz-date", "1"], ["x-amz-date", "2"]), signedHeaders: "host;x-amz-date" },
    wants: ["InvalidRequest", 400],
  },
  {
    says: "a repeated Content-Type (N2)",
    change: { headers: withHeaders(["Content-Type", "a/b"], ["Content-Type", "c/d"]) },
    wants: ["InvalidRequest", 400],
  },
  { says: "a method in lower case", change: { method: "get" }, wants: ["MethodNotAllowed", 405] },
];
