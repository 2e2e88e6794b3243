// For each symptom of the page, what people paste: a URL and its answer, of which `explain` must name the causes of that row.
import { createPresigner, type ExplainOptions, verify } from "@daypass/presign";

export interface Sample {
  readonly url: string;
  readonly answer: string;
  readonly options?: ExplainOptions;
  /** The first cause; without it, the first of the row. */
  readonly want?: string;
}

const NOW = new Date("2026-11-24T12:00:00Z");
const LATER = new Date("2026-11-24T13:00:00Z");
const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
const base = { credentials, region: "eu-central-1", bucket: "photos", clock: () => NOW };
const presigner = createPresigner(base);
const life = { expiresInSeconds: 900 };
const get = presigner.get("k", life).url;
const put = presigner.put("k", { ...life, contentType: "image/png" }).url;
const sized = presigner.put("k", { ...life, contentLength: 5 }).url;
const complete = presigner.multipart.complete("k", { ...life, uploadId: "u" }).url;
const part = presigner.multipart.part("k", { ...life, uploadId: "u", partNumber: 7 }).url;
const typed = complete.replace("SignedHeaders=host", "SignedHeaders=content-type%3Bhost");
const createOnly = presigner.put("k", { ...life, createOnly: true }).url;
const temporary = createPresigner({
  ...base,
  credentials: { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "secret", sessionToken: "AQoD+b/c=" },
}).get("k", life).url;
const form = "https://photos.s3.eu-central-1.amazonaws.com/";
const version2 =
  "https://photos.s3.amazonaws.com/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1795521600&Signature=abc%3D";
const emptyChecksum = `${get}&x-amz-checksum-crc32=AAAAAA%3D%3D`;

