// The server's calls to the bucket, when the bucket is down, refuses, or its credentials change.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createSigner } from "../src/storage/signer.ts";
import { parseParts } from "../src/storage/xml.ts";
import { startTestBucket, type TestBucket } from "./support/bucket.ts";
import { type Daypass, NO_BUCKET, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";
import { makeLink, storeFile } from "./support/stored-file.ts";

describe("while the bucket is down", () => {
  let bucket: TestBucket;
  let daypass: Daypass;
  let owner: Visitor;
  let file: string;
  before(async () => {
    bucket = await startTestBucket();
    daypass = await startDaypass({ bucket: bucket.connection });
    owner = await setUpOwner(daypass);
    file = await storeFile(owner);
    await bucket.close();
  });
  after(() => daypass.close());

  test("signing works: uploads are planned, links made, downloads claimed", async () => {
    const { plan } = await owner.json("POST", "/api/v1/uploads", 201, { name: "a", sizeBytes: 1 });
    assert.match(plan.request.url, /X-Amz-Signature=/);
    const { path } = await makeLink(owner, file);
    const claimed = await new Visitor(daypass.server).form(`${path}/files/${file}/claim`);
    assert.match(claimed.headers.get("location")!, /X-Amz-Signature=/);
    assert.equal((await new Visitor(daypass.server).get("/readyz")).status, 200);
  });

  test("what needs it says that it does not answer, and nothing is lost", async () => {
    const { id } = await owner.json("POST", "/api/v1/uploads", 201, { name: "a", sizeBytes: 1 });
    const problem = await owner.json("POST", `/api/v1/uploads/${id}/complete`, 502);
    assert.equal(problem.code, "bucket_unreachable");
    assert.match(problem.detail, /did not answer HeadObject: ECONNREFUSED\. Nothing was lost/);
    assert.equal((await owner.json("GET", `/api/v1/uploads/${id}`, 200)).upload.state, "planned");
  });

  test("jobs go on without it", async () => {
    await owner.json("DELETE", `/api/v1/files/${file}?confirmShared=true`, 204);
    await daypass.server.runJobs();
    assert.ok(daypass.log.lines.some((line) => line.includes("the bucket kept an object; later again")));
  });
});

describe("credentials", () => {
  test("a janitor without the right is S3's word, and the operator reads which call", async () => {
    const bucket = await startTestBucket();
    const daypass = await startDaypass({
      bucket: {
        ...bucket.connection,
        janitor: async () => ({ accessKeyId: "AKIANOBODY", secretAccessKey: "x".repeat(40) }),
      },
    });
    try {
      const owner = await setUpOwner(daypass);
      const { id } = await owner.json("POST", "/api/v1/uploads", 201, { name: "a", sizeBytes: 1 });
      const problem = await owner.json("POST", `/api/v1/uploads/${id}/complete`, 502);
      assert.equal(problem.code, "bucket_refused");
      assert.match(problem.detail, /The bucket answered HeadObject with AccessDenied/);
    } finally {
      await daypass.close();
      await bucket.close();
    }
  });

  test("are asked for before each signature, so that they may change", async () => {
    let accessKeyId = "AKIAFIRST";
    const daypass = await startDaypass({
      bucket: {
        ...NO_BUCKET,
        signer: async () => ({ accessKeyId, secretAccessKey: "x".repeat(40), sessionToken: `of-${accessKeyId}` }),
      },
    });
    try {
      const owner = await setUpOwner(daypass);
      const sign = async () => {
        const { plan } = await owner.json("POST", "/api/v1/uploads", 201, { name: "a", sizeBytes: 1 });
        const query = new URL(plan.request.url).searchParams;
        return [query.get("X-Amz-Credential")!.split("/")[0], query.get("X-Amz-Security-Token")];
      };
      assert.deepEqual(await sign(), ["AKIAFIRST", "of-AKIAFIRST"]);
      accessKeyId = "AKIASECOND";
      assert.deepEqual(await sign(), ["AKIASECOND", "of-AKIASECOND"]);
    } finally {
      await daypass.close();
    }
  });

  test("that end soon shorten the URL, so that its end is true", async () => {
    const expiration = new Date(Date.now() + 100_000);
    const daypass = await startDaypass({
      bucket: {
        ...NO_BUCKET,
        signer: async () => ({ accessKeyId: "AKIATEMPORARY", secretAccessKey: "x".repeat(40), expiration }),
      },
    });
    try {
      const owner = await setUpOwner(daypass);
      const { plan } = await owner.json("POST", "/api/v1/uploads", 201, { name: "a", sizeBytes: 1 });
      const seconds = Number(new URL(plan.request.url).searchParams.get("X-Amz-Expires"));
      assert.ok(seconds >= 95 && seconds <= 100, `${seconds}`);
      assert.ok(Date.parse(plan.request.expiresAt) <= expiration.getTime());
    } finally {
      await daypass.close();
    }
  });

  test("that cannot be had are an error of the server, and nothing is counted", async () => {
    let fails = false;
    const bucket = await startTestBucket();
    const daypass = await startDaypass({
      bucket: {
        ...bucket.connection,
        signer: async () => {
          if (fails) throw new Error("no credentials today");
          return bucket.connection.signer();
        },
      },
    });
    try {
      const owner = await setUpOwner(daypass);
      const file = await storeFile(owner);
      const { path, id } = await makeLink(owner, file, { maxClaims: 1 });
      fails = true;
      const recipient = new Visitor(daypass.server);
      assert.equal((await recipient.form(`${path}/files/${file}/claim`)).status, 500);
      assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 0);
      fails = false;
      assert.equal((await recipient.form(`${path}/files/${file}/claim`)).status, 303);
      assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 1);
    } finally {
      await daypass.close();
      await bucket.close();
    }
  });
});

