// 403 SignatureDoesNotMatch.
import {
  complete,
  credentials,
  error,
  form,
  get,
  life,
  mismatch,
  presigner,
  put,
  row,
  type Samples,
  says,
  sized,
  typed,
  version2,
} from "./sample.ts";

const odd = presigner.get("a+b//c d.txt", life).url;
const named = presigner.get("k", { ...life, downloadAs: "x.pdf" }).url;
const ranged = get.replace("SignedHeaders=host", "SignedHeaders=host%3Brange");
const through = get.replace("SignedHeaders=host", "SignedHeaders=accept-encoding%3Bhost");
const policy = btoa(
  JSON.stringify({ expiration: "2026-11-24T13:00:00Z", conditions: [{ bucket: "photos" }, ["eq", "$key", "k"]] }),
);
const toSign = { StringToSign: policy, SignatureProvided: "a".repeat(64), AWSAccessKeyId: credentials.accessKeyId };
const ofForm = (details: Readonly<Record<string, string>>): string =>
  error("SignatureDoesNotMatch", "The request signature we calculated does not match.", details);

export const SIGNATURE_SAMPLES: Samples = {
  "It never worked, with any URL.": [
    row(get, mismatch(get, { secret: "another" }), undefined, { method: "GET" }),
    row(get, mismatch(get, { headers: { host: "minio:9000" } }), "host_changed"),
    row(get, mismatch(get, { secret: "x" }).replace("/eu-central-1/s3/", "/us-east-1/s3/"), "region_wrong"),
    row(
      get,
      error("InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter"),
      "two_signatures",
    ),
  ],
  "It works with `curl` and not in the browser or the program.": [
    row(put, mismatch(put, { method: "PUT", headers: { "content-type": "text/plain;charset=UTF-8" } }), undefined, {
      method: "PUT",
    }),
    row(
      version2,
      error("SignatureDoesNotMatch", "", { StringToSign: "PUT\n\ntext/plain\n1795521600\n/photos/k" }),
      "content_type_added",
    ),
    row(
      presigner.put("k", { ...life, metadata: { a: "1" } }).url,
      mismatch(presigner.put("k", { ...life, metadata: { a: "1" } }).url, {
        method: "PUT",
        headers: { "x-amz-meta-a": "2" },
      }),
      "header_changed",
      { method: "PUT", headers: { "x-amz-meta-a": "1" } },
    ),
    row(put, mismatch(put, { method: "PUT" }), "header_not_sent"),
    row(get, mismatch(get, { secret: "x" }).replace("UNSIGNED-PAYLOAD", "e".repeat(64)), "payload_hash_sent"),
    row(sized, mismatch(sized, { method: "PUT", headers: { "content-length": "7" } }), "size_differs", {
      method: "PUT",
    }),
    row(get, mismatch(get, { method: "HEAD" }), "method_differs", { method: "GET" }),
  ],
  "It works for some keys and not for others: those with blanks, `+`, accents, brackets, `//` or `..`.": [
    row(odd.replace("%2B", "+"), mismatch(odd.replace("%2B", "+"), { target: (target) => target.replace("+", "%20") })),
    row(get.replace("/k?", "/a(1)?"), mismatch(get.replace("/k?", "/a(1)?"), {}), "escaping_differs"),
    row(get, mismatch(get, { target: (target) => `/s3${target}` }), "path_changed"),
    row(odd, mismatch(odd, { target: (target) => target.replace("//c", "/c") }), "slashes_folded"),
    row(get.replace("/k?", "/a/../k?"), mismatch(get, { secret: "x" }), "dot_segment"),
    row(
      odd,
      mismatch(odd, { target: (target) => target.replace(/^[^?]*/, (path) => path.replaceAll("%", "%25")) }),
      "encoded_twice",
    ),
  ],
  "It worked where it was made and not where it was pasted.": [
    row(
      get.replace(/&X-Amz-Signature=.*/, ""),
      error("SignatureDoesNotMatch", "The request signature does not match."),
    ),
    row(`${get}&utm_source=mail`, mismatch(`${get}&utm_source=mail`, {}), "parameter_added"),
    row(named, mismatch(named, { target: (target) => target.replace(/&response-[^&]*/, "") }), "parameter_removed"),
    row(named, mismatch(named, { target: (target) => target.replace("x.pdf", "y.pdf") }), "parameter_changed"),
    row(named, mismatch(get, { secret: "x" }), "other_url"),
  ],
  "It works directly and not through the proxy or the CDN.": [
    row(get, mismatch(get, { headers: { host: "files.example.com" } })),
    row(through, mismatch(through, { headers: { "accept-encoding": "br" } }), "hop_header_signed"),
    row(ranged, mismatch(ranged, { headers: { range: "bytes=5-9" } }), "range_signed"),
    row(get, mismatch(get, { target: (target) => `/s3${target}` }), "path_changed"),
  ],
  "It is the URL that completes an upload in parts, sent with `curl -d`.": [
    row(
      complete,
      mismatch(complete, { method: "POST", target: (target) => `${target}&%3CCompleteMultipartUpload%3E=` }),
      undefined,
      { method: "POST" },
    ),
    row(
      typed,
      mismatch(typed, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } }),
      "content_type_changed",
    ),
  ],
  "The answer shows no CanonicalRequest.": [says("SignatureDoesNotMatch", "The signatures do not match.")],
  "A form, and not a URL.": [
    row(form, ofForm({ ...toSign, StringToSign: `${policy.slice(0, 76)}\n${policy.slice(76)}` })),
    row(form, ofForm(toSign), "form_field_wrong", { fields: { policy, "x-amz-signature": "b".repeat(64) } }),
    row(form, ofForm(toSign), "secret_wrong", { fields: { policy, "x-amz-signature": "a".repeat(64) } }),
  ],
};
