// One presigned URL, taken apart. It is a real one: signed with the example credentials of AWS's documentation
// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html), for a time that was chosen once.

export type Part = "where" | "what" | "how" | "who" | "when" | "proof";

export const EXAMPLE: readonly { readonly part: Part | null; readonly text: string }[] = [
  { part: "where", text: "https://amzn-s3-demo-bucket.s3.eu-central-1.amazonaws.com" },
  { part: "what", text: "/report.pdf" },
  { part: null, text: "?" },
  { part: "how", text: "X-Amz-Algorithm=AWS4-HMAC-SHA256" },
  { part: null, text: "&" },
  {
    part: "who",
    text: "X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261201%2Feu-central-1%2Fs3%2Faws4_request",
  },
  { part: null, text: "&" },
  { part: "when", text: "X-Amz-Date=20261201T140500Z&X-Amz-Expires=60" },
  { part: null, text: "&" },
  { part: "how", text: "X-Amz-SignedHeaders=host" },
  { part: null, text: "&" },
  { part: "proof", text: "X-Amz-Signature=b1b8174ced2ac72911c2280042c966538775af57f98f5f96f9328be6a8518228" },
];

export const PLAIN_URL = "https://amzn-s3-demo-bucket.s3.eu-central-1.amazonaws.com/report.pdf";

export const LEGEND: readonly { readonly part: Part; readonly name: string; readonly says: string }[] = [
  { part: "where", name: "Where", says: "The bucket, in its region. The host is part of what is signed." },
  {
    part: "what",
    name: "Which object",
    says: "Its name in the bucket, which S3 calls the key. One object, never a folder of them.",
  },
  {
    part: "who",
    name: "Whose permission",
    says: "The signer's access key ID, which is no secret, with the day, the region and the service that the signature holds for.",
  },
  {
    part: "when",
    name: "From when, how long",
    says: "Signed at 14:05:00 UTC, good for 60 seconds. S3 takes at most 604,800: seven days.",
  },
  {
    part: "how",
    name: "What was signed, and how",
    says: "The method of signing, and which headers of the request are under it besides the URL.",
  },
  {
    part: "proof",
    name: "The proof",
    says: "HMAC-SHA256 over the method and all the rest, with a key made from the signer's secret. The secret itself is not in the URL.",
  },
];

/** How the proof above comes about: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export const STAGES = {
  canonicalRequest: `GET
/report.pdf
X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261201%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20261201T140500Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host
host:amzn-s3-demo-bucket.s3.eu-central-1.amazonaws.com

host
UNSIGNED-PAYLOAD`,
  stringToSign: `AWS4-HMAC-SHA256
20261201T140500Z
20261201/eu-central-1/s3/aws4_request
b4df3d29f3a13267cf7728fa026870b6cad771e0fe1e5080f76380e0ee9e85eb`,
  signingKeyHex: "292cd913c99f61cb02d985307f65603fb5996a73289f5690844cbf862a5b422e",
} as const;

/** The same with one character changed, `repart.pdf`: what S3 would work out, and find to be another. */
export const CHANGED = {
  path: "/repart.pdf",
  canonicalRequestSha256: "a8c2e4a038510b8d53372f5b96fe45d537c3a1d5b3858240080e3aa3b976f925",
  signature: "425f3b7559d3e611e1b300bf7b71b06aa11bf3dfa5110db4ef13d2781dfecab1",
} as const;
