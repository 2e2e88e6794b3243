// How long it takes to presign, against the libraries that people use for it.
import { createHash, createHmac, hash } from "node:crypto";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPresigner } from "@daypass/presign";
import aws4 from "aws4";
import { AwsClient, AwsV4Signer } from "aws4fetch";
import { Client } from "minio";
import { type Contestant, measure, median, pairedRatio, printTable, type Result } from "./measure.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const REGION = "eu-central-1";
const BUCKET = "daypass-bench";
const HOST = `${BUCKET}.s3.${REGION}.amazonaws.com`;
const EXPIRES = 900;

const presigner = createPresigner({ credentials, region: REGION, bucket: BUCKET });
const sdk = new S3Client({ region: REGION, credentials });
const fetchClient = new AwsClient({ ...credentials, service: "s3", region: REGION });
const minio = new Client({
  endPoint: `s3.${REGION}.amazonaws.com`,
  accessKey: credentials.accessKeyId,
  secretKey: credentials.secretAccessKey,
  region: REGION,
});

const keyOf = (i: number): string => `tenants/42/photos/${i}.jpg`;

/** The least that any signer must do: build the strings and hash three times, with nothing checked and all else fixed. */
function createFloor(): (i: number) => string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${stamp.slice(0, 8)}/${REGION}/s3/aws4_request`;
  let key: string | Buffer = `AWS4${credentials.secretAccessKey}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  const inner = Buffer.alloc(1024);
  const outer = Buffer.alloc(96);
  for (let i = 0; i < 64; i++) {
    inner[i] = ((key as Buffer)[i] ?? 0) ^ 0x36;
    outer[i] = ((key as Buffer)[i] ?? 0) ^ 0x5c;
  }
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${credentials.accessKeyId}/${scope}`)}&X-Amz-Date=${stamp}&X-Amz-Expires=${EXPIRES}&X-Amz-SignedHeaders=host`;
  return (i) => {
    const path = `/${keyOf(i)}`;
    const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash("sha256", `GET\n${path}\n${query}\nhost:${HOST}\n\nhost\nUNSIGNED-PAYLOAD`, "hex")}`;
    inner.write(text, 64, "latin1");
    hash("sha256", inner.subarray(0, 64 + text.length), "buffer").copy(outer, 64);
    return `https://${HOST}${path}?${query}&X-Amz-Signature=${hash("sha256", outer, "hex")}`;
  };
}

const OURS = "@daypass/presign";
const SDK = "@aws-sdk/s3-request-presigner";
const GET: Contestant[] = [
  { name: OURS, work: (i) => presigner.get(keyOf(i), { expiresInSeconds: EXPIRES }).url },
  {
    name: "@daypass/presign, download name and non-ASCII key",
    work: (i) => presigner.get(`${keyOf(i)} é`, { expiresInSeconds: EXPIRES, downloadAs: "Fotos à Paris.zip" }).url,
  },
  {
    name: SDK,
    work: (i) =>
      getSignedUrl(sdk as never, new GetObjectCommand({ Bucket: BUCKET, Key: keyOf(i) }) as never, {
        expiresIn: EXPIRES,
      }),
  },
  {
    name: "aws4fetch AwsClient.sign",
    work: (i) =>
      fetchClient
        .sign(`https://${HOST}/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`, { aws: { signQuery: true } })
        .then((r) => r.url),
  },
  {
    name: "aws4fetch AwsV4Signer",
    work: (i) =>
      new AwsV4Signer({
        ...credentials,
        url: `https://${HOST}/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`,
        service: "s3",
        region: REGION,
        signQuery: true,
      })
        .sign()
        .then((r) => r.url.href),
  },
  {
    name: "aws4",
    work: (i) =>
      `https://${HOST}${aws4.sign({ service: "s3", region: REGION, host: HOST, path: `/${keyOf(i)}?X-Amz-Expires=${EXPIRES}`, signQuery: true }, credentials).path}`,
  },
  { name: "minio presignedGetObject", work: (i) => minio.presignedGetObject(BUCKET, keyOf(i), EXPIRES) },
  { name: "(floor: strings and three hashes, no checks)", work: createFloor() },
];

