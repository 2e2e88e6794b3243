// Writes docs/s3-compatibility.md from the tables that the embedded bucket itself goes by, so that the page cannot promise
// what is not there: `node tools/s3-compatibility.ts`. A test holds the committed page to it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKSUM_ALGORITHMS, checksumHeader } from "../packages/bucket/src/checksums.ts";
import { S3_ERRORS } from "../packages/bucket/src/errors.ts";
import { NOT_IMPLEMENTED } from "../packages/bucket/src/operations/not-implemented.ts";
import type { Operation } from "../packages/bucket/src/operations/operation.ts";
import { POST_OBJECT } from "../packages/bucket/src/operations/post-object.ts";
import { OPERATIONS } from "../packages/bucket/src/operations/table.ts";

export const PAGE = join(import.meta.dirname, "../docs/s3-compatibility.md");

const INTRODUCTION = `# What the embedded bucket has of S3

<!-- Written by tools/s3-compatibility.ts from the bucket's own tables: change them, and run it. -->

The bucket that comes with Daypass ([\`daypass bucket\`](running.md#the-command), and \`daypass serve\` without \`--bucket\`) speaks the S3 API: the same
signatures, headers, documents and errors. Every operation of the API reference is on this page. What is not implemented
is answered with 501 \`NotImplemented\` and its name, and so is every query parameter and every \`x-amz-\` header that is not
in the row of its operation: nothing is quietly ignored.`;

const DIFFERENCES = `## Good to know

- **Signatures**: version 4 only, in the header, in the query and in forms, with signed and unsigned chunks and trailers.
  Version 2 is refused. boto3 and the first version of the AWS CLI still *presign* with it by default, in \`us-east-1\` and every
  other region where S3 takes it. For boto3, \`config=Config(signature_version="s3v4")\` helps in every region; for both,
  \`aws configure set default.s3.signature_version s3v4\` does.
- **A raw \`+\`** is a blank in a path, in a query and in \`x-amz-copy-source\`, as on S3: a plus is \`%2B\`.
- **A body that calls itself a form**: where the Content-Type is \`application/x-www-form-urlencoded\`, S3 takes the body of a
  presigned POST for parameters and answers \`SignatureDoesNotMatch\`. This bucket reads the document all the same. \`curl -d\` says
  that type by itself: send the list of parts with \`-H 'Content-Type:'\`.
- **Addresses**: path style (\`http://127.0.0.1:9000/BUCKET/KEY\`) and virtual-hosted style (\`http://BUCKET.localhost:9000/KEY\`),
  the latter under \`localhost\` and every name given with \`--authority\`. Any other Host is refused. Clients that are given
  an address of digits use path style by themselves.
- **One version of each object**: \`versionId\` is \`null\` or \`NoSuchVersion\`.
- **Keys** with a backslash, a NUL, or a segment that is \`.\` or \`..\` (\`a\\b\`, \`a/./b\`, \`a/../b\`, \`..\`) are 400 \`InvalidURI\`, in a form
  \`InvalidArgument\`, also when they are percent-encoded; S3 stores them. Browsers, proxies and HTTP clients rewrite such paths on the
  way, and then the key that is asked for is not the one that was signed.
- **Copies** need \`s3:GetObject\` for their source, and \`s3:GetObjectTagging\` when it has tags. \`x-amz-copy-source\` must be a
  signed header. A copy of a whole file shares its bytes on the disk with its source.
- **Parts** are read (\`partNumber\`) and listed in the order of the object, counted from 1, whatever numbers they were sent
  with. A part beyond the last is 416 \`InvalidPartNumber\`.
- **Checksums** are those that the sender gives: CRC32, CRC32C, CRC64NVME, SHA1 and SHA256, of the whole object or of the
  list of its parts. S3 computes one of its own otherwise; this bucket then has none but the ETag.
- **Conditional writes**: \`If-None-Match: *\` and \`If-Match\` on PutObject, CopyObject and CompleteMultipartUpload, \`If-Match\` on
  DeleteObject, an ETag in DeleteObjects. They are judged in the transaction that writes.
- **Documents** must come with Content-MD5 or a checksum where S3 demands it: DeleteObjects, PutBucketCors,
  PutBucketLifecycleConfiguration, PutObjectTagging. They are read strictly: no document type, no entities of their own,
  no CDATA, no comments.
- **CORS**: a bucket without a configuration of its own lets pages of \`--allowed-origin\` use it (default: all), with every
  method and header. PutBucketCors replaces that for its bucket, DeleteBucketCors brings it back.
- **Lifecycle**: Expiration by days or date and AbortIncompleteMultipartUpload, filtered by prefix, tags and size. The
  rules are obeyed at the start and every hour; \`x-amz-expiration\` says when an object ends. Transitions and rules about versions are \`NotImplemented\`.
- **Bucket policies** only take away: statements with \`"Effect": "Deny"\`, \`"Principal": "*"\`, actions and resources with \`*\` and
  \`?\`, and these conditions: \`s3:signatureAge\` (numbers, in milliseconds), \`aws:SecureTransport\`, \`s3:authType\`,
  \`s3:signatureversion\` and \`s3:x-amz-content-sha256\`. What is beyond that is \`NotImplemented\` by its name, what is wrong
  \`MalformedPolicy\`. Rights are given by the identities. GetBucketPolicy, PutBucketPolicy and DeleteBucketPolicy are never
  denied by a policy, so that one that shuts everybody out can be mended. \`aws:SecureTransport\` is true when the
  bucket was started with \`--behind-tls\` (\`behindTls\` as a library), because then only a proxy that ends TLS can reach it.
- **A bucket that exists** is 409 \`BucketAlreadyOwnedByYou\` to CreateBucket, in every region. Open uploads do not keep a bucket
  from being removed.

## Clients

\`npm run trial -- clients\` runs programs that nobody here wrote, with their own default settings, through making buckets,
sending, reading, ranges, lists, copies, big files in parts, tags, presigning, deleting many and removing the bucket:
\`@aws-sdk/client-s3\` (checksums on, streams too, path style and virtual-hosted), \`@aws-sdk/lib-storage\`, \`minio\`, \`aws4fetch\`,
the AWS CLI, boto3, s3cmd, rclone, and curl with \`--aws-sigv4\`. One that is not installed is skipped, and says so.`;

