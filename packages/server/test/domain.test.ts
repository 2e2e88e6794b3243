import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readCursor, writeCursor } from "../src/domain/cursor.ts";
import {
  authorizeClaim,
  authorizeDownload,
  authorizeOwnDownload,
  authorizeParts,
  authorizeUpload,
  DownloadGrant,
} from "../src/domain/grants.ts";
import { createId, createObjectKey, encodeBase32 } from "../src/domain/ids.ts";
import { downloadTypeOf } from "../src/domain/media-types.ts";
import { limitNetwork, shortenedNetwork } from "../src/domain/network.ts";
import type { ClaimRecord, FileRecord, ShareRecord, UploadRecord } from "../src/domain/records.ts";
import { shareState } from "../src/domain/share-state.ts";
import { partSizeOf, planUpload } from "../src/domain/upload-plan.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

describe("ids", () => {
  for (const { says, bytes, want } of [
    { says: "RFC 4648 of f", bytes: "f", want: "my" },
    { says: "RFC 4648 of fo", bytes: "fo", want: "mzxq" },
    { says: "RFC 4648 of foobar", bytes: "foobar", want: "mzxw6ytboi" },
    { says: "nothing", bytes: "", want: "" },
  ])
    test(`base32: ${says}`, () => assert.equal(encodeBase32(new TextEncoder().encode(bytes)), want));

  test("an id has 128 bits, a key no text but ours", () => {
    const ones = (count: number) => new Uint8Array(count).fill(255);
    assert.equal(createId("fil", ones), `fil_${"7".repeat(25)}4`);
    assert.equal(createObjectKey("team/", ones), `team/f/${"7".repeat(25)}4`);
  });
});

describe("the plan of an upload", () => {
  const plan = (sizeBytes: number, more: object = {}) =>
    planUpload({ sizeBytes, multipartThresholdBytes: 16 * MIB, postForms: true, ...more });
  const whole = (kind: string) => ({ kind, partSizeBytes: null, partCount: null });
  const parts = (partSizeBytes: number, partCount: number) => ({ kind: "multipart", partSizeBytes, partCount });
  for (const { says, got, want } of [
    { says: "nothing at all is one PUT", got: plan(0), want: whole("put") },
    { says: "up to the threshold is one PUT", got: plan(16 * MIB), want: whole("put") },
    { says: "a byte more is two parts", got: plan(16 * MIB + 1), want: parts(16 * MIB, 2) },
    { says: "10,000 parts of the threshold", got: plan(160_000 * MIB), want: parts(16 * MIB, 10_000) },
    { says: "a byte more has larger parts", got: plan(160_000 * MIB + 1), want: parts(17 * MIB, 9412) },
    { says: "the largest object", got: plan(10_000 * 5 * GIB), want: parts(5 * GIB, 10_000) },
    { says: "a form when asked", got: plan(20 * MIB, { prefer: "post" }), want: whole("post") },
    { says: "no form where forms replace", got: plan(1, { prefer: "post", postForms: false }), want: whole("put") },
    { says: "a PUT when asked", got: plan(5 * GIB, { prefer: "put" }), want: whole("put") },
    { says: "parts where one PUT cannot", got: plan(5 * GIB + 1, { prefer: "post" }), want: parts(16 * MIB, 321) },
  ])
    test(says, () => assert.deepEqual(got, want));

  test("parts add up to the file, for any size", () => {
    for (let round = 0; round < 500; round++) {
      const sizeBytes = Math.floor(Math.random() ** 4 * 10_000 * 5 * GIB) + 16 * MIB + 1;
      const planned = { sizeBytes, ...plan(sizeBytes) };
      const last = partSizeOf(planned, planned.partCount!)!;
      assert.equal(planned.partSizeBytes! * (planned.partCount! - 1) + last, sizeBytes);
      assert.ok(last >= 1 && last <= planned.partSizeBytes! && planned.partCount! <= 10_000);
      assert.equal(partSizeOf(planned, planned.partCount! + 1), undefined);
    }
  });
});

