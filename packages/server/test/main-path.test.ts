// A file goes in by PUT, by form and in parts, and out through a link.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { sendTo, startTestBucket, submitForm, type TestBucket } from "./support/bucket.ts";
import { type Daypass, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";

const MIB = 1024 ** 2;
let bucket: TestBucket;
let daypass: Daypass;
let owner: Visitor;

before(async () => {
  bucket = await startTestBucket();
  daypass = await startDaypass({ bucket: bucket.connection, limits: { multipartThresholdBytes: 5 * MIB } });
  owner = await setUpOwner(daypass);
});
after(async () => {
  await daypass.close();
  await bucket.close();
});

const bytesOf = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index++) bytes[index] = (index * 31) & 255;
  return bytes;
};

async function downloadThrough(fileId: string): Promise<Response> {
  const share = await owner.json("POST", "/api/v1/shares", 201, { fileIds: [fileId] });
  const recipient = new Visitor(daypass.server, "198.51.100.9");
  const path = new URL(share.url).pathname;
  assert.equal((await recipient.page(path)).status, 200);
  const claimed = await recipient.form(`${path}/files/${fileId}/claim`);
  assert.equal(claimed.status, 303);
  return fetch(claimed.headers.get("location")!);
}

for (const { says, sizeBytes, prefer } of [
  { says: "by PUT", sizeBytes: 1000, prefer: undefined },
  { says: "by PUT, empty", sizeBytes: 0, prefer: undefined },
  { says: "by form", sizeBytes: 1000, prefer: "post" },
  { says: "by form, empty", sizeBytes: 0, prefer: "post" },
  { says: "in parts", sizeBytes: 11 * MIB, prefer: undefined },
])
  test(`a file goes in ${says} and comes out the same`, async () => {
    const bytes = bytesOf(sizeBytes);
    const name = `Prüfung "${says}".pdf`;
    const { id, plan } = await owner.json("POST", "/api/v1/uploads", 201, {
      name,
      sizeBytes,
      contentType: "application/pdf",
      ...(prefer ? { prefer } : {}),
    });
    if (plan.kind === "put") assert.equal((await sendTo(plan.request, bytes)).status, 200);
    else if (plan.kind === "post") assert.equal((await submitForm(plan.form, new Blob([bytes]))).status, 201);
    else {
      assert.equal(plan.partCount, 3);
      const parts = [1, 2, 3].map((number) => ({ number, sizeBytes: number < 3 ? 5 * MIB : MIB }));
      const signed = await owner.json("POST", `/api/v1/uploads/${id}/parts`, 200, { parts });
      for (const { number, url, headers } of signed.parts) {
        const part = bytes.subarray((number - 1) * 5 * MIB, number * 5 * MIB);
        assert.equal((await sendTo({ method: "PUT", url, headers }, part)).status, 200);
      }
      const progress = await owner.json("GET", `/api/v1/uploads/${id}`, 200);
      assert.deepEqual(
        progress.parts.map((part: { number: number; sizeBytes: number }) => [part.number, part.sizeBytes]),
        parts.map((part) => [part.number, part.sizeBytes]),
      );
      for (const { arrivedAt } of progress.parts) assert.equal(new Date(arrivedAt).toISOString(), arrivedAt);
    }
    const { file } = await owner.json("POST", `/api/v1/uploads/${id}/complete`, 200, {});
    assert.deepEqual([file.name, file.sizeBytes], [name, sizeBytes]);
    const again = await owner.json("POST", `/api/v1/uploads/${id}/complete`, 200);
    assert.equal(again.file.id, file.id, "complete may be asked again");

    const response = await downloadThrough(file.id);
    assert.equal(response.status, 200);
    const got = new Uint8Array(await response.arrayBuffer());
    assert.equal(createHash("sha256").update(got).digest("hex"), createHash("sha256").update(bytes).digest("hex"));
    assert.match(response.headers.get("content-disposition")!, /^attachment; .*filename\*=UTF-8''Pr%C3%BCfung/);
  });

test("a SHA-256 that the sender knows is pinned, and kept with the file", async () => {
  const bytes = bytesOf(64);
  const sha256 = createHash("sha256").update(bytes).digest("base64");
  const { id, plan } = await owner.json("POST", "/api/v1/uploads", 201, { name: "pinned", sizeBytes: 64, sha256 });
  assert.equal(plan.request.headers["x-amz-checksum-sha256"], sha256);
  const other = bytesOf(64).fill(1);
  assert.equal((await sendTo(plan.request, other)).status, 400, "other bytes of the same size");
  assert.equal((await sendTo(plan.request, bytes)).status, 200);
  const { file } = await owner.json("POST", `/api/v1/uploads/${id}/complete`, 200);
  const checksum = file.checksums.find((each: { algorithm: string }) => each.algorithm === "SHA256");
  assert.equal(checksum.value, sha256);
});