const pageOf = (name: string): string =>
  name === POST_OBJECT.name
    ? "https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html"
    : `https://docs.aws.amazon.com/AmazonS3/latest/API/API_${name}.html`;

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(" ");

/** Without their `x-amz-`, and with the five checksums in one word. */
function listHeaders(controls: readonly string[]): string[] {
  const values = CHECKSUM_ALGORITHMS.map(checksumHeader);
  const hasAll = values.every((name) => controls.includes(name));
  const others = controls.filter((name) => !hasAll || !values.includes(name));
  return [...(hasAll ? ["checksum-*"] : []), ...others.map((name) => name.replace(/^x-amz-/, ""))];
}

function describeOperation({
  name,
  action,
  parameters,
  controls,
}: Pick<Operation, "name" | "action" | "parameters" | "controls">): string {
  return `| [${name}](${pageOf(name)}) | \`${action}\` | ${code(parameters)} | ${code(listHeaders(controls))} |`;
}

/** The page as it must be. */
export function writePage(): string {
  const form = { name: POST_OBJECT.name, action: "s3:PutObject", parameters: [], controls: POST_OBJECT.controls };
  const rows = [...OPERATIONS, form].toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(describeOperation);
  const missing = NOT_IMPLEMENTED.map(([name]) => name).toSorted();
  const errors = Object.entries(S3_ERRORS).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${INTRODUCTION}

## Implemented: ${rows.length} operations

The right is what an identity's policy must allow. The headers are written without their \`x-amz-\`; \`checksum-*\`
are the five of the algorithms.

| operation | right | query parameters | headers |
| --- | --- | --- | --- |
${rows.join("\n")}

Preflights (OPTIONS) are answered by the rules of CORS and need no signature.

${DIFFERENCES}

## Not implemented: ${missing.length} operations

${missing.map((name) => `[${name}](${pageOf(name)})`).join(",\n")}.

## Errors

What the bucket refuses with, beside the codes of the signature itself:

| code | status | meaning |
| --- | --- | --- |
${errors.map(([name, [status, message]]) => `| \`${name}\` | ${status} | ${message} |`).join("\n")}
`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, writePage());
