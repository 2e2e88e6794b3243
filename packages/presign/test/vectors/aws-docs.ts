// Examples of the AWS documentation, with every stage that the pages print.

export const CREDENTIALS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export const PRESIGNED_GET = {
  at: "2013-05-24T00:00:00Z",
  region: "us-east-1",
  bucket: "examplebucket",
  host: "examplebucket.s3.amazonaws.com",
  key: "test.txt",
  expiresInSeconds: 86400,
  canonicalRequest: [
    "GET",
    "/test.txt",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host",
    "host:examplebucket.s3.amazonaws.com",
    "",
    "host",
    "UNSIGNED-PAYLOAD",
  ].join("\n"),
  stringToSign: [
    "AWS4-HMAC-SHA256",
    "20130524T000000Z",
    "20130524/us-east-1/s3/aws4_request",
    "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04",
  ].join("\n"),
  signingKeyHex: "dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378",
  signature: "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  url: "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
};

/** The same with a session token, from the tests of https://github.com/paolobarbolini/rusty-s3 (BSD-2-Clause). */
export const PRESIGNED_GET_WITH_TOKEN = {
  sessionToken: "oej5cie4uctureturdtuc5dctd",
  signature: "bf77b83a7135594046c90a7e7e10cf1a4c8f8ecc1d541d0f42bea6b7670870c7",
};

export interface HeaderExample {
  readonly says: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly canonicalRequest: string;
  readonly canonicalHash: string;
  readonly signature: string;
}

const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const HOST = ["Host", "examplebucket.s3.amazonaws.com"] as const;
const DATE = ["x-amz-date", "20130524T000000Z"] as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export const HEADER_EXAMPLES: readonly HeaderExample[] = [
  {
    says: "GET Object with a range",
    method: "GET",
    target: "/test.txt",
    headers: [HOST, ["Range", "bytes=0-9"], ["x-amz-content-sha256", EMPTY], DATE],
    canonicalRequest: `GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\nx-amz-content-sha256:${EMPTY}\nx-amz-date:20130524T000000Z\n\nhost;range;x-amz-content-sha256;x-amz-date\n${EMPTY}`,
    canonicalHash: "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972",
    signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
  {
    says: "PUT Object with a dollar sign in its key",
    method: "PUT",
    target: "/test%24file.text",
    headers: [
      ["Date", "Fri, 24 May 2013 00:00:00 GMT"],
      HOST,
      ["x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"],
      DATE,
      ["x-amz-storage-class", "REDUCED_REDUNDANCY"],
    ],
    canonicalRequest:
      "PUT\n/test%24file.text\n\ndate:Fri, 24 May 2013 00:00:00 GMT\nhost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072\nx-amz-date:20130524T000000Z\nx-amz-storage-class:REDUCED_REDUNDANCY\n\ndate;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class\n44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    canonicalHash: "9e0e90d9c76de8fa5b200d8c849cd5b8dc7a3be3951ddb7f6a76b4158342019d",
    signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  },
  {
    says: "GET Bucket Lifecycle, a parameter without a value",
    method: "GET",
    target: "/?lifecycle",
    headers: [HOST, ["x-amz-content-sha256", EMPTY], DATE],
    canonicalRequest: `GET\n/\nlifecycle=\nhost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:${EMPTY}\nx-amz-date:20130524T000000Z\n\nhost;x-amz-content-sha256;x-amz-date\n${EMPTY}`,
    canonicalHash: "9766c798316ff2757b517bc739a67f6213b4ab36dd5da2f94eaebf79c77395ca",
    signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  },
  {
    says: "GET Bucket (List Objects)",
    method: "GET",
    target: "/?max-keys=2&prefix=J",
    headers: [HOST, ["x-amz-content-sha256", EMPTY], DATE],
    canonicalRequest: `GET\n/\nmax-keys=2&prefix=J\nhost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:${EMPTY}\nx-amz-date:20130524T000000Z\n\nhost;x-amz-content-sha256;x-amz-date\n${EMPTY}`,
    canonicalHash: "df57d21db20da04d7fa30298dd4488ba3a2b47ca3a489c74750e0f1e7df1b9b7",
    signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  },
];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html: the policy has CRLF line ends. */
export const POST_EXAMPLE = {
  at: "2015-12-29T12:00:00Z",
  region: "us-east-1",
  bucket: "sigv4examplebucket",
  policy: [
    '{ "expiration": "2015-12-30T12:00:00.000Z",',
    '  "conditions": [',
    '    {"bucket": "sigv4examplebucket"},',
    '    ["starts-with", "$key", "user/user1/"],',
    '    {"acl": "public-read"},',
    '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
    '    ["starts-with", "$Content-Type", "image/"],',
    '    {"x-amz-meta-uuid": "14365123651274"},',
    '    {"x-amz-server-side-encryption": "AES256"},',
    '    ["starts-with", "$x-amz-meta-tag", ""],',
    "",
    '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
    '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
    '    {"x-amz-date": "20151229T000000Z" }',
    "  ]",
    "}",
  ].join("\r\n"),
  signingKeyHex: "cbcef1ebeaefc82cce6530b9f0a9ae598846065f5c5bae0674bd5ebc4ba52d28",
  signature: "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e",
  fields: [
    ["key", "user/user1/$" + "{filename}"],
    ["acl", "public-read"],
    ["success_action_redirect", "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"],
    ["Content-Type", "image/jpeg"],
    ["x-amz-meta-uuid", "14365123651274"],
    ["x-amz-server-side-encryption", "AES256"],
    ["X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"],
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Date", "20151229T000000Z"],
    ["x-amz-meta-tag", ""],
  ] as readonly (readonly [string, string])[],
};
