// No answer of S3.
import { complete, emptyChecksum, error, get, page, put, row, type Samples, says } from "./sample.ts";

export const NO_ANSWER_SAMPLES: Samples = {
  "The browser says `Failed to fetch`, `NetworkError` or `Load failed`": [
    row(put, "TypeError: Failed to fetch"),
    row(put, "TypeError: NetworkError when attempting to fetch resource."),
    row(put, "TypeError: Load failed"),
    row(emptyChecksum, "TypeError: Failed to fetch"),
    row(put, "", undefined, { status: 0 }),
  ],
  "`No 'Access-Control-Allow-Origin' header is present`": [
    row(
      put,
      "has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    ),
  ],
  "A web page, JSON, or a page to sign in, also by a redirect (302, 308)": [
    row(get, page("502 Bad Gateway"), undefined, { status: 502 }),
    row(get, '{"message":"Forbidden"}', undefined, { status: 403 }),
    row(get, "<!doctype html><html><title>Sign in</title></html>"),
    row(get, "HTTP/1.1 302 Found\r\nLocation: https://login.example.com/\r\n\r\n"),
    row(get, "", undefined, { status: 308 }),
  ],
  "A redirect from http to https": [
    row(
      "http://files.example.com/photos/k",
      "HTTP/1.1 308 Moved\r\nLocation: https://files.example.com/photos/k\r\n\r\n",
    ),
  ],
  "`MissingKey`, `InvalidKey` or `MalformedPolicy` of CloudFront": [
    says("MissingKey", "Missing Key-Pair-Id query parameter or cookie value"),
    says("InvalidKey", "Unknown Key"),
    says("MalformedPolicy", "Malformed Policy"),
  ],
  "The certificate is not for this name, is over, or is not trusted": [
    row(get, "curl: (60) SSL: no alternative certificate subject name matches target host name"),
    row(get, "curl: (60) SSL certificate problem: certificate has expired"),
    row(get, "curl: (60) SSL certificate problem: self-signed certificate"),
  ],
  "The host is not found, or refuses the connection": [
    row(get, "curl: (6) Could not resolve host: minio"),
    row(get, "Error: connect ECONNREFUSED 127.0.0.1:9000"),
  ],
  "429, 500, 503 `SlowDown`, also inside a 200": [
    says("SlowDown", "Please reduce your request rate."),
    row(complete, error("SlowDown", "Please reduce your request rate."), undefined, { status: 200 }),
    ...[429, 500, 503].map((status) => row(get, "", undefined, { status })),
  ],
  "A code that is not in this list": [says("Unheard", "Of")],
};
