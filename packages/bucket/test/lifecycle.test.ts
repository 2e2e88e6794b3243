// Lifecycle rules of a bucket: put, obeyed when their time has come, taken away.
import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type LifecycleRule,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { openStore } from "../src/disk/store.ts";
import { runLifecycle, startLifecycle } from "../src/lifecycle-job.ts";
import { addDays, readLifecycleRules } from "../src/settings/lifecycle-rules.ts";
import { BUCKET, makeFolder, openLab, refusalOf } from "./support.ts";

const Bucket = BUCKET;
const createUpload = async (s3: S3Client, Key: string) => {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  return { UploadId };
};
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

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

  test("rules that are taken away while a round runs are not obeyed any more", async () => {
    const store = await openStore(await makeFolder());
    await store.buckets.create("b", new Date(0));
    const facts = { etag: "1", sizeBytes: 0, lastModifiedAt: 0, headers: {}, metadata: {}, tags: [], blobs: [] };
    await Promise.all(
      Array.from({ length: 1_200 }, (_, i) =>
        store.objects.put("b", { key: String(i).padStart(4, "0"), ...facts }, {}),
      ),
    );
    await store.buckets.putSetting(
      "b",
      "lifecycle",
      readLifecycleRules(rule(`<Status>Enabled</Status><Filter/><Expiration><Days>1</Days></Expiration>`)),
    );
    const round = runLifecycle(store, new Date(10 * DAY_MILLISECONDS));
    await store.buckets.deleteSetting("b", "lifecycle");
    const list = () => store.objects.list("b", { prefix: "", after: "", limit: 2_000 }).length;
    const left = list();
    await round;
    assert.ok(left > 0);
    assert.equal(list(), left);
    store.close();
  });

  test("x-amz-expiration says when an object ends, in the answers to all that make or read one", async () => {
    const lab = await openLab();
    const s3 = lab.s3();
    const rules: LifecycleRule[] = [
      { ID: "late", Status: "Enabled", Filter: { Prefix: "logs/" }, Expiration: { Days: 9 } },
      { ID: "early/é", Status: "Enabled", Filter: { Prefix: "logs/" }, Expiration: { Days: 1 } },
      { ID: "tagged", Status: "Enabled", Filter: { Tag: { Key: "tidy", Value: "yes" } }, Expiration: { Days: 2 } },
      { ID: "off", Status: "Disabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } },
      {
        ID: "uploads",
        Status: "Enabled",
        Filter: { Prefix: "" },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ];
    const LifecycleConfiguration = { Rules: rules };
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    const says = (days: number, id: string) =>
      `expiry-date="${new Date(addDays(Date.now(), days)).toUTCString()}", rule-id="${id}"`;

    const log = { Bucket, Key: "logs/a" };
    const made = await s3.send(new PutObjectCommand({ ...log, Body: "x" }));
    const got = await s3.send(new GetObjectCommand(log));
    await got.Body!.transformToString();
    const read = await s3.send(new HeadObjectCommand(log));
    const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: "logs/b", CopySource: `${Bucket}/logs/a` }));
    const upload = { Bucket, Key: "logs/c", ...(await createUpload(s3, "logs/c")) };
    const part = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: "x" }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    const completed = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
    for (const { Expiration } of [made, got, read, copied, completed])
      assert.equal(Expiration, says(1, "early%2F%C3%A9"));
    const { url, fields } = lab.presigner().post({
      key: "logs/d",
      expiresInSeconds: 60,
      contentLengthRange: { min: 0, max: 9 },
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob(["x"]), "a.txt");
    const posted = await fetch(url, { method: "POST", body: form });
    assert.equal(posted.headers.get("x-amz-expiration"), says(1, "early%2F%C3%A9"));

    const tagged = await s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "x", Tagging: "tidy=yes" }));
    assert.equal(tagged.Expiration, says(2, "tagged"));
    const free = await s3.send(new PutObjectCommand({ Bucket, Key: "c", Body: "x", Tagging: "tidy=no" }));
    assert.equal(free.Expiration, undefined);
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
    ["a filter that is text", rule(`<Status>Enabled</Status><Filter>logs/</Filter>${expire}`), "MalformedXML"],
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
