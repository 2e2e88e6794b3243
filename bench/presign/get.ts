// Presigned GET: a plain one, and one with everything that makes the strings longer.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPresigner } from "@daypass/presign";
import aws4 from "aws4";
import { AwsClient, AwsV4Signer } from "aws4fetch";
import { Client } from "minio";
import { S3mini } from "s3mini";
import {
  BUCKET,
  CREDENTIALS,
  DISPOSITION,
  ENDPOINT,
  EXPIRES,
  FLOOR,
  type Group,
  HOST,
  keyOf,
  OURS,
  REGION,
  SDK,
  SESSION_TOKEN,
  TEMPORARY,
  unicodeKeyOf,
} from "./common.ts";
import { createFloor } from "./floor.ts";
import { requireRightUrl } from "./independent-verifier.ts";
import { createPortablePresigner } from "./portable.ts";
import { createSmithy, toUrl } from "./smithy.ts";

export const PORTABLE = "@daypass/presign, plain TypeScript hash";

const s3 = { service: "s3", region: REGION };
const encodeKey = (key: string) => key.split("/").map(encodeURIComponent).join("/");

function createClients(credentials: typeof CREDENTIALS & { sessionToken?: string }) {
  return {
    presigner: createPresigner({ credentials, region: REGION, bucket: BUCKET }),
    portable: createPortablePresigner({ credentials, region: REGION, bucket: BUCKET }),
    sdk: new S3Client({ region: REGION, credentials }),
    smithy: createSmithy(credentials),
    awsFetch: new AwsClient({ ...credentials, ...s3 }),
    minio: new Client({
      endPoint: new URL(ENDPOINT).host,
      accessKey: credentials.accessKeyId,
      secretKey: credentials.secretAccessKey,
      region: REGION,
      pathStyle: false,
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken }),
    }),
  };
}

const plain = createClients(CREDENTIALS);
const mini = new S3mini({ ...CREDENTIALS, endpoint: `${ENDPOINT}/${BUCKET}`, region: REGION });
const options = { expiresInSeconds: EXPIRES };

export const GET: Group = {
  title: "Presigned GET, a new key each call",
  rival: SDK,
  check: (name, made, i) => {
    const isPathStyle = name.startsWith("s3mini");
    requireRightUrl(name, String(made), {
      method: "GET",
      host: isPathStyle ? new URL(ENDPOINT).host : HOST,
      path: isPathStyle ? `/${BUCKET}/${keyOf(i)}` : `/${keyOf(i)}`,
    });
  },
  contestants: [
    { name: OURS, work: (i) => plain.presigner.get(keyOf(i), options).url },
    { name: PORTABLE, work: (i) => plain.portable.get(keyOf(i), options).url },
    {
      name: SDK,
      work: (i) =>
        getSignedUrl(plain.sdk as never, new GetObjectCommand({ Bucket: BUCKET, Key: keyOf(i) }) as never, {
          expiresIn: EXPIRES,
        }),
    },
    {
      name: "@smithy/signature-v4 direct",
      work: (i) => plain.smithy("GET", `/${keyOf(i)}`, {}).then(toUrl),
    },
    {
      name: "aws4fetch AwsClient.sign",
      work: (i) =>
        plain.awsFetch
          .sign(`https://${HOST}/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`, { aws: { signQuery: true } })
          .then((request) => request.url),
    },
    {
      name: "aws4fetch AwsV4Signer",
      work: (i) =>
        new AwsV4Signer({
          ...CREDENTIALS,
          ...s3,
          url: `https://${HOST}/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`,
          signQuery: true,
        })
          .sign()
          .then((request) => request.url.href),
    },
    {
      name: "aws4",
      work: (i) =>
        `https://${HOST}${aws4.sign({ ...s3, host: HOST, path: `/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`, signQuery: true }, CREDENTIALS).path}`,
    },
    { name: "minio presignedGetObject", work: (i) => plain.minio.presignedGetObject(BUCKET, keyOf(i), EXPIRES) },
    { name: "s3mini getPresignedUrl", work: (i) => mini.getPresignedUrl("GET", keyOf(i), EXPIRES) },
    { name: FLOOR, work: createFloor() },
  ],
};

const rich = createClients(TEMPORARY);
const DISPOSITION_QUERY = `response-content-disposition=${encodeURIComponent(DISPOSITION).replace(/'/g, "%27")}`;
const richOptions = { ...options, response: { contentDisposition: DISPOSITION } };

export const RICH_GET: Group = {
  title: "Presigned GET with a Unicode key, response-content-disposition and a session token of 1 KB",
  rival: SDK,
  check: (name, made, i) =>
    requireRightUrl(name, String(made), {
      method: "GET",
      host: HOST,
      path: `/${unicodeKeyOf(i)}`,
      query: { "response-content-disposition": DISPOSITION },
      securityToken: SESSION_TOKEN,
      plusIsSpace: name.startsWith("aws4fetch"),
    }),
  contestants: [
    { name: OURS, work: (i) => rich.presigner.get(unicodeKeyOf(i), richOptions).url },
    { name: PORTABLE, work: (i) => rich.portable.get(unicodeKeyOf(i), richOptions).url },
    {
      name: SDK,
      work: (i) =>
        getSignedUrl(
          rich.sdk as never,
          new GetObjectCommand({
            Bucket: BUCKET,
            Key: unicodeKeyOf(i),
            ResponseContentDisposition: DISPOSITION,
          }) as never,
          { expiresIn: EXPIRES },
        ),
    },
    {
      name: "@smithy/signature-v4 direct",
      work: (i) =>
        rich
          .smithy("GET", `/${encodeKey(unicodeKeyOf(i))}`, { "response-content-disposition": DISPOSITION })
          .then(toUrl),
    },
    {
      name: "aws4fetch AwsClient.sign",
      work: (i) =>
        rich.awsFetch
          .sign(`https://${HOST}/${encodeKey(unicodeKeyOf(i))}?X-Amz-Expires=${EXPIRES}&${DISPOSITION_QUERY}`, {
            aws: { signQuery: true },
          })
          .then((request) => request.url),
    },
    {
      name: "aws4",
      work: (i) =>
        `https://${HOST}${aws4.sign({ ...s3, host: HOST, path: `/${encodeKey(unicodeKeyOf(i))}?X-Amz-Expires=${EXPIRES}&${DISPOSITION_QUERY}`, signQuery: true }, TEMPORARY).path}`,
    },
    {
      name: "minio presignedGetObject",
      work: (i) =>
        rich.minio.presignedGetObject(BUCKET, unicodeKeyOf(i), EXPIRES, {
          "response-content-disposition": DISPOSITION,
        }),
    },
  ],
};