test("two addresses: signed URLs name the public one, the server's own calls go to the other", async () => {
  const bucket = await startTestBucket();
  const daypass = await startDaypass({
    bucket: { ...bucket.connection, publicEndpoint: "http://files.example.org:8080" },
  });
  try {
    const owner = await setUpOwner(daypass);
    const { id, plan } = await owner.json("POST", "/api/v1/uploads", 201, { name: "a", sizeBytes: 1 });
    assert.equal(new URL(plan.request.url).origin, "http://files.example.org:8080");
    assert.equal((await owner.json("POST", `/api/v1/uploads/${id}/complete`, 409)).code, "upload_incomplete");
    assert.ok(bucket.requests.some(({ operation, status }) => operation === "HeadObject" && status === 404));
    assert.equal((await owner.json("GET", "/api/v1/instance", 200)).bucket.publicUrl, "http://files.example.org:8080");
  } finally {
    await daypass.close();
    await bucket.close();
  }
});

test("on AWS the address is the bucket's own in its region, and a prefix stands before every key", async () => {
  const { endpoint: _, ...aws } = NO_BUCKET;
  const daypass = await startDaypass({
    bucket: { ...aws, kind: "s3", name: "photos", region: "eu-central-1", keyPrefix: "team/" },
  });
  try {
    const owner = await setUpOwner(daypass);
    const { plan } = await owner.json("POST", "/api/v1/uploads", 201, {
      name: "../../etc/passwd".replaceAll("/", "_"),
      sizeBytes: 1,
    });
    assert.match(plan.request.url, /^https:\/\/photos\.s3\.eu-central-1\.amazonaws\.com\/team\/f\/[a-z2-7]{26}\?/);
    const page = await owner.page("/learn");
    assert.match(
      page.headers.get("content-security-policy")!,
      /connect-src 'self' https:\/\/photos\.s3\.eu-central-1\.amazonaws\.com;/,
    );
  } finally {
    await daypass.close();
  }
});

test("FIPS and dual-stack choose AWS's host, in URLs as in the server's own calls, and none that is given", async () => {
  const hosts = async (bucket: object): Promise<string[]> => {
    const signer = createSigner(
      { ...NO_BUCKET, endpoint: undefined, fips: true, dualstack: true, ...bucket },
      () => new Date(),
    );
    return [new URL(signer.plainUrl("k")).host, new URL((await signer.deleteObject("k", null)).url).host];
  };
  const ofAws = "daypass.s3-fips.dualstack.us-east-1.amazonaws.com";
  assert.deepEqual(await hosts({}), [ofAws, ofAws]);
  assert.deepEqual(await hosts({ publicEndpoint: "https://files.example", addressing: "virtual-hosted" }), [
    "daypass.files.example",
    ofAws,
  ]);
  assert.deepEqual(await hosts({ endpoint: "https://minio.example" }), ["minio.example", "minio.example"]);
});

for (const { says, text, want } of [
  { says: "as S3 writes it", text: "2026-11-29T20:00:00.000Z", want: "2026-11-29T20:00:00.000Z" },
  { says: "without fractions of a second", text: "2026-11-29T20:00:00Z", want: "2026-11-29T20:00:00.000Z" },
  { says: "that is none", text: "yesterday", want: null },
  { says: "that is absent", text: "", want: null },
])
  test(`when a part arrived, by a time ${says}`, () => {
    const part = `<Part><PartNumber>1</PartNumber><LastModified>${text}</LastModified><Size>5</Size></Part>`;
    assert.equal(parseParts(`<ListPartsResult>${part}</ListPartsResult>`)?.parts[0]?.arrivedAt, want);
  });
