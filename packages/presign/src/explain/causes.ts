// The closed list of causes, each with its remedy. The code is API, the remedy is for people.

/** Every cause that `explain` names, with what to do about it. */
export const CAUSES = {
  // The signature does not match
  other_url: "Give the URL that was really sent: copy URL and error from the same request.",
  url_damaged: "Use the URL as it was made, from its first character to its last.",
  method_differs: "Send the method that was signed, or sign again for the method that is sent.",
  host_changed: "Sign for the public name that clients use, and have every proxy pass the Host header on unchanged.",
  path_changed: "Send the path as it was signed: a proxy must not add, cut or rewrite it.",
  slashes_folded: "Have clients and proxies keep // (nginx: merge_slashes off), or make keys without empty segments.",
  dot_segment: 'Take "." and ".." segments out of the key: browsers and proxies fold them before they send.',
  raw_plus: "Write a plus as %2B and a space as %20, in the path as in the query.",
  encoded_twice: "Hand the URL to the HTTP client as it is: do not percent-encode it again.",
  parameter_added: "Take the parameter off, or have it signed. What is only for a page can stand behind a #.",
  parameter_removed: "Send all parameters that were signed: look for a proxy or a CDN that drops some.",
  parameter_changed: "Send the parameter's value as it was signed, byte for byte.",
  header_not_sent: "Send every header that was signed, with the value that was signed.",
  header_changed: "Send the header exactly as it was signed, or sign again without it.",
  content_type_changed:
    "Send the Content-Type that was signed: say it to the client, or it makes one up (fetch, axios, curl -d). Or sign none.",
  content_type_added:
    "Sign with version 4, which leaves an unsigned Content-Type alone; till then send none (curl: -H 'Content-Type:').",
  size_differs: "Send a body of exactly the size that was signed, or sign for the size that it has.",
  payload_hash_sent: "Do not send x-amz-content-sha256 with a presigned URL, or send UNSIGNED-PAYLOAD.",
  hop_header_signed: "Do not sign this header: proxies and clients rewrite it on the way.",
  range_signed: "Do not sign Range: an unsigned Range header works with every presigned GET.",
  secret_wrong:
    "Sign with the secret that belongs to this access key: look for another account's, a cut-off one, a blank or line end at its end.",
  not_comparable: "Look at each suspect; against S3 itself, the answer would show the canonical request.",
  // Time
  expired: "Sign a new URL, when it is needed and not before; give it time enough for a slow start.",
  not_yet_valid: "Set the signer's clock (NTP), and sign again.",
  clock_wrong: "Set the clock of the machine that signs (NTP), and sign again.",
  life_too_long:
    "Sign for 1 to 604800 seconds (7 days). For longer, have a server sign a fresh URL whenever somebody comes.",
  credentials_expired:
    "Sign with fresh credentials. A URL ends with the credentials that signed it: for days, use a key of an IAM user.",
  // Keys
  key_unknown: "Sign with a key that exists and is active, and of the service that the host belongs to.",
  token_missing: "Sign with the session token too: a temporary key (ASIA…) is worth nothing without it.",
  token_wrong: "Take key, secret and token from one and the same answer, and encode the token once.",
  sigv4a_needed:
    "Sign for a multi-Region access point with SigV4A, with credentials of a regional STS endpoint; or use one bucket's own name.",
  region_wrong: "Sign for the region that S3 names, and use that region's host.",
  other_region:
    "Use the bucket's regional host (bucket.s3.REGION.amazonaws.com) and sign for it: a redirect breaks the signature.",
  signature_v2: "Sign with Signature Version 4 (boto3: Config(signature_version='s3v4')).",
  two_signatures:
    "Send no Authorization header with a presigned URL: switch off the client's token for it, also after a redirect.",
  query_malformed: "Sign again: the parameters of the signature are not what S3 reads.",
  // Rights
  headers_not_signed:
    "Do not send this header, or sign it: whoever signs must name each x-amz-* header that will be sent.",
  rights_missing:
    "Give the signer's identity the right: a URL can do what its signer can do, at the time when it is used.",
  explicit_deny: "Find the policy that denies (bucket, SCP, RCP, VPC endpoint): a deny counts above every allow.",
  header_in_query: "Have it signed as a header and send it: in the query S3 does not obey it.",
  acl_disabled: "Sign and send no x-amz-acl: the bucket has ACLs switched off; use a bucket policy.",
  object_archived: "Restore the object from its archive first.",
  // What is there
  object_missing: "Look at the key, letter by letter and with its prefix: S3 knows no folders and no leading slash.",
  version_missing: "Sign without versionId, or for a version that is there.",
  bucket_missing: "Look at the bucket's name and at the host: a bucket is found at its own service only.",
  upload_missing: "Begin a new upload in parts: this one was completed, aborted or cleaned away. Perhaps it succeeded.",
  exists_already:
    "Take another key, or see whether what is there is what you were sending: a repeated upload meets itself.",
  state_changed: "Read the object again, and sign with its present ETag.",
  upload_conflict: "Send the same request again: another one on the same key was under way.",
  parts_wrong: "Complete with the part numbers and ETags that ListParts gives, in ascending order.",
  range_wrong: "Ask for a range that begins inside the object.",
  // Bodies
  checksum_of_nothing:
    'Keep the SDK from adding a checksum: requestChecksumCalculation: "WHEN_REQUIRED" when you make the client.',
  checksum_differs: "Sign the checksum of the very bytes that are sent, or send them again: they changed on the way.",
  too_large: "Send no more than was allowed; above 5 GiB upload in parts.",
  too_small: "Send at least as much as was allowed; each part but the last has 5 MiB or more.",
  length_missing: "Send Content-Length: give the client a Blob, a buffer or a file, not a stream.",
  body_incomplete: "Send the whole body, as long as its Content-Length says.",
  body_slow: "Send again: the connection stood still. In parts, less is lost.",
  chunked_body: "Send Content-Length instead of chunks: give the client a Blob, a buffer or a file, not a stream.",
  header_not_latin:
    "Encode the file name as RFC 8187 says (filename*=UTF-8''…); @daypass/presign does so with downloadAs.",
  header_too_large: "Send less: metadata has 2 KB in all, all headers 8 KB.",
  unsupported: "Sign without it: this service lacks it. Some SDKs add parameters by themselves.",
  // Forms
  post_unsupported: "Upload with a presigned PUT and a signed Content-Length: this service has no forms.",
  form_malformed: "Send multipart/form-data, and let the client write the Content-Type with its boundary.",
  file_not_last: "Put all fields before the file, in the order given: S3 reads nothing behind it.",
  file_missing: "Send exactly one file, in a field with the name file.",
  form_too_large: "Send fewer or shorter fields: all before the file have 20 KB.",
  field_not_in_policy:
    "Send only the fields that came with the form, or add a condition for this one to the policy. bucket needs one too.",
  condition_failed: "Send the value that the policy asks for, or sign a policy that allows this one.",
  policy_expired: "Sign a new form.",
  policy_invalid: "Make the policy with a policy builder: it is no policy that S3 reads.",
  // The rest
  cors_refused: "Add the page's origin, the method and the headers to the bucket's CORS configuration.",
  key_too_long: "Make the key at most 1,024 bytes of UTF-8.",
  path_invalid: "Percent-encode the key once, as UTF-8.",
  method_not_allowed: "Use a method that this address has.",
  service_busy: "Wait and try again, each time longer.",
  unknown: "Look the code up in S3's list of error responses.",
} as const;

/** One of `CAUSES`. */
export type CauseCode = keyof typeof CAUSES;

/** One cause, with the values of this request. */
export interface Cause {
  /** One of `CAUSES`. */
  readonly code: CauseCode;
  /** What happened, in a sentence or two. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy: string;
}

export const causeOf = (code: CauseCode, text: string): Cause => ({ code, text, remedy: CAUSES[code] });
