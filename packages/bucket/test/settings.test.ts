// What is configured for a bucket: CORS rules, lifecycle rules, a policy that denies. Put, obeyed, kept, taken away.
import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import {
  CreateMultipartUploadCommand,
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  type LifecycleRule,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { openStore } from "../src/disk/store.ts";
import { runLifecycle, startLifecycle } from "../src/lifecycle-job.ts";
import { readBucketPolicy } from "../src/settings/bucket-policy.ts";
import { readCorsRules } from "../src/settings/cors-rules.ts";
import { addDays, readLifecycleRules } from "../src/settings/lifecycle-rules.ts";
import { BUCKET, codeOf, makeFolder, openLab, refusalOf, send } from "./support.ts";

const Bucket = BUCKET;
const expiresInSeconds = 60;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

describe("CORS rules", async () => {
  const dir = await makeFolder();
  const CORSRules = [
    { AllowedOrigins: ["https://app.example"], AllowedMethods: ["PUT"], AllowedHeaders: ["x-amz-*", "Content-Type"] },
    {
      ID: "reading",
      AllowedOrigins: ["https://*.example"],
      AllowedMethods: ["GET", "HEAD"],
      ExposeHeaders: ["ETag"],
      MaxAgeSeconds: 60,
    },
  ];
  const preflight = (endpoint: string, origin: string, method: string, headers?: string) =>
    fetch(`${endpoint}/${BUCKET}/k`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        ...(headers === undefined ? {} : { "access-control-request-headers": headers }),
      },
    });

  test("are put, given back, kept over a restart and taken away", async () => {
    const first = await openLab({ dir });
    const none = await refusalOf(first.s3().send(new GetBucketCorsCommand({ Bucket })));
    assert.deepEqual([none.name, none.$metadata.httpStatusCode], ["NoSuchCORSConfiguration", 404]);
    await first.s3().send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    await first.close();
    const lab = await openLab({ dir });
    const got = await lab.s3().send(new GetBucketCorsCommand({ Bucket }));
    assert.deepEqual(got.CORSRules![1], CORSRules[1]);
    assert.deepEqual(got.CORSRules![0]!.AllowedHeaders, ["x-amz-*", "content-type"]);

    for (const [origin, method, headers, status, allowed] of [
      ["https://app.example", "PUT", "x-amz-meta-a, content-type", 200, "https://app.example"],
      ["https://app.example", "PUT", undefined, 200, "https://app.example"],
      ["https://app.example", "PUT", "authorization", 403, null],
      ["https://app.example", "DELETE", undefined, 403, null],
      ["https://app.example", "GET", undefined, 200, "https://app.example"],
      ["https://other.example", "GET", undefined, 200, "https://other.example"],
      ["https://other.example", "PUT", undefined, 403, null],
      ["https://example", "GET", undefined, 403, null],
      ["http://app.example", "GET", undefined, 403, null],
      ["https://app.example.evil", "GET", undefined, 403, null],
    ] as const) {
      const answer = await preflight(lab.endpoint, origin, method, headers);
      const said = [answer.status, answer.headers.get("access-control-allow-origin")];
      assert.deepEqual(said, [status, allowed], `${origin} ${method} ${headers}`);
    }
    const spelt = await fetch(`${lab.endpoint}/${encodeURIComponent(BUCKET).replace("d", "%64")}/k`, {
      method: "OPTIONS",
      headers: { origin: "https://app.example", "access-control-request-method": "DELETE" },
    });
    assert.equal(spelt.status, 403, "the bucket by another spelling has the same rules");
    const read = await preflight(lab.endpoint, "https://a.example", "GET");
    assert.equal(read.headers.get("access-control-max-age"), "60");
    assert.equal(read.headers.get("access-control-allow-methods"), "GET, HEAD");
    const answer = await lab.get("k", { origin: "https://a.example" });
    assert.equal(answer.headers.get("access-control-expose-headers"), "ETag");
    const put = await send(lab.presigner().put("k", { expiresInSeconds }), "x", { origin: "https://a.example" });
    assert.equal(put.headers.get("access-control-allow-origin"), null);

    await lab.s3().send(new DeleteBucketCorsCommand({ Bucket }));
    assert.equal((await preflight(lab.endpoint, "https://anywhere.test", "DELETE")).status, 200);
  });

  const rule = (inside: string) => `<CORSConfiguration><CORSRule>${inside}</CORSRule></CORSConfiguration>`;
  const [origin, method] = ["<AllowedOrigin>*</AllowedOrigin>", "<AllowedMethod>GET</AllowedMethod>"];
  for (const [says, document, code] of [
    ["no rule", "<CORSConfiguration/>", "MalformedXML"],
    [
      "101 rules",
      `<CORSConfiguration>${`<CORSRule>${origin}${method}</CORSRule>`.repeat(101)}</CORSConfiguration>`,
      "MalformedXML",
    ],
    ["no origin", rule(method), "MalformedXML"],
    ["no method", rule(origin), "MalformedXML"],
    ["a method that there is none of", rule(`${origin}<AllowedMethod>PATCH</AllowedMethod>`), "InvalidRequest"],
    ["two stars in an origin", rule(`<AllowedOrigin>https://*.*</AllowedOrigin>${method}`), "InvalidRequest"],
    ["two stars in a header", rule(`${origin}${method}<AllowedHeader>**</AllowedHeader>`), "InvalidRequest"],
    [
      "a header to expose that breaks out",
      rule(`${origin}${method}<ExposeHeader>a&#xd;&#xa;b</ExposeHeader>`),
      "InvalidRequest",
    ],
    ["an age that is no number", rule(`${origin}${method}<MaxAgeSeconds>-1</MaxAgeSeconds>`), "MalformedXML"],
    ["an unknown element", rule(`${origin}${method}<Other/>`), "MalformedXML"],
  ] as const)
    test(`refuses ${says}: ${code}`, () => assert.throws(() => readCorsRules(document), { code }));
});