const SDK_POST = "@aws-sdk/s3-presigned-post";
const POST: Contestant[] = [
  {
    name: OURS,
    work: (i) =>
      presigner.post({
        key: keyOf(i),
        expiresInSeconds: EXPIRES,
        contentLengthRange: { min: 1, max: 1000 },
        contentType: "image/jpeg",
      }).fields,
  },
  {
    name: SDK_POST,
    work: (i) =>
      createPresignedPost(sdk as never, {
        Bucket: BUCKET,
        Key: keyOf(i),
        Expires: EXPIRES,
        Fields: { "Content-Type": "image/jpeg" },
        Conditions: [["content-length-range", 1, 1000]],
      }).then((r) => r.fields),
  },
  {
    name: "minio presignedPostPolicy",
    work: (i) => {
      const policy = minio.newPostPolicy();
      policy.setBucket(BUCKET);
      policy.setKey(keyOf(i));
      policy.setContentType("image/jpeg");
      policy.setContentLengthRange(1, 1000);
      policy.setExpires(new Date(Date.now() + EXPIRES * 1000));
      return minio.presignedPostPolicy(policy).then((r) => r.formData);
    },
  },
];

const hmacChain = (scope: string): Buffer =>
  scope
    .split("/")
    .reduce<string | Buffer>(
      (key, part) => createHmac("sha256", key).update(part).digest(),
      `AWS4${credentials.secretAccessKey}`,
    ) as Buffer;

/** Verifies a URL from the text of the specification, with none of the contestants' code. Throws when it is wrong. */
function requireRightUrl(name: string, text: string): void {
  const url = new URL(text);
  const query = [...url.searchParams].filter(([n]) => n !== "X-Amz-Signature");
  const percent = (t: string) =>
    encodeURIComponent(t).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = query.map(([n, v]) => [percent(n), percent(v)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  const get = (n: string) => url.searchParams.get(n) ?? "";
  const canonical = [
    "GET",
    url.pathname,
    pairs.map((p) => p.join("=")).join("&"),
    `host:${url.host}`,
    "",
    "host",
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const scope = get("X-Amz-Credential").split("/").slice(1).join("/");
  const toSign = [
    "AWS4-HMAC-SHA256",
    get("X-Amz-Date"),
    scope,
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const right = createHmac("sha256", hmacChain(scope)).update(toSign).digest("hex");
  if (
    get("X-Amz-Signature") !== right ||
    get("X-Amz-Expires") !== String(EXPIRES) ||
    !decodeURIComponent(url.pathname).includes(keyOf(7))
  )
    throw new Error(`${name} made a URL that does not verify: ${text}`);
}

function requireRightForm(name: string, fields: Record<string, string>): void {
  const byName = Object.fromEntries(Object.entries(fields).map(([n, v]) => [n.toLowerCase(), v]));
  const scope = byName["x-amz-credential"]!.split("/").slice(1).join("/");
  const right = createHmac("sha256", hmacChain(scope)).update(byName.policy!).digest("hex");
  if (byName["x-amz-signature"] !== right) throw new Error(`${name} made a form that does not verify`);
}

function print(results: Result[], [ours, theirs]: [string, string]): void {
  const find = (name: string) => results.find((result) => result.name === name)!;
  const rows = results
    .toSorted((a, b) => median(a.rounds) - median(b.rounds))
    .map((result) => {
      const micros = median(result.rounds);
      return [
        result.name,
        micros.toFixed(micros < 10 ? 2 : 1),
        Math.min(...result.rounds).toFixed(2),
        Math.round(1e6 / micros).toLocaleString("en"),
        `${pairedRatio(result, find(ours)).toFixed(2)}x`,
        `${pairedRatio(find(theirs), result).toFixed(1)}x`,
      ];
    });
  printTable(["signer", "median µs", "best µs", "per second", "time of ours", `faster than ${theirs}`], rows);
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: "string", default: "21" }, turn: { type: "string", default: "60" } },
  });
  const plan = { rounds: Number(values.rounds), millisecondsPerTurn: Number(values.turn) };
  if (!(Number.isInteger(plan.rounds) && plan.rounds > 0 && plan.millisecondsPerTurn > 0))
    throw new RangeError("--rounds must be a positive integer and --turn a number of milliseconds above 0");
  for (const { name, work } of GET) requireRightUrl(name, String(await work(7)));
  for (const { name, work } of POST) requireRightForm(name, (await work(7)) as Record<string, string>);
  console.log(
    `Node ${process.version}, ${cpus()[0]?.model ?? "unknown CPU"}; ${plan.rounds} rounds of ${plan.millisecondsPerTurn} ms each, interleaved.`,
  );
  console.log("All URLs and forms were verified first.\n\nPresigned GET, a new key each call:\n");
  print(await measure(GET, plan), [OURS, SDK]);
  console.log("\nPOST form, key, type and size range pinned:\n");
  print(await measure(POST, plan), [OURS, SDK_POST]);
}
