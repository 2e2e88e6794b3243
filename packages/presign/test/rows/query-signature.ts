import type { RawRequest } from "../../src/index.ts";
import { HOST } from "../support/hand-signer.ts";
import { HASH, type Row, replaceTarget, withHeaders } from "./query-row.ts";

const upperSignature = (r: RawRequest) =>
  replaceTarget(
    r,
    /X-Amz-Signature=\w+/,
    `X-Amz-Signature=${/X-Amz-Signature=(\w+)/.exec(r.target)![1]!.toUpperCase()}`,
  );

/** Signature and signed headers: rows Q13 to Q17. */
export const SIGNATURE: Row[] = [
  { says: "Q13 upper-case hex (E29)", after: upperSignature, wants: ["SignatureDoesNotMatch", 403] },
  {
    says: "Q13 junk behind the hex (E29, N10)",
    after: (r) => ({ ...r, target: `${r.target}zz` }),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q13 a signature cut short (N11)",
    after: (r) => ({ ...r, target: r.target.slice(0, -2) }),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q13 a signature of zeros",
    after: (r) => replaceTarget(r, /Signature=\w+$/, `Signature=${"0".repeat(64)}`),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q14 SignedHeaders without host",
    change: { headers: withHeaders(["x-amz-meta-a", "1"]), signedHeaders: "x-amz-meta-a" },
    wants: ["AccessDenied", 403],
    details: { HeadersNotSigned: "host" },
  },
  {
    says: "Q14 SignedHeaders not sorted",
    change: { headers: withHeaders(["accept", "1"]), signedHeaders: "host;accept" },
    wants: ["AccessDenied", 403],
  },
  { says: "Q14 SignedHeaders with one twice", change: { signedHeaders: "host;host" }, wants: ["AccessDenied", 403] },
  { says: "Q14 SignedHeaders in upper case", change: { signedHeaders: "Host" }, wants: ["AccessDenied", 403] },
  { says: "Q14 SignedHeaders with an empty name", change: { signedHeaders: "host;" }, wants: ["AccessDenied", 403] },
  {
    says: "Q14 a signed header that did not come, its value in the query (E15)",
    change: { signedHeaders: "host;x-amz-acl", extra: [["x-amz-acl", ""]] },
    wants: ["SignatureDoesNotMatch", 403, /not sent: x-amz-acl/],
  },
  {
    says: "Q14 a signed content-length that did not come (E33)",
    change: { method: "PUT", signedHeaders: "content-length;host" },
    wants: ["SignatureDoesNotMatch", 403, /not sent: content-length/],
  },
  {
    says: "Q15 an x-amz-* header that is not signed (E1)",
    change: { headers: withHeaders(["X-Amz-Acl", "public-read"], ["x-amz-copy-source", "/b/x"]) },
    wants: ["AccessDenied", 403, /headers present in the request which were not signed/],
    details: { HeadersNotSigned: "x-amz-acl, x-amz-copy-source" },
  },
  {
    says: "Q15 an unsigned hash in a header",
    change: { headers: withHeaders(["x-amz-content-sha256", HASH]), payloadHash: HASH },
    wants: ["AccessDenied", 403],
    details: { HeadersNotSigned: "x-amz-content-sha256" },
  },
  {
    says: "Q15, S2 a streaming body (E2, E3)",
    change: { headers: withHeaders(["x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]) },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "S2 a streaming body, signed",
    change: {
      headers: withHeaders(["x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"]),
      signedHeaders: "host;x-amz-content-sha256",
      payloadHash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "Q16 header and parameter give two hashes",
    change: {
      extra: [["X-Amz-Content-Sha256", HASH]],
      payloadHash: HASH,
      headers: withHeaders(["x-amz-content-sha256", "cd".repeat(32)]),
      signedHeaders: "host;x-amz-content-sha256",
    },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "Q17 another method (a HEAD at a GET URL)",
    after: (r) => ({ ...r, method: "HEAD" }),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q17 another key",
    after: (r) => replaceTarget(r, "key.txt", "kez.txt"),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q17 a parameter added",
    after: (r) => ({ ...r, target: `${r.target}&response-content-type=text%2Fhtml` }),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q17 a plus sent raw in the query, which S3 reads as a blank (E18)",
    change: { extra: [["q", "a+b"]] },
    after: (r) => replaceTarget(r, "a%2Bb", "a+b"),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q17 a plus sent raw in the key, which S3 reads as a blank (E18)",
    change: { path: "/b/libstdc++" },
    after: (r) => replaceTarget(r, "%2B%2B", "++"),
    // As S3 shows it: https://github.com/anomalizer/ngx_aws_auth/issues/87
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q17 a doubled slash folded",
    change: { path: "/b//key" },
    after: (r) => replaceTarget(r, "/b//key", "/b/key"),
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q17 a path signed with two encodings (E17)",
    change: { path: "/b/a%20b" },
    after: (r) => replaceTarget(r, "a%2520b", "a%20b"),
    wants: ["SignatureDoesNotMatch", 403],
  },
  { says: "Q17 another secret (E4, E5)", change: { secret: "guess" }, wants: ["SignatureDoesNotMatch", 403] },
  {
    says: "Q17 another host",
    after: (r) => ({ ...r, rawHeaders: ["Host", "other.example"] }),
    options: { authorities: undefined },
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "Q17 a signed header with another value",
    change: { headers: withHeaders(["Content-Type", "a/b"]), signedHeaders: "content-type;host" },
    after: (r) => ({ ...r, rawHeaders: ["Host", HOST, "Content-Type", "text/html"] }),
    wants: ["SignatureDoesNotMatch", 403],
  },
];
