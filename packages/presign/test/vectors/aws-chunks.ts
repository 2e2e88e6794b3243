// The examples of bodies in signed chunks of the AWS documentation, with the signatures that the pages print.
import { CREDENTIALS } from "./aws-docs.ts";

export { CREDENTIALS };

/** 65 KiB of `a` in chunks of 64 KiB, 1 KiB and nothing. */
export const CHUNKS: readonly Buffer[] = [Buffer.alloc(65_536, "a"), Buffer.alloc(1_024, "a"), Buffer.alloc(0)];

export interface ChunkedExample {
  readonly says: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  /** Of the request, which is the seed of the others. */
  readonly signature: string;
  readonly chunkSignatures: readonly string[];
  readonly trailer?: { readonly name: string; readonly value: string; readonly signature: string };
}

const authorization = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
const withoutTrailer: ChunkedExample = {
  says: "signed chunks",
  target: "/examplebucket/chunkObject.txt",
  rawHeaders: [
    "Host",
    "s3.amazonaws.com",
    "x-amz-date",
    "20130524T000000Z",
    "x-amz-storage-class",
    "REDUCED_REDUNDANCY",
    "Authorization",
    authorization(
      "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
      "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    ),
    "x-amz-content-sha256",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "Content-Encoding",
    "aws-chunked",
    "x-amz-decoded-content-length",
    "66560",
    "Content-Length",
    "66824",
  ],
  signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  chunkSignatures: [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html */
const withTrailer: ChunkedExample = {
  says: "signed chunks with a trailer",
  target: "/examplebucket/chunkObject.txt",
  rawHeaders: [
    "Host",
    "s3.amazonaws.com",
    "x-amz-date",
    "20130524T000000Z",
    "x-amz-storage-class",
    "REDUCED_REDUNDANCY",
    "Authorization",
    authorization(
      "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
      "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
    ),
    "x-amz-content-sha256",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "Content-Encoding",
    "aws-chunked",
    "x-amz-decoded-content-length",
    "66560",
    "x-amz-trailer",
    "x-amz-checksum-crc32c",
  ],
  signature: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
  chunkSignatures: [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
  ],
  trailer: {
    name: "x-amz-checksum-crc32c",
    value: "sOO8/Q==",
    signature: "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
  },
};

export const CHUNKED_EXAMPLES: readonly ChunkedExample[] = [withoutTrailer, withTrailer];

/** The body as it goes over the wire. */
export function bodyOf({ chunkSignatures, trailer }: ChunkedExample): Buffer {
  const chunks = CHUNKS.flatMap((bytes, i) => [
    Buffer.from(`${bytes.length.toString(16)};chunk-signature=${chunkSignatures[i]}\r\n`),
    bytes,
    Buffer.from(trailer && bytes.length === 0 ? "" : "\r\n"),
  ]);
  const end = trailer && `${trailer.name}:${trailer.value}\r\nx-amz-trailer-signature:${trailer.signature}\r\n\r\n`;
  return Buffer.concat([...chunks, Buffer.from(end ?? "")]);
}