describe("networks", () => {
  for (const { address, limit, shortened } of [
    { address: "192.0.2.77", limit: "192.0.2.77", shortened: "192.0.2.0/24" },
    { address: "::ffff:192.0.2.77", limit: "192.0.2.77", shortened: "192.0.2.0/24" },
    { address: "::ffff:c000:24d", limit: "192.0.2.77", shortened: "192.0.2.0/24" },
    { address: "2001:db8:1:2:3:4:5:6", limit: "2001:db8:1:2::/64", shortened: "2001:db8:1::/48" },
    { address: "2001:DB8:1:2::9", limit: "2001:db8:1:2::/64", shortened: "2001:db8:1::/48" },
    { address: "::1", limit: "0:0:0:0::/64", shortened: "::1" },
    { address: "fe80::1%eth0", limit: "fe80:0:0:0::/64", shortened: "fe80:0:0::/48" },
    { address: "1.2.3.999", limit: "unknown", shortened: null },
    { address: "1::2::3", limit: "unknown", shortened: null },
    { address: "evil", limit: "unknown", shortened: null },
    { address: undefined, limit: "unknown", shortened: null },
  ])
    test(`${address}`, () => {
      assert.equal(limitNetwork(address), limit);
      assert.equal(shortenedNetwork(address), shortened);
    });
});

test("downloads are of the sender's type only when it is harmless", () => {
  assert.equal(downloadTypeOf("IMAGE/PNG"), "image/png");
  for (const type of [
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "application/javascript",
    "x/y",
  ])
    assert.equal(downloadTypeOf(type), "application/octet-stream");
});

test("a cursor comes back, and nothing else is one", () => {
  const place = { at: 1_790_000_000_000, id: `fil_${"a".repeat(26)}` };
  assert.deepEqual(readCursor(writeCursor(place)), place);
  for (const text of ["", ".", "a", "a.b", `zzzzzzzzzzzz.fil_${"a".repeat(26)}`, `A.fil_${"a".repeat(26)}`])
    assert.equal(readCursor(text), undefined);
});

const NOW = 1_000_000;
const share: ShareRecord = {
  id: "shr_1",
  ownerId: "usr_1",
  slugHash: "h",
  sealedSlug: "s",
  title: null,
  passwordHash: null,
  expiresAt: null,
  maxClaims: null,
  claimCount: 1,
  createdAt: 0,
  revokedAt: null,
};
const file: FileRecord = {
  id: "fil_1",
  ownerId: "usr_1",
  objectId: "obj_1",
  name: "a",
  contentType: "text/html",
  createdAt: 0,
  deletedAt: null,
  bucketId: "b",
  objectKey: "f/x",
  versionId: "v1",
  sizeBytes: 1,
  checksums: [],
};
const claim: ClaimRecord = { id: "clm_1", shareId: "shr_1", fileId: "fil_1", createdAt: 0, expiresAt: NOW + 1 };

describe("authorize a download", () => {
  const ask = (more: object = {}) =>
    authorizeDownload({ share, file, claim, unlocked: false, now: NOW, downloadUrlSeconds: 60, ...more });
  test("a counted claim of an open share gets this version for 60 seconds", () => {
    const grant = ask();
    assert.ok(grant instanceof DownloadGrant);
    const { id, objectKey, versionId, expiresInSeconds, responseContentType } = grant;
    assert.deepEqual(
      [id, objectKey, versionId, expiresInSeconds, responseContentType],
      ["clm_1", "f/x", "v1", 60, "application/octet-stream"],
    );
  });
  for (const { says, more, want } of [
    { says: "a withdrawn share", more: { share: { ...share, revokedAt: 1 } }, want: "revoked" },
    { says: "an expired share", more: { share: { ...share, expiresAt: NOW } }, want: "expired" },
    { says: "a share with half a second left", more: { share: { ...share, expiresAt: NOW + 500 } }, want: "expired" },
    { says: "an old claim", more: { claim: { ...claim, expiresAt: NOW } }, want: "expired" },
    { says: "a claim of another share", more: { claim: { ...claim, shareId: "shr_2" } }, want: "not_there" },
    { says: "a claim of another file", more: { claim: { ...claim, fileId: "fil_2" } }, want: "not_there" },
    { says: "a deleted file", more: { file: { ...file, deletedAt: 1 } }, want: "not_there" },
    {
      says: "a password that was not given",
      more: { share: { ...share, passwordHash: "x" } },
      want: "password_required",
    },
  ])
    test(`${says} gets none`, () => assert.deepEqual(ask(more), { denied: want }));
  test("a URL never outlives its share", () => {
    const grant = ask({ share: { ...share, expiresAt: NOW + 10_999 } });
    assert.ok(grant instanceof DownloadGrant && grant.expiresInSeconds === 10);
  });
  test("a used-up share still serves the claims that used it up", () => {
    assert.ok(ask({ share: { ...share, maxClaims: 1 } }) instanceof DownloadGrant);
  });
  test("nobody else makes a grant", () => {
    // @ts-expect-error: the symbol is the domain's own
    assert.throws(() => new DownloadGrant(Symbol("mint"), "clm_1", file, 60), /only authorize/);
  });
});

