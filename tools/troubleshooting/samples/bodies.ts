// The body is not taken.
import { complete, emptyChecksum, error, page, put, row, type Samples } from "./sample.ts";

export const BODIES_SAMPLES: Samples = {
  "`BadDigest`, `XAmzContentChecksumMismatch`": [
    row(emptyChecksum, error("BadDigest", "The CRC32 you specified did not match the calculated checksum.")),
    row(put, error("BadDigest", "The Content-MD5 you specified did not match what we received."), "checksum_differs"),
    row(
      put,
      error("XAmzContentChecksumMismatch", "The provided 'x-amz-checksum' header does not match what was computed."),
      "checksum_differs",
    ),
  ],
  "`x-amz-content-sha256 must be UNSIGNED-PAYLOAD, … or a valid sha256 value`": [
    row(
      put,
      error(
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD or a valid sha256 value.",
      ),
    ),
    row(
      `${put}&X-Amz-Content-Sha256=a`,
      error("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, or a valid sha256 value."),
      "query_malformed",
    ),
  ],
  "`InvalidDigest`, or `Value for x-amz-checksum-… header is invalid`": [
    row(put, error("InvalidDigest", "The Content-MD5 you specified was invalid.")),
    row(put, error("InvalidRequest", "Value for x-amz-checksum-crc32 header is invalid.")),
  ],
  "`MalformedXML`": [
    row(
      complete,
      error(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
      ),
    ),
    row(complete, error("InvalidRequest", "You must specify at least one part"), "parts_wrong"),
  ],
  "`EntityTooLarge`, or a 413, also as a web page of a proxy": [
    row(put, error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")),
    row(put, "", undefined, { status: 413 }),
    row(put, page("413 Request Entity Too Large"), undefined, { status: 413 }),
    row(put, `HTTP/1.1 413 Payload Too Large\r\nServer: nginx\r\n\r\n${page("413 Request Entity Too Large")}`),
  ],
  "`EntityTooSmall`": [
    row(complete, error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")),
  ],
  "`MissingContentLength`, or a 411, also as a web page of a proxy": [
    row(put, error("MissingContentLength", "You must provide the Content-Length HTTP header.")),
    row(put, "", undefined, { status: 411 }),
    row(put, page("411 Length Required"), undefined, { status: 411 }),
  ],
  "`IncompleteBody`": [row(put, error("IncompleteBody", "The request body terminated unexpectedly"))],
  "`RequestTimeout`": [
    row(put, error("RequestTimeout", "Your socket connection to the server was not read from or written to.")),
  ],
  "501 `A header you provided implies functionality that is not implemented`": [
    row(
      put,
      error("NotImplemented", "A header you provided implies functionality that is not implemented", {
        Header: "Transfer-Encoding",
      }),
    ),
    row(
      put,
      error("NotImplemented", "A header you provided implies functionality that is not implemented", {
        Header: "x-amz-checksum-mode",
      }),
      "unsupported",
    ),
  ],
};