describe("lifecycle rules", async () => {
  const dir = await makeFolder();

  test("are put, given back, obeyed when their time has come, and taken away", async () => {
    const lab = await openLab({ dir });
    const s3 = lab.s3();
    const put = (Key: string, size: number, Tagging?: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(size), Tagging }));
    // Above 16 KiB bytes have a file of their own.
    await put("logs/a", 20_000);
    await put("logs/b", 10);
    await put("other", 10);
    await put("tagged/yes", 10, "tidy=yes&more=1");
    await put("tagged/no", 10, "tidy=no");
    await put("sized/small", 10);
    await put("sized/large", 1_000);
    const upload = { Bucket, Key: "logs/upload" };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const today = Math.floor(Date.now() / DAY_MILLISECONDS);
    await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: Buffer.alloc(20_000) }));
    const Rules: LifecycleRule[] = [
      {
        ID: "logs",
        Status: "Enabled",
        Filter: { Prefix: "logs/" },
        Expiration: { Days: 1 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
      { ID: "tags", Status: "Enabled", Filter: { Tag: { Key: "tidy", Value: "yes" } }, Expiration: { Days: 2 } },
      {
        ID: "sizes",
        Status: "Enabled",
        Filter: { And: { Prefix: "sized/", ObjectSizeGreaterThan: 100 } },
        Expiration: { Date: new Date((today + 4) * DAY_MILLISECONDS) },
      },
      { ID: "off", Status: "Disabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } },
    ];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    assert.deepEqual((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules, Rules);
    await lab.close();

    const all = ["logs/a", "logs/b", "other", "sized/large", "sized/small", "tagged/no", "tagged/yes"];
    const without = (...gone: string[]) => all.filter((key) => !gone.includes(key));
    for (const { day, keys, uploads } of [
      { day: 1.99, keys: all, uploads: 1 },
      { day: 2, keys: without("logs/a", "logs/b"), uploads: 1 },
      { day: 3, keys: without("logs/a", "logs/b", "tagged/yes"), uploads: 1 },
      { day: 4, keys: without("logs/a", "logs/b", "tagged/yes", "sized/large"), uploads: 0 },
    ]) {
      const store = await openStore(dir);
      await runLifecycle(store, new Date((today + day) * DAY_MILLISECONDS));
      store.close();
      const later = await openLab({ dir });
      const listed = await later.s3().send(new ListObjectsV2Command({ Bucket }));
      const open = (await later.s3().send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];
      assert.deepEqual([listed.Contents!.map(({ Key }) => Key), open.length], [keys, uploads], `day ${day}`);
      // The first object has a file, and the part.
      const files = (keys.includes("logs/a") ? 1 : 0) + uploads;
      assert.equal((await later.listFiles()).blobs.length, files, `day ${day}`);
      await later.close();
    }
    const last = (await openLab({ dir })).s3();
    await last.send(new DeleteBucketLifecycleCommand({ Bucket }));
    const none = await refusalOf(last.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
    assert.equal(none.name, "NoSuchLifecycleConfiguration");
  });

  test("are obeyed by a running bucket, at its start and every hour of its clock", async () => {
    const store = await openStore(await makeFolder());
    await store.buckets.create("b", new Date(0));
    await store.buckets.putSetting(
      "b",
      "lifecycle",
      readLifecycleRules(
        "<LifecycleConfiguration><Rule><Status>Enabled</Status><Prefix></Prefix><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>",
      ),
    );
    const begin = (key: string) =>
      store.uploads.create({ bucket: "b", key, initiatedAt: 0, headers: {}, metadata: {}, tags: [] });
    const count = () => store.uploads.list("b", { prefix: "", after: "", limit: 10 }).length;
    let time = 0;
    await begin("early");
    mock.timers.enable({ apis: ["setInterval"] });
    const stop = startLifecycle(store, () => new Date(time));
    try {
      mock.timers.tick(60 * 60 * 1000);
      assert.equal(count(), 1);
      time = DAY_MILLISECONDS;
      mock.timers.tick(60 * 60 * 1000);
    } finally {
      await stop();
      mock.timers.reset();
    }
    assert.equal(count(), 0);
    await begin("late");
    await startLifecycle(store, () => new Date(time))();
    assert.equal(count(), 0);
    store.close();
  });

  test("what was written again meanwhile stays", async () => {
    const store = await openStore(await makeFolder());
    await store.buckets.create("b", new Date(0));
    const object = {
      key: "k",
      etag: "1",
      sizeBytes: 0,
      lastModifiedAt: 0,
      headers: {},
      metadata: {},
      tags: [],
      blobs: [],
    };
    await store.objects.put("b", object, {});
    const [old] = store.objects.list("b", { prefix: "", after: "", limit: 1 });
    await store.objects.put("b", { ...object, lastModifiedAt: 1 }, {});
    assert.equal(await store.objects.deleteUnchanged("b", old!, () => true), undefined);
    assert.ok(store.objects.find("b", "k"));
    store.close();
  });

  test("days end at the midnight that follows", () => {
    const at = (text: string) => new Date(addDays(Date.parse(text), 1)).toISOString();
    assert.equal(at("2030-03-10T15:00:00Z"), "2030-03-12T00:00:00.000Z");
    assert.equal(at("2030-03-10T00:00:00Z"), "2030-03-11T00:00:00.000Z");
  });

  const rule = (inside: string) => `<LifecycleConfiguration><Rule>${inside}</Rule></LifecycleConfiguration>`;
  const on = "<Status>Enabled</Status><Filter/>";
  const expire = "<Expiration><Days>1</Days></Expiration>";
  const abort =
    "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
  for (const [says, document, code] of [
    ["no rule", "<LifecycleConfiguration/>", "MalformedXML"],
    ["no status", rule(`<Filter/>${expire}`), "MalformedXML"],
    ["no filter", rule(`<Status>Enabled</Status>${expire}`), "MalformedXML"],
    ["a filter and a prefix", rule(`${on}<Prefix>a</Prefix>${expire}`), "MalformedXML"],
    [
      "two filters without And",
      rule(
        `<Status>Enabled</Status><Filter><Prefix>a</Prefix><ObjectSizeLessThan>1</ObjectSizeLessThan></Filter>${expire}`,
      ),
      "MalformedXML",
    ],
    ["no action", rule(on), "InvalidRequest"],
    ["zero days", rule(`${on}<Expiration><Days>0</Days></Expiration>`), "InvalidArgument"],
    ["half a day", rule(`${on}<Expiration><Days>0.5</Days></Expiration>`), "InvalidArgument"],
    ["days and a date", rule(`${on}<Expiration><Days>1</Days><Date>2030-01-01</Date></Expiration>`), "MalformedXML"],
    ["a date at noon", rule(`${on}<Expiration><Date>2030-01-01T12:00:00Z</Date></Expiration>`), "InvalidArgument"],
    ["a date that is none", rule(`${on}<Expiration><Date>2030-13-01</Date></Expiration>`), "MalformedXML"],
    [
      "aborts by tag",
      rule(`<Status>Enabled</Status><Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>${abort}`),
      "InvalidRequest",
    ],
    ["one ID twice", rule(`<ID>a</ID>${on}${expire}</Rule><Rule><ID>a</ID>${on}${expire}`), "InvalidArgument"],
    ["a transition", rule(`${on}<Transition/>`), "NotImplemented"],
    ["versions", rule(`${on}<NoncurrentVersionExpiration/>`), "NotImplemented"],
    [
      "delete markers",
      rule(`${on}<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`),
      "NotImplemented",
    ],
  ] as const)
    test(`refuses ${says}: ${code}`, () => assert.throws(() => readLifecycleRules(document), { code }));
});

describe("a bucket's policy", async () => {
  const deny = (statement: object, more: object = {}) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "no",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `arn:aws:s3:::${BUCKET}/*`,
          ...statement,
        },
      ],
      ...more,
    });

  test("is put, given back as it was, kept over a restart and taken away", async () => {
    const dir = await makeFolder();
    const first = await openLab({ dir });
    const Policy = deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } });
    assert.equal((await refusalOf(first.s3().send(new GetBucketPolicyCommand({ Bucket })))).name, "NoSuchBucketPolicy");
    await first.s3().send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await first.close();
    const lab = await openLab({ dir });
    assert.equal((await lab.s3().send(new GetBucketPolicyCommand({ Bucket }))).Policy, Policy);
    assert.equal((await lab.get("k")).status, 403);
    await lab.s3().send(new DeleteBucketPolicyCommand({ Bucket }));
    assert.equal((await lab.get("k")).status, 404);
  });

  test("denies what comes without TLS, and lets it pass behind a proxy that ends TLS", async () => {
    const Policy = deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } });
    for (const { behindTls, status } of [
      { behindTls: false, status: 403 },
      { behindTls: true, status: 200 },
    ]) {
      const lab = await openLab({ behindTls });
      await lab.put("k", "x");
      await lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy }));
      const answer = await lab.get("k");
      assert.equal(answer.status, status);
      if (status === 403)
        assert.match(await answer.text(), /s3:GetObject.*explicit deny in the statement no of the bucket/);
    }
  });

  test("caps the age of a signature, in URLs, headers and forms alike", async () => {
    let ageMilliseconds = 0;
    const lab = await openLab({ clock: () => new Date(Date.now() + ageMilliseconds) });
    await lab.put("k", "x");
    const Policy = deny({ Condition: { NumericGreaterThan: { "s3:signatureAge": "600000" } } });
    await lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const presigner = lab.presigner();
    const url = presigner.get("k", { expiresInSeconds: 3_600 }).url;
    const makeForm = () =>
      presigner.post({ key: "form", expiresInSeconds: 3_600, contentLengthRange: { min: 0, max: 9 } });
    const form = makeForm();
    const post = async () => {
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
      body.append("file", new Blob(["x"]));
      return (await fetch(form.url, { method: "POST", body })).status;
    };
    assert.deepEqual([(await fetch(url)).status, await post()], [200, 204]);
    ageMilliseconds = 605_000;
    const late = await fetch(url);
    assert.deepEqual([late.status, await codeOf(late), await post()], [403, "AccessDenied", 403]);
    const refusal = await refusalOf(lab.s3().send(new GetObjectCommand({ Bucket, Key: "k" })));
    assert.equal(refusal.name, "AccessDenied");
  });

  for (const { says, statement, get, put, list } of [
    { says: "one action", statement: { Action: "s3:GetObject" }, get: 403, put: 200, list: 200 },
    { says: "actions by a star, in any case", statement: { Action: ["s3:put*"] }, get: 200, put: 403, list: 200 },
    { says: "one prefix", statement: { Resource: `arn:aws:s3:::${BUCKET}/other/*` }, get: 200, put: 200, list: 200 },
    { says: "the bucket itself", statement: { Resource: `arn:aws:s3:::${BUCKET}` }, get: 200, put: 200, list: 403 },
    {
      says: "one way to sign",
      statement: { Condition: { StringNotEquals: { "s3:authType": "REST-HEADER" } } },
      get: 403,
      put: 403,
      list: 200,
    },
    {
      says: "another way to sign",
      statement: { Condition: { StringEquals: { "s3:authType": "REST-HEADER" } } },
      get: 200,
      put: 200,
      list: 200,
    },
    {
      says: "bodies that no signature covers",
      statement: {
        Action: "s3:PutObject",
        Condition: { StringEquals: { "s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
      },
      get: 200,
      put: 403,
      list: 200,
    },
    {
      says: "two conditions that do not both hold",
      statement: { Condition: { Bool: { "aws:SecureTransport": "false" }, NumericLessThan: { "s3:signatureAge": 0 } } },
      get: 200,
      put: 200,
      list: 200,
    },
  ])
    test(`denies ${says}`, async () => {
      const lab = await openLab();
      await lab.put("k", "x");
      await lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy: deny(statement) }));
      const url = lab.presigner().request({ method: "GET", query: { "list-type": "2" }, expiresInSeconds }).url;
      const said = [(await lab.get("k")).status, (await lab.put("k", "y")).status, (await fetch(url)).status];
      assert.deepEqual(said, [get, put, list]);
    });

  for (const [says, text, code] of [
    ["text that is no JSON", "{", "MalformedPolicy"],
    ["a list", "[]", "MalformedPolicy"],
    ["no version", '{"Statement":[]}', "MalformedPolicy"],
    ["no statement", '{"Version":"2012-10-17","Statement":[]}', "MalformedPolicy"],
    ["equal members", deny({}).replace('"Effect":"Deny"', '"Effect":"Allow","Effect":"Deny"'), "MalformedPolicy"],
    ["an unknown member", deny({ Extra: 1 }), "MalformedPolicy"],
    ["an unknown member of the policy", deny({}, { Extra: 1 }), "MalformedPolicy"],
    ["no principal", deny({ Principal: undefined }), "MalformedPolicy"],
    ["no action", deny({ Action: undefined }), "MalformedPolicy"],
    ["an action of another service", deny({ Action: "sqs:*" }), "MalformedPolicy"],
    ["another bucket", deny({ Resource: "arn:aws:s3:::other/*" }), "MalformedPolicy"],
    ["a bucket whose name begins alike", deny({ Resource: `arn:aws:s3:::${BUCKET}2/*` }), "MalformedPolicy"],
    [
      "an age that is no number",
      deny({ Condition: { NumericGreaterThan: { "s3:signatureAge": "1e3" } } }),
      "MalformedPolicy",
    ],
    ["twenty kilobytes and one", deny({ Sid: "a".repeat(20 * 1024) }), "MalformedPolicy"],
    [
      "a thousand lists in lists",
      deny({ Condition: "@" }).replace('"@"', `${"[".repeat(1_000)}${"]".repeat(1_000)}`),
      "MalformedPolicy",
    ],
    ["Allow", deny({ Effect: "Allow" }), "NotImplemented"],
    ["one principal", deny({ Principal: { AWS: "arn:aws:iam::1:root" } }), "NotImplemented"],
    ["NotAction", deny({ NotAction: "s3:*" }), "NotImplemented"],
    [
      "an unknown condition key",
      deny({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      "NotImplemented",
    ],
    ["an operator that the key has not", deny({ Condition: { StringLike: { "s3:authType": "*" } } }), "NotImplemented"],
    ["a variable", deny({ Resource: `arn:aws:s3:::${BUCKET}/\${aws:username}` }), "NotImplemented"],
  ] as const)
    test(`refuses ${says}: ${code}`, () => assert.throws(() => readBucketPolicy(text, BUCKET), { code }));
});