const toText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** S3's error. */
const error = (code: string, message = "", details: Readonly<Record<string, string>> = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${toText(message)}</Message>${Object.entries(
    details,
  )
    .map(([name, value]) => `<${name}>${toText(value)}</${name}>`)
    .join("")}<RequestId>4442587FB7D0A2F9</RequestId></Error>`;

interface Change {
  readonly method?: string;
  readonly target?: (target: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly secret?: string;
  readonly region?: string;
}

/** SignatureDoesNotMatch, as a verifier says it to a request that is not quite the one that was signed. */
function mismatch(url: string, change: Change): string {
  const { method = "GET", target = (same) => same, headers = {}, secret = "secret", region = "eu-central-1" } = change;
  const [, host = "", path = ""] = /^https?:\/\/([^/]+)(.*)$/.exec(url) ?? [];
  const request = { method, target: target(path), rawHeaders: Object.entries({ host, ...headers }).flat() };
  const refusal = verify(request, () => ({ ...credentials, secretAccessKey: secret }), NOW, { region });
  if (refusal.ok || refusal.code !== "SignatureDoesNotMatch") throw new Error(`it is no mismatch: ${url}`);
  return error(refusal.code, refusal.message, refusal.details);
}

const row = (url: string, answer: string, want?: string, options?: ExplainOptions): Sample => ({
  url,
  answer,
  ...(want !== undefined && { want }),
  ...(options && { options }),
});
/** To a plain download, without and with more of an error. */
const says = (code: string, message?: string, details?: Readonly<Record<string, string>>): Sample =>
  row(get, error(code, message, details));

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
const page = (title: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><hr>nginx</body></html>`;

/** By what people see, as `symptoms.ts` has it. */
export const SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
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

  "`Request has expired`": [
    row(get, error("AccessDenied", "Request has expired", { ServerTime: "2026-11-24T13:00:00Z" }), undefined, {
      now: NOW,
    }),
  ],
  "`Request is not yet valid`": [says("AccessDenied", "Request is not yet valid")],
  "`There were headers present in the request which were not signed`": [
    says("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: "x-amz-acl",
    }),
  ],
  "`Access Denied`, or `… is not authorized to perform: s3:…`": [
    says("AccessDenied", "Access Denied"),
    says(
      "AccessDenied",
      'User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::photos/k" because no identity-based policy allows the s3:GetObject action',
    ),
    row("https://photos.s3.eu-central-1.amazonaws.com/k", error("AccessDenied", "Access Denied"), "url_damaged"),
    row(`${get}&x-amz-server-side-encryption=AES256`, error("AccessDenied", "Access Denied"), "header_in_query"),
    row(
      presigner.get("k", { ...life, expectedBucketOwner: "123456789012" }).url,
      error("AccessDenied", "Access Denied"),
    ),
  ],
  "`… with an explicit deny in …`": [
    says(
      "AccessDenied",
      "User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject with an explicit deny in a resource-based policy",
    ),
  ],
  "`… because object protected by object lock`": [
    says("AccessDenied", "Access Denied because object protected by object lock."),
  ],
  "`… cap exceeded`": [says("AccessDenied", "Cannot upload files, storage cap exceeded. See the Caps & Alerts page.")],
  "A page of HTML with `Code: AccessDenied`, from a website endpoint of S3": [
    row(
      get.replace(".s3.", ".s3-website."),
      "<html><body><ul><li>Code: AccessDenied</li><li>Message: Access Denied</li><li>RequestId: A</li></ul></body></html>",
    ),
  ],
  "`Invalid according to Policy: …`": [
    row(form, error("AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-acl")),
    row(
      form,
      error("AccessDenied", 'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "k"]'),
      "condition_failed",
    ),
    row(form, error("AccessDenied", "Invalid according to Policy: Policy expired."), "policy_expired"),
  ],
  "A 403 without a body: the answer to HEAD.": [
    row(get, "", undefined, { status: 403 }),
    row(get, "", "expired", { status: 403, now: LATER }),
    row(get, "", "rights_missing", { status: 403, method: "HEAD" }),
  ],

  "`ExpiredToken`": [row(temporary, error("ExpiredToken", "The provided token has expired."))],
  "`InvalidToken`": [row(temporary, error("InvalidToken", "The provided token is malformed or otherwise invalid."))],
  "`InvalidAccessKeyId`": [
    says("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
    row(
      temporary.replace(/&X-Amz-Security-Token=[^&]*/, ""),
      error("InvalidAccessKeyId", "It does not exist."),
      "token_missing",
    ),
    row(get, error("InvalidAccessKeyId", "It does not exist.", { AWSAccessKeyId: "MY KEY" }), "raw_plus"),
  ],
  "`AuthorizationQueryParametersError`": [
    says(
      "AuthorizationQueryParametersError",
      "Error parsing the X-Amz-Credential parameter; the region 'eu-central-1' is wrong; expecting 'us-west-2'",
    ),
    row(
      get.replace("=900", "=999999"),
      error("AuthorizationQueryParametersError", "X-Amz-Expires must be less than a week (in seconds)"),
      "life_too_long",
    ),
    row(
      get.replace(/&X-Amz-Signature=.*/, ""),
      error("AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm"),
      "url_damaged",
    ),
    row(
      get.replaceAll("%2F", "%252F"),
      error(
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed",
      ),
      "encoded_twice",
    ),
    row(
      get,
      error("AuthorizationQueryParametersError", "X-Amz-Date must be in the ISO8601 Long Format"),
      "query_malformed",
    ),
  ],
  "`InvalidRequest`: `Please use AWS4-HMAC-SHA256`": [
    row(
      version2,
      error(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
      ),
    ),
  ],
  "`InvalidRequest`: `Please use AWS4-ECDSA-P256-SHA256`": [
    says(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-ECDSA-P256-SHA256.",
    ),
  ],
  "`Only one auth mechanism allowed`": [
    says(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter should be specified",
    ),
  ],
  "`RequestTimeTooSkewed`": [
    says("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", {
      RequestTime: "20261124T120000Z",
      ServerTime: "2026-11-24T11:00:00Z",
    }),
    row(get, error("RequestTimeTooSkewed", "", { ServerTime: "2026-11-24T12:14:00Z" }), "skew_rule"),
  ],
  "`The object was stored using a form of Server Side Encryption`": [
    says(
      "InvalidRequest",
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided.",
    ),
  ],
  "`… must be made over a secure connection`": [
    says(
      "InvalidArgument",
      "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.",
    ),
  ],
  "`S3 Transfer Acceleration is not configured on this bucket`": [
    says("InvalidRequest", "S3 Transfer Acceleration is not configured on this bucket"),
  ],
  "`KMS.DisabledException`, `KMS.NotFoundException`, and others of KMS": [
    says("KMS.DisabledException", "arn:aws:kms:eu-central-1:1:key/a is disabled."),
    says("KMS.NotFoundException", "Key does not exist"),
    says("KMS.KMSInvalidStateException", "arn:aws:kms:eu-central-1:1:key/a is pending deletion."),
  ],
  "`InvalidTag`, or `Object tags cannot be greater than 10`": [
    says("InvalidTag", "The TagValue you have provided is invalid"),
    says("BadRequest", "Object tags cannot be greater than 10"),
  ],
  "`InvalidStorageClass`": [says("InvalidStorageClass", "The storage class you specified is not valid")],
  "`AccessControlListNotSupported`": [says("AccessControlListNotSupported", "The bucket does not allow ACLs")],
  "`InvalidObjectState`": [says("InvalidObjectState", "The operation is not valid for the object's storage class")],
  "`Header value cannot be represented using ISO-8859-1`": [
    says("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", {
      ArgumentName: "response-content-disposition",
    }),
  ],
  "`MetadataTooLarge`, `RequestHeaderSectionTooLarge`": [
    says("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"),
    says(
      "RequestHeaderSectionTooLarge",
      "Your request header and query-string parameters exceed the maximum allowed size.",
    ),
  ],
  "`AccountProblem`, `NotSignedUp`, `AllAccessDisabled`, or Google's `UserProjectAccountProblem`": [
    says("AccountProblem", "There is a problem with your AWS account."),
    says("NotSignedUp", "Your account is not signed up for the Amazon S3 service."),
    says("AllAccessDisabled", "All access to this object has been disabled"),
    says("UserProjectAccountProblem", "The project to be billed is associated with a closed billing account."),
  ],
  "`KeyTooLongError`": [says("KeyTooLongError", "Your key is too long")],
  "`InvalidURI`": [
    row(get.replace("/k?", "/a/../k?"), error("InvalidURI", "Couldn't parse the specified URI.")),
    row(get.replace("/k?", "/a%E4?"), error("InvalidURI", "Couldn't parse the specified URI."), "path_invalid"),
  ],

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

  "501 or 405 to every form, as at R2 and B2": [
    "https://abc0123.r2.cloudflarestorage.com/photos",
    "https://photos.s3.us-west-004.backblazeb2.com/",
  ].flatMap((url) => [
    row(url, "", undefined, { status: 501 }),
    row(url, "", undefined, { status: 405, method: "POST" }),
    row(url, error("NotImplemented", "PostObject is not implemented")),
    row(url, error("MethodNotAllowed", "The specified method is not allowed against this resource.")),
    row(url, error("NotImplemented", "A header you provided implies functionality that is not implemented")),
  ]),
  "`MalformedPOSTRequest`": [
    row(form, error("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")),
  ],
  "`Bucket POST must contain a field named 'key'`": [
    row(
      form,
      error(
        "InvalidArgument",
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      ),
    ),
  ],
  "`POST requires exactly one file upload per request`": [
    row(form, error("InvalidArgument", "POST requires exactly one file upload per request.")),
  ],
  "`MaxPostPreDataLengthExceeded`": [
    row(
      form,
      error("MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large."),
    ),
  ],
  "`InvalidPolicyDocument`": [
    row(form, error("InvalidPolicyDocument", "Invalid Policy: Invalid JSON.")),
    row(form, error("InvalidPolicyDocument", "Invalid according to Policy: Policy expired."), "policy_expired"),
  ],

  "301 `PermanentRedirect`, 307 `TemporaryRedirect`": [
    says("PermanentRedirect", "The bucket must be addressed using the specified endpoint.", {
      Endpoint: "photos.s3.eu-west-1.amazonaws.com",
    }),
    says("TemporaryRedirect", "Please re-send this request to the specified temporary endpoint.", {
      Endpoint: "photos.s3.eu-west-1.amazonaws.com",
    }),
    row(get, "", undefined, { status: 301 }),
    row(get, "", undefined, { status: 307 }),
  ],
  "304 without a body": [row(get, "", undefined, { status: 304 })],
  "404 `NoSuchKey`, or a 404 without a body": [
    says("NoSuchKey", "The specified key does not exist.", { Key: "k" }),
    row(get, "", undefined, { status: 404 }),
  ],
  "404 `NoSuchVersion`": [says("NoSuchVersion", "The specified version does not exist.")],
  "404 `NoSuchBucket`": [says("NoSuchBucket", "The specified bucket does not exist")],
  "404 `NoSuchUpload`": [row(part, error("NoSuchUpload", "The specified multipart upload does not exist."))],
  "412 `PreconditionFailed`": [
    row(createOnly, error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold")),
    row(createOnly, "", undefined, { status: 412 }),
    row(
      get,
      error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
        Condition: "If-Match",
      }),
      "state_changed",
    ),
  ],
  "409 `ConditionalRequestConflict`": [
    row(createOnly, error("ConditionalRequestConflict", "A conflicting operation is under way.")),
  ],
  "400 `InvalidPart`, `InvalidPartOrder`, or `Part number must be an integer between 1 and 10000, inclusive`": [
    row(complete, error("InvalidPart", "One or more of the specified parts could not be found.")),
    row(complete, error("InvalidPartOrder", "The list of parts was not in ascending order.")),
    row(part, error("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")),
  ],
  "416 `InvalidRange`": [
    says("InvalidRange", "The requested range is not satisfiable"),
    row(get, "", undefined, { status: 416 }),
  ],
  "405 `MethodNotAllowed`": [
    says("MethodNotAllowed", "The specified method is not allowed against this resource."),
    row(get, "", undefined, { status: 405 }),
  ],

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
