// Presigned PUT with three signed headers, and the URL of a part.
import { PutObjectCommand, S3Client, UploadPartCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPresigner } from "@daypass/presign";
import aws4 from "aws4";
import { AwsV4Signer } from "aws4fetch";
import { Client } from "minio";
import { S3mini } from "s3mini";
import {
  BUCKET,
  CREDENTIALS,
  ENDPOINT,
  EXPIRES,
  type Group,
  HOST,
  keyOf,
  OURS,
  PUT_HEADERS,
  REGION,
  SDK,
  UPLOAD_ID,
} from "./common.ts";
import { requireRightUrl } from "./independent-verifier.ts";
import { createSmithy, toUrl } from "./smithy.ts";

const presigner = createPresigner({ credentials: CREDENTIALS, region: REGION, bucket: BUCKET });
const sdk = new S3Client({ region: REGION, credentials: CREDENTIALS, requestChecksumCalculation: "WHEN_REQUIRED" });
const smithy = createSmithy(CREDENTIALS);
const mini = new S3mini({ ...CREDENTIALS, endpoint: `${ENDPOINT}/${BUCKET}`, region: REGION });
const minio = new Client({
  endPoint: new URL(ENDPOINT).host,
  accessKey: CREDENTIALS.accessKeyId,
  secretKey: CREDENTIALS.secretAccessKey,
  region: REGION,
  pathStyle: false,
});
const s3 = { service: "s3", region: REGION };
const HEADER_NAMES = Object.keys(PUT_HEADERS);

const place = (name: string, path: string) =>
  name.startsWith("s3mini") ? { host: new URL(ENDPOINT).host, path: `/${BUCKET}${path}` } : { host: HOST, path };

export const PUT: Group = {
  title: `Presigned PUT with ${HEADER_NAMES.join(", ")} signed`,
  rival: SDK,
  check: (name, made, i) =>
    requireRightUrl(name, String(made), { method: "PUT", ...place(name, `/${keyOf(i)}`), headers: PUT_HEADERS }),
  contestants: [
    {
      name: OURS,
      work: (i) =>
        presigner.put(keyOf(i), {
          expiresInSeconds: EXPIRES,
          contentType: "image/jpeg",
          createOnly: true,
          metadata: { owner: "tenant-42" },
        }).url,
    },
    {
      name: SDK,
      work: (i) =>
        getSignedUrl(
          sdk as never,
          new PutObjectCommand({
            Bucket: BUCKET,
            Key: keyOf(i),
            ContentType: "image/jpeg",
            IfNoneMatch: "*",
            Metadata: { owner: "tenant-42" },
          }) as never,
          {
            expiresIn: EXPIRES,
            signableHeaders: new Set(["host", ...HEADER_NAMES]),
            unhoistableHeaders: new Set(HEADER_NAMES),
          },
        ),
    },
    { name: "@smithy/signature-v4 direct", work: (i) => smithy("PUT", `/${keyOf(i)}`, {}, PUT_HEADERS).then(toUrl) },
    {
      name: "aws4fetch AwsV4Signer",
      work: (i) =>
        new AwsV4Signer({
          ...CREDENTIALS,
          ...s3,
          method: "PUT",
          url: `https://${HOST}/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`,
          headers: PUT_HEADERS,
          signQuery: true,
          allHeaders: true,
        })
          .sign()
          .then((request) => request.url.href),
    },
    {
      name: "aws4",
      work: (i) =>
        `https://${HOST}${aws4.sign({ ...s3, method: "PUT", host: HOST, path: `/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`, headers: { ...PUT_HEADERS }, signQuery: true }, CREDENTIALS).path}`,
    },
    {
      name: "s3mini getPresignedUrl",
      work: (i) => mini.getPresignedUrl("PUT", keyOf(i), EXPIRES, {}, PUT_HEADERS),
    },
  ],
};

const partOf = (i: number): number => (i % 10_000) + 1;
const partQuery = (i: number) => ({ partNumber: String(partOf(i)), uploadId: UPLOAD_ID });

export const PART: Group = {
  title: "The URL of one part",
  rival: SDK,
  check: (name, made, i) =>
    requireRightUrl(name, String(made), {
      method: "PUT",
      ...place(name, "/backups/disk.img"),
      query: partQuery(i),
    }),
  contestants: [
    {
      name: OURS,
      work: (i) =>
        presigner.multipart.part("backups/disk.img", {
          expiresInSeconds: EXPIRES,
          uploadId: UPLOAD_ID,
          partNumber: partOf(i),
        }).url,
    },
    {
      name: SDK,
      work: (i) =>
        getSignedUrl(
          sdk as never,
          new UploadPartCommand({
            Bucket: BUCKET,
            Key: "backups/disk.img",
            UploadId: UPLOAD_ID,
            PartNumber: partOf(i),
          }) as never,
          { expiresIn: EXPIRES },
        ),
    },
    { name: "@smithy/signature-v4 direct", work: (i) => smithy("PUT", "/backups/disk.img", partQuery(i)).then(toUrl) },
    {
      name: "aws4",
      work: (i) =>
        `https://${HOST}${aws4.sign({ ...s3, method: "PUT", host: HOST, path: `/backups/disk.img?${new URLSearchParams(partQuery(i))}&X-Amz-Expires=${EXPIRES}`, signQuery: true }, CREDENTIALS).path}`,
    },
    {
      name: "minio presignedUrl",
      work: (i) => minio.presignedUrl("PUT", BUCKET, "backups/disk.img", EXPIRES, partQuery(i)),
    },
    {
      name: "s3mini getPresignedUrl",
      work: (i) => mini.getPresignedUrl("PUT", "backups/disk.img", EXPIRES, partQuery(i)),
    },
  ],
};

const TEN_THOUSAND = Array.from({ length: 10_000 }, (_, i) => ({ partNumber: i + 1 }));

/** All parts of the largest upload that S3 takes, in one call that awaits nothing. */
export const signTenThousandParts = (): readonly string[] =>
  presigner.multipart
    .parts("backups/disk.img", { expiresInSeconds: EXPIRES, uploadId: UPLOAD_ID, parts: TEN_THOUSAND })
    .map(({ url }) => url);

export function requireTenThousandParts(urls: readonly string[]): void {
  if (urls.length !== 10_000) throw new Error(`${urls.length} URLs instead of 10,000`);
  for (const [i, url] of urls.entries()) PART.check(OURS, url, i);
}