describe("authorize the owner's own download", () => {
  const ask = (more: object = {}, actorId = "usr_1") =>
    authorizeOwnDownload({ file: { ...file, ...more }, grantId: "grt_1", actorId, downloadUrlSeconds: 60 });
  test("the owner gets this version for 60 seconds, as an attachment", () => {
    const grant = ask();
    assert.ok(grant instanceof DownloadGrant);
    assert.deepEqual(
      [grant.id, grant.objectKey, grant.versionId, grant.expiresInSeconds, grant.downloadAs],
      ["grt_1", "f/x", "v1", 60, "a"],
    );
  });
  test("somebody else gets none", () => assert.deepEqual(ask({}, "usr_2"), { denied: "not_yours" }));
  test("a deleted file gives none", () => assert.deepEqual(ask({ deletedAt: 1 }), { denied: "not_there" }));
});

describe("the state of a share", () => {
  for (const { says, more, want } of [
    { says: "open", more: {}, want: "open" },
    { says: "its last claim is gone", more: { maxClaims: 1 }, want: "used_up" },
    { says: "its end has come", more: { expiresAt: NOW, maxClaims: 1 }, want: "expired" },
    { says: "withdrawn, whatever else", more: { revokedAt: 1, expiresAt: NOW, maxClaims: 1 }, want: "revoked" },
    { says: "a millisecond before its end", more: { expiresAt: NOW + 1 }, want: "open" },
  ]) {
    test(says, () => assert.equal(shareState({ ...share, ...more }, NOW), want));
    if (want !== "open")
      test(`${says}: no claim`, () =>
        assert.deepEqual(authorizeClaim({ ...share, ...more }, true, NOW), { denied: want }));
  }
});

describe("authorize an upload", () => {
  const upload: UploadRecord = {
    id: "upl_1",
    ownerId: "usr_1",
    bucketId: "b",
    objectKey: "f/x",
    name: "a",
    sizeBytes: 11,
    contentType: "x/y",
    sha256: null,
    kind: "put",
    partSizeBytes: null,
    partCount: null,
    multipartId: null,
    state: "planned",
    createdAt: 0,
    expiresAt: NOW + 90_000,
    fileId: null,
  };
  const context = { actorId: "usr_1", now: NOW, uploadUrlSeconds: 900 };
  for (const { says, more, want } of [
    { says: "another's", more: { ownerId: "usr_2" }, want: "not_yours" },
    { says: "a confirmed one", more: { state: "confirmed" }, want: "upload_not_open" },
    { says: "an aborted one", more: { state: "aborted" }, want: "upload_not_open" },
    { says: "an expired one", more: { expiresAt: NOW }, want: "upload_not_open" },
    { says: "one in parts", more: { kind: "multipart" }, want: "wrong_kind" },
  ] as const)
    test(`${says} is not signed`, () =>
      assert.deepEqual(authorizeUpload({ upload: { ...upload, ...more }, ...context }), { denied: want }));
  test("an open one is, with its exact size and never past its end", () => {
    const grant = authorizeUpload({ upload, ...context });
    assert.ok(!("denied" in grant));
    assert.deepEqual([grant.contentLengthBytes, grant.contentType, grant.expiresInSeconds], [11, "x/y", 90]);
  });
  test("parts are, each as planned", () => {
    const inParts = { ...upload, kind: "multipart", partSizeBytes: 5, partCount: 3 } as const;
    const ask = (number: number, sizeBytes: number) =>
      authorizeParts({ upload: inParts, parts: [{ number, sizeBytes }], ...context });
    assert.ok(!("denied" in ask(3, 1)));
    assert.deepEqual(ask(3, 5), { denied: "wrong_part_size", partNumber: 3 });
    assert.deepEqual(ask(4, 1), { denied: "no_such_part", partNumber: 4 });
    assert.deepEqual(ask(0, 5), { denied: "no_such_part", partNumber: 0 });
  });
});
