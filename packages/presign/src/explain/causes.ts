// The closed list of causes, each with its remedy. The code is API, the remedy is for people.

/** Every cause that `explain` names, with what to do about it. */
export const CAUSES = {
  // The signature does not match
  /** The answer is to another URL than the one that was given. */
  other_url: "Give the URL that was really sent: copy URL and error from the same request.",
  /** The URL is cut off, or was changed by what it was copied through. */
  url_damaged: "Use the URL as it was made, from its first character to its last.",
  /** Another method was sent than was signed. */
  method_differs: "Send the method that was signed, or sign again for the method that is sent.",
  /** S3 saw another Host than was signed. */
  host_changed: "Sign for the public name that clients use, and have every proxy pass the Host header on unchanged.",
  /** S3 saw another path than was signed. */
  path_changed: "Send the path as it was signed: a proxy must not add, cut or rewrite it.",
  /** Several slashes in a row became one. */
  slashes_folded: "Have clients and proxies keep // (nginx: merge_slashes off), or make keys without empty segments.",
  /** A segment `.` or `..` was folded away, and the path names another object. */
  dot_segment: 'Take "." and ".." segments out of the key: browsers and proxies fold them before they send.',
  /** A plus was read as a space, or a space written as a plus. */
  raw_plus: "Write a plus as %2B and a space as %20, in the path as in the query.",
  /** The URL was percent-encoded again after it was signed. */
  encoded_twice: "Hand the URL to the HTTP client as it is: do not percent-encode it again.",
  /** The query has a parameter that was not signed. */
  parameter_added: "Take the parameter off, or have it signed. What is only for a page can stand behind a #.",
  /** A signed parameter did not come. */
  parameter_removed: "Send all parameters that were signed: look for a proxy or a CDN that drops some.",
  /** A signed parameter came with another value. */
  parameter_changed: "Send the parameter's value as it was signed, byte for byte.",
  /** The body came as form data, and S3 read it as parameters. */
  body_read_as_query:
    "Say another Content-Type (curl: -H 'Content-Type: application/xml'): a body that comes as application/x-www-form-urlencoded, as curl -d sends it, S3 reads as parameters.",
  /** A signed header did not come. */
  header_not_sent: "Send every header that was signed, with the value that was signed.",
  /** A signed header came with another value. */
  header_changed: "Send the header exactly as it was signed, or sign again without it.",
  /** Another Content-Type was sent than was signed. */
  content_type_changed:
    "Send the Content-Type that was signed: say it to the client, or it makes one up (fetch, axios, curl -d). Or sign none.",
  /** A Content-Type was sent that the signature, of version 2, does not have. */
  content_type_added:
    "Sign with version 4, which leaves an unsigned Content-Type alone; till then send none (curl: -H 'Content-Type:').",
  /** The body has another size than was signed. */
  size_differs: "Send a body of exactly the size that was signed, or sign for the size that it has.",
  /** A hash of the body was sent, and S3 took it for part of what was signed. */
  payload_hash_sent: "Do not send x-amz-content-sha256 with a presigned URL, or send UNSIGNED-PAYLOAD.",
  /** A header was signed that is rewritten on the way. */
  hop_header_signed: "Do not sign this header: proxies and clients rewrite it on the way.",
  /** A byte range was signed, and another one asked for. */
  range_signed: "Do not sign Range: an unsigned Range header works with every presigned GET.",
  /** The signer did not escape the path or the query as S3 does. */
  escaping_differs:
    "Sign with the path escaped once (S3 differs from other services of AWS): all but letters, digits and - . _ ~, in capital hex digits.",
  /** Everything that can be seen is as it was signed: another secret key signed it. */
  secret_wrong:
    "Sign with the secret that belongs to this access key: look for another account's, a cut-off one, a blank or line end at its end.",
  /** The answer does not show what the service computed. */
  not_comparable: "Look at each suspect; against S3 itself, the answer would show the canonical request.",
  // Time
  /** The life of the URL is over. */
  expired: "Sign a new URL, when it is needed and not before; give it time enough for a slow start.",
  /** The URL is dated in the service's future. */
  not_yet_valid: "Set the signer's clock (NTP), and sign again.",
  /** The service holds presigned URLs to the 15 minutes that are meant for signed headers. */
  skew_rule: "Sign just before use, or have the service mended: a presigned URL holds until its own end on S3.",
  /** The clock that signed is off by more than 15 minutes. */
  clock_wrong: "Set the clock of the machine that signs (NTP), and sign again.",
  /** The URL asks for more than seven days, or for none. */
  life_too_long:
    "Sign for 1 to 604800 seconds (7 days). For longer, have a server sign a fresh URL whenever somebody comes.",
  /** The temporary credentials that signed have ended. */
  credentials_expired:
    "Sign with fresh credentials. A URL ends with the credentials that signed it: for days, use a key of an IAM user.",
  // Keys
  /** The service does not know the access key. */
  key_unknown: "Sign with a key that exists and is active, and of the service that the host belongs to.",
  /** The key is a temporary one, and its session token is not in the URL. */
  token_missing: "Sign with the session token too: a temporary key (ASIA…) is worth nothing without it.",
  /** The session token does not belong to the key, or is damaged. */
  token_wrong: "Take key, secret and token from one and the same answer, and encode the token once.",
  /** The address takes signatures of version 4A only. */
  sigv4a_needed:
    "Sign for a multi-Region access point with SigV4A, with credentials of a regional STS endpoint; or use one bucket's own name.",
  /** The URL is signed for another region than the bucket's. */
  region_wrong: "Sign for the region that S3 names, and use that region's host.",
  /** The bucket answers at another host, and S3 redirects there. */
  other_region:
    "Use the bucket's regional host (bucket.s3.REGION.amazonaws.com) and sign for it: a redirect breaks the signature.",
  /** The bucket does not have Transfer Acceleration. */
  acceleration_off: "Sign for the bucket's regional host, or switch Transfer Acceleration on for the bucket.",
  /** The address is that of a bucket as a website, which reads no signatures. */
  website_host:
    "Sign for the bucket's own host (BUCKET.s3.REGION.amazonaws.com): a website endpoint serves what is public, and reads no signature.",
  /** What was asked came over http, and is taken over https only. */
  https_needed: "Sign for the https address, and send the request there: keys of encryption travel over TLS only.",
  /** The signature is of version 2, which is not taken here. */
  signature_v2: "Sign with Signature Version 4 (boto3: Config(signature_version='s3v4')).",
  /** The request has an Authorization header besides the signature in its URL. */
  two_signatures:
    "Send no Authorization header with a presigned URL: switch off the client's token for it, also after a redirect.",
  /** The parameters of the signature are not written as S3 reads them. */
  query_malformed: "Sign again: the parameters of the signature are not what S3 reads.",
  // Rights
  /** An `x-amz-` header was sent that was not signed. */
  headers_not_signed:
    "Do not send this header, or sign it: whoever signs must name each x-amz-* header that will be sent.",
  /** The signer has no right to do this. */
  rights_missing:
    "Give the signer's identity the right: a URL can do what its signer can do, at the time when it is used.",
  /** A policy forbids this. */
  explicit_deny: "Find the policy that denies (bucket, SCP, RCP, VPC endpoint): a deny counts above every allow.",
  /** The bucket is another account's than the one that the URL expects. */
  owner_differs:
    "Look at the bucket's name, and at whose it is; sign the account that it has (expectedBucketOwner), or none.",
  /** The version is held by Object Lock. */
  object_locked:
    "Wait until its retention ends, or take its legal hold off; in governance mode sign bypassGovernanceRetention, with the right s3:BypassGovernanceRetention.",
  /** What belongs among the headers stands in the query. */
  header_in_query: "Have it signed as a header and send it: a policy that asks for it looks among the headers.",
  /** The request sets an ACL, and the bucket takes none, or none that makes public. */
  acl_disabled:
    "Sign and send no x-amz-acl: the bucket has ACLs switched off, or lets none make public; use a bucket policy.",
  /** The bucket wants whoever asks to pay for it, and to say so. */
  requester_pays:
    "Sign x-amz-request-payer=requester in the URL (requesterPays), or as a header that is sent too: the signer's account then pays. (At Google userProject, with the name of a project.)",
  /** The object was encrypted with a key that only its sender has (SSE-C). */
  customer_key_needed: "Sign with the customerKey that the object was stored with, and send its three headers.",
  /** The key of KMS is switched off, deleted, elsewhere, or not there. */
  kms_key_unusable:
    "Look at the key in KMS: it must be enabled, of the bucket's region, and named by its ARN where it is another account's.",
  /** The object lies in an archive and cannot be read at once. */
  object_archived: "Restore the object from its archive first.",
  // What is there
  /** The signature is right, and there is no such object. */
  object_missing: "Look at the key, letter by letter and with its prefix: S3 knows no folders and no leading slash.",
  /** There is no such version of the object. */
  version_missing: "Sign without versionId, or for a version that is there.",
  /** There is no such bucket at this host. */
  bucket_missing: "Look at the bucket's name and at the host: a bucket is found at its own service only.",
  /** There is no such upload in parts any more. */
  upload_missing: "Begin a new upload in parts: this one was completed, aborted or cleaned away. Perhaps it succeeded.",
  /** The URL may create only, and there is an object with this key. */
  exists_already:
    "Take another key, or see whether what is there is what you were sending: a repeated upload meets itself.",
  /** The object is not the one that the condition asks for. */
  state_changed: "Read the object again, and sign with its present ETag.",
  /** The object has not changed, as the condition of the request asks. No failure. */
  not_modified:
    "Use the copy that you have. To get the object all the same, ask without If-None-Match and If-Modified-Since.",
  /** Another request on the same key was under way. */
  upload_conflict: "Send the same request again: another one on the same key was under way.",
  /** The list of parts is not that of the upload, or a part has a number that none can have. */
  parts_wrong:
    "Number parts from 1 to 10,000, and complete with the part numbers and ETags that ListParts gives, in ascending order.",
  /** The byte range begins behind the end of the object. */
  range_wrong: "Ask for a range that begins inside the object.",
  // Bodies
  /** The URL holds the checksum of an empty body, which an SDK added by itself. */
  checksum_of_nothing:
    'Keep the SDK from adding a checksum: requestChecksumCalculation: "WHEN_REQUIRED" when you make the client.',
  /** The body is not the one that the checksum is of. */
  checksum_differs: "Sign the checksum of the very bytes that are sent, or send them again: they changed on the way.",
  /** The body is larger than allowed. */
  too_large: "Send no more than was allowed; above 5 GiB upload in parts.",
  /** The body is smaller than allowed. */
  too_small: "Send at least as much as was allowed; each part but the last has 5 MiB or more.",
  /** A header of a checksum holds none, or several came. */
  checksum_malformed:
    "Sign one checksum, as the base64 of its bytes (not of its hexadecimal digits, and not these digits themselves).",
  /** The body is not the document that this operation takes. */
  body_malformed:
    "Send the XML document that the operation takes, and nothing else: for CompleteMultipartUpload the list of parts.",
  /** The request came without Content-Length. */
  length_missing: "Send Content-Length: give the client a Blob, a buffer or a file, not a stream.",
  /** The connection ended before the body did. */
  body_incomplete: "Send the whole body, as long as its Content-Length says.",
  /** The body stopped coming. */
  body_slow: "Send again: the connection stood still. In parts, less is lost.",
  /** The body came in chunks, without its size. */
  chunked_body: "Send Content-Length instead of chunks: give the client a Blob, a buffer or a file, not a stream.",
  /** A header holds characters that HTTP headers cannot. */
  header_not_latin:
    "Encode the file name as RFC 8187 says (filename*=UTF-8''…); @daypass/presign does so with downloadAs.",
  /** The headers, or the metadata among them, are too long. */
  header_too_large: "Send less: metadata has 2 KB in all, all headers 8 KB.",
  /** A tag is none that S3 takes. */
  tag_invalid:
    "Give at most 10 tags, names of 1 to 128 and values of up to 256 characters: letters, digits, blanks and + - = . _ : / @; none begins with aws:.",
  /** The service has no such storage class. */
  storage_class_invalid: "Sign for a storage class that this service and this kind of bucket have, or for none.",
  /** The service lacks what was asked for. */
  unsupported: "Sign without it: this service lacks it. Some SDKs add parameters by themselves.",
  // Forms
  /** The policy did not come as it was signed. */
  policy_changed:
    "Send the field policy exactly as it was signed: one line of base64, neither wrapped nor encoded anew.",
  /** A field of the signature did not come as it was signed. */
  form_field_wrong:
    "Send x-amz-credential, x-amz-date, x-amz-algorithm and x-amz-signature exactly as they came with the form.",
  /** The service takes no POST forms. */
  post_unsupported: "Upload with a presigned PUT and a signed Content-Length: this service has no forms.",
  /** The body is not multipart/form-data as S3 reads it. */
  form_malformed: "Send multipart/form-data, and let the client write the Content-Type with its boundary.",
  /** A field stands behind the file, where S3 does not look. */
  file_not_last: "Put all fields before the file, in the order given: S3 reads nothing behind it.",
  /** The form has no file, or several. */
  file_missing: "Send exactly one file, in a field with the name file.",
  /** The fields before the file are too long. */
  form_too_large: "Send fewer or shorter fields: all before the file have 20 KB.",
  /** The form has a field that its policy says nothing about. */
  field_not_in_policy:
    "Send only the fields that came with the form, or add a condition for this one to the policy. bucket needs one too.",
  /** A field has a value that the policy does not allow. */
  condition_failed: "Send the value that the policy asks for, or sign a policy that allows this one.",
  /** The form's policy has ended. */
  policy_expired: "Sign a new form.",
  /** The form's policy is none that S3 reads. */
  policy_invalid: "Make the policy with a policy builder: it is no policy that S3 reads.",
  // The rest
  /** A browser hides the answer from the page. */
  answer_hidden:
    "Look into the browser's console and network view, or send the same with curl -i; a status of 0 says only that the page may not know.",
  /** Something between the client and S3 has answered. */
  not_s3: "Look at what stands between the client and S3 (proxy, CDN, firewall, sign-in page), and ask S3 directly.",
  /** The TLS certificate is not for the host, is over, or is of nobody whom the client trusts. */
  certificate_wrong:
    "Sign with the bucket in the path where its name has dots; renew a certificate that is over; have the client trust an authority of your own (curl: --cacert, Node: NODE_EXTRA_CA_CERTS). Never switch the check off.",
  /** Nothing answered at this host. */
  not_reached: "Look at host and port: sign for a name that clients can reach (not one of an inner network).",
  /** The bucket does not let pages of this origin do this. */
  cors_refused: "Add the page's origin, the method and the headers to the bucket's CORS configuration.",
  /** The object's key is longer than 1,024 bytes. */
  key_too_long: "Make the key at most 1,024 bytes of UTF-8.",
  /** The path is not percent-encoded UTF-8. */
  path_invalid: "Percent-encode the key once, as UTF-8.",
  /** The address does not have this method. */
  method_not_allowed: "Use a method that this address has.",
  /** The service cannot answer at present. */
  service_busy: "Wait and try again, each time longer.",
  /** The account's cap, or the room of the service, is used up. */
  quota_reached: "Raise the cap, or make room: signature and rights have nothing to do with it.",
  /** The service has switched off the account, its billing or the bucket. */
  account_disabled:
    "Look into the service's console, or ask its support: account, billing or bucket is switched off there, and no signature changes that.",
  /** An error that is not in this list. */
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
