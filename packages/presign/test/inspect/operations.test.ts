// Every operation of S3 that a URL can stand for, told by its method and parameters as the AWS SDK sends them: one that a
// newer SDK brings fails here.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-s3";
import { inspect } from "../../src/index.ts";
import { isOperation, methodOf } from "../../src/inspect/operations.ts";

/** No URL of a bucket stands for these: their hosts are others. */
const ELSEWHERE = ["ListDirectoryBuckets", "WriteGetObjectResponse"];

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const ORIGIN = "https://s3.eu-central-1.amazonaws.com";
const options = {
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
};
const client = new sdk.S3Client({ ...options, endpoint: ORIGIN, forcePathStyle: true });
const clientOfElsewhere = new sdk.S3Client(options);
/** All that one command or another wants. */
const INPUT = {
  Bucket: "photos",
  Key: "k",
  UploadId: "u",
  PartNumber: 1,
  Id: "i",
  AnnotationName: "n",
  CopySource: "photos/k",
  RequestRoute: "r",
  RequestToken: "t",
  RenameSource: "k",
  ObjectAttributes: [],
  Body: "x",
};

/** What the SDK would send. Nothing is. */
async function serialize(command: string): Promise<Sent> {
  let sent: Sent | undefined;
  const Command = (sdk as unknown as Record<string, typeof sdk.GetObjectCommand>)[command]!;
  const made = new Command(INPUT);
  const middleware = () => async (args: { request: Sent }) => {
    sent = args.request;
    return { output: {}, response: {} };
  };
  made.middlewareStack.add(middleware as never, { step: "build", priority: "low" });
  // It finds no answer in ours.
  const by = ELSEWHERE.some((name) => command === `${name}Command`) ? clientOfElsewhere : client;
  await by.send(made as never).catch(() => {});
  assert.ok(sent, command);
  return sent;
}

/** Without `x-id`, which only an SDK writes, and by which alone much could be told. */
function toUrl({ path, query, headers }: Sent): string {
  const signed = ["host", ...Object.keys(headers).filter((name) => /-source$/.test(name))].sort();
  const pairs = Object.entries(query).filter(([name]) => name !== "x-id");
  const search = new URLSearchParams([
    ...pairs,
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", "AKIDEXAMPLE/20261124/eu-central-1/s3/aws4_request"],
    ["X-Amz-Date", "20261124T120000Z"],
    ["X-Amz-Expires", "900"],
    ["X-Amz-SignedHeaders", signed.join(";")],
    ["X-Amz-Signature", "0".repeat(64)],
  ]);
  return `${ORIGIN}${path.replace(/(.)\/$/, "$1")}?${search}`;
}

const operations = Object.keys(sdk)
  .filter((name) => /^[A-Z].*Command$/.test(name))
  .map((name) => name.slice(0, -"Command".length));

test("the SDK has as many operations as S3", () => assert.ok(operations.length >= 110, String(operations.length)));

test("what the SDK writes into x-id is known, of every operation", async () => {
  const ids = new Set<string>();
  for (const operation of operations) ids.add((await serialize(`${operation}Command`)).query["x-id"] ?? "");
  ids.delete("");
  assert.ok(ids.size >= 20, [...ids].join());
  assert.deepEqual(
    [...ids].filter((id) => !isOperation(id)),
    [],
  );
  for (const operation of operations) assert.ok(isOperation(operation), operation);
});

test("at the host of directory buckets themselves it is those that are listed", () => {
  const found = inspect(
    toUrl({ method: "GET", path: "/", query: {}, headers: {} }).replace(
      ORIGIN,
      "https://s3express-control.us-east-1.amazonaws.com",
    ),
  );
  assert.ok(found.kind === "presigned");
  assert.deepEqual(found.operations, ["ListDirectoryBuckets"]);
});

for (const operation of operations.filter((name) => !ELSEWHERE.includes(name)))
  test(`${operation} is told by its method and parameters`, async () => {
    const sent = await serialize(`${operation}Command`);
    const url = toUrl(sent);
    const found = inspect(url, { method: sent.method });
    assert.ok(found.kind === "presigned", url);
    assert.deepEqual(found.operations, [operation], url);
    assert.equal(methodOf(operation), sent.method);
    const without = inspect(url);
    assert.ok(without.kind === "presigned" && without.operations.includes(operation), url);
    assert.doesNotMatch(JSON.stringify(without.warnings), /parameter_unknown|no_such_operation/, url);
  });
