// What is broken or unwise: each rule has a URL that it speaks of, and keeps silent about a sound one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type InspectOptions, inspect } from "../../src/index.ts";
import { RULE_CODES } from "../../src/inspect/warnings.ts";
import { at, edit, get, NOW, open, presigner } from "./urls.ts";

const codes = (url: string, options?: InspectOptions) => inspect(url, options).warnings.map(({ code }) => code);
/** A download and an upload about which there is nothing to say. */
const sound = [
  presigner.get("k", { ...open, downloadAs: "k" }).url,
  presigner.put("k", { ...open, contentLength: 5, contentType: "a/b", createOnly: true }).url,
];
const token = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "a+b" };
const query = (pairs: Record<string, string>) => `${get}&${new URLSearchParams(pairs)}`;
const host = (name: string) => edit(/\/\/[^/]*/, `//${name}`);

const ROWS: [code: string, url: string, options?: InspectOptions][] = [
  ["expired", get, { now: new Date("2026-11-24T12:15:01Z") }],
  ["not_yet_valid", get, { now: new Date("2026-11-24T11:44:59Z") }],
  ["lives_long", presigner.get("k", { expiresInSeconds: 172_800 }).url],
  ["lives_long", edit(/\/\/[^/]*(.*)X-Amz-Expires=900/, "//storage.yandexcloud.net/b$1X-Amz-Expires=700000")],
  ["lives_too_long", edit("X-Amz-Expires=900", "X-Amz-Expires=700000")],
  ["lives_short", presigner.get("k", { expiresInSeconds: 119 }).url],
  ["lives_never", edit("X-Amz-Expires=900", "X-Amz-Expires=0")],
  ["temporary_credentials", at({ credentials: token }).get("k", open).url],
  ["express_session", `${edit("%2Fs3%2F", "%2Fs3express%2F")}&X-Amz-S3session-Token=t`],
  ["token_missing", at({ credentials: { ...token, sessionToken: undefined } }).get("k", open).url],
  ["token_damaged", at({ credentials: token }).get("k", open).url.replace("a%2Bb", "a%20b")],
  ["token_damaged", at({ credentials: token }).get("k", open).url.replace("a%2Bb", "a+b")],
  ["other_service", edit("%2Fs3%2F", "%2Fsts%2F")],
  ["region_differs", edit("%2Feu-central-1%2F", "%2Fus-east-1%2F")],
  ["global_host", host("photos.s3.amazonaws.com")],
  ["dotted_bucket", host("my.photos.s3.eu-central-1.amazonaws.com")],
  ["sigv4a_needed", host("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com")],
  ["website_host", host("photos.s3-website.eu-central-1.amazonaws.com")],
  ["cdn_host", host("photos.fra1.cdn.digitaloceanspaces.com")],
  ["plain_http", at({ endpoint: "http://s3.example.com" }).get("k", open).url],
  ["own_machine", at({ endpoint: "http://127.0.0.1:9000" }).get("k", open).url],
  ["inner_host", at({ endpoint: "http://minio:9000" }).get("k", open).url],
  ["inner_host", at({ endpoint: "https://172.20.0.3" }).get("k", open).url],
  ["host_not_signed", edit("SignedHeaders=host", "SignedHeaders=x-a")],
  ["signed_headers_refused", edit("SignedHeaders=host", "SignedHeaders=Host")],
  ["signed_headers_refused", edit("SignedHeaders=host", "SignedHeaders=host%3Bhost")],
  ["signed_headers_refused", edit("SignedHeaders=host", "SignedHeaders=host%3Bcontent-type")],
  ["hop_header_signed", edit("SignedHeaders=host", "SignedHeaders=accept-encoding%3Bhost")],
  ["range_signed", edit("SignedHeaders=host", "SignedHeaders=host%3Brange")],
  ["size_not_pinned", presigner.put("k", { ...open, contentType: "a/b", createOnly: true }).url],
  ["may_replace", presigner.put("k", { ...open, contentLength: 1 }).url],
  ["type_not_pinned", presigner.put("k", { ...open, contentLength: 1 }).url],
  ["shown_in_place", presigner.get("k", { ...open, response: { contentType: "text/html" } }).url],
  ["no_such_operation", get, { method: "POST" }],
  ["no_such_operation", get, { method: "constructor" }],
  ["no_such_operation", host("photos.example.com"), { method: "POST" }],
  ["size_not_pinned", get, { method: "put" }],
  ["may_replace", get, { method: "PUT" }],
  ["type_not_pinned", get, { method: "PUT" }],
  ["inner_host", host("photos.bucket.vpce-1a2b3c4d-5e6f.s3.eu-central-1.vpce.amazonaws.com")],
  ["dotted_bucket", host("my.photos.bucket.vpce-1a2b3c4d-5e6f.s3.eu-central-1.vpce.amazonaws.com")],
  ["cut_off", query({ "x-id": "GetO" })],
  ["cut_off", `${get}&x-id=`],
  ["cut_off", `${get}&x-i`],
  ["cut_off", `${get}&upload`],
  ["cut_off", `${get}&uploadId`],
  ["cut_off", `${get}&uploadId=`],
  ["cut_off", `${get}&response-content-dispo`],
  ["cut_off", `${get}&response-content-disposition=attachment%3B%20filename%3D%22a%20b.txt`],
  ["cut_off", `${get}&`],
  ["cut_off", query({ "x-amz-checksum-mode": "ENAB" })],
  ["parameter_added", `${get}&utm_source=mail`],
  ["parameter_added", `${get}&dclid=a`],
  ["parameter_added", `${get}&mkt_tok=a`],
  ["parameter_added", `${get}&_hsenc=a`],
  ["parameter_unknown", `${get}&v=2`],
  ["header_in_query", query({ "x-amz-tagging": "a=b" })],
  ["header_in_query", query({ "x-amz-meta-a": "b" })],
  ["ignored_in_query", query({ "X-Amz-Acl": "private" })],
  ["ignored_in_query", query({ "Cache-Control": "no-store" })],
  ["ignored_in_query", query({ "x-amz-server-side-encryption-context": "e30=" })],
  ["copy_in_query", query({ "x-amz-copy-source": "b/k" })],
  ["makes_public", query({ "x-amz-acl": "public-read" })],
  ["makes_public", query({ "x-amz-acl": "authenticated-read" })],
  ["makes_public", query({ "x-amz-grant-read": 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' })],
  ["checksum_in_query", query({ "x-amz-checksum-sha256": "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=" })],
  ["checksum_of_nothing", query({ "x-amz-checksum-sha1": "2jmj7l5rSw0yVb/vlWAYkK/YBwk=" })],
  ["checksum_of_nothing", query({ "x-amz-checksum-crc32": "AAAAAA==" })],
  ["checksum_mode", query({ "x-amz-checksum-mode": "ENABLED" })],
  ["sdk_parameter", query({ "x-id": "GetObject" })],
  ["range_in_query", `${get}&range=bytes%3D0-1`],
  ["value_undefined", query({ versionId: "undefined" })],
  ["value_undefined", `${get}&uploadId=&partNumber=1`],
  ["value_undefined", edit(/Credential=\w+/, "Credential=")],
  ["value_undefined", edit(/Credential=\w+/, "Credential=undefined")],
  ["value_undefined", edit("%2Feu-central-1%2F", "%2Fundefined%2F", host("photos.s3-accelerate.amazonaws.com"))],
  ["value_undefined", edit("%2Feu-central-1%2F", "%2F%2F")],
  ["value_undefined", presigner.get("users/undefined/a.png", open).url],
  ["value_undefined", presigner.get("undefined.pdf", open).url],
  ["value_undefined", at({ bucket: "undefined" }).get("k", open).url],
  ["region_missing", edit("%2Feu-central-1%2F", "%2F%2F", host("minio.example.com/photos"))],
  ["path_invalid", edit("/k?", "/Gr%FC%DFe.txt?")],
  ["path_invalid", edit("/k?", "/100%.txt?")],
  ["query_invalid", `${get}&response-content-disposition=inline%`],
  ["query_invalid", `${get}&prefix=%FC`],
  ["name_not_latin", `${get}&response-content-disposition=${encodeURIComponent('attachment; filename="日.txt"')}`],
  ["dot_segment", edit("/k?", "/a/%2e%2E/k?")],
  ["empty_segment", presigner.get("/k", open).url],
  ["empty_segment", edit(/\/\/[^/]*/, "//s3.eu-central-1.amazonaws.com//photos")],
  ["raw_plus", edit("/k?", "/a+b?")],
  ["path_encoded_twice", edit("/k?", "/a%2520b?")],
  ["odd_characters", presigner.get("a\u202Egpj.exe", open).url],
  ["odd_characters", presigner.get("a\\b", open).url],
  ["odd_characters", presigner.get("a ", open).url],
  ["odd_characters", presigner.get("cafe\u0301", open).url],
  ["token_in_query", query({ "x-a": "1", access_token: "secret" })],
  ["token_in_query", query({ "x-api-key": "secret" })],
  ["token_in_query", query({ redirect: get })],
  ["signed_twice", presigner.get(get, open).url],
  ["signed_twice", presigner.get(encodeURIComponent(get), open).url],
];

for (const [code, url, options] of ROWS)
  test(`finds ${code}`, () => {
    assert.ok(codes(url, options).includes(code), JSON.stringify(codes(url, options)));
    for (const good of sound) assert.deepEqual(codes(good, { now: NOW }), []);
  });

test("every rule has a row", () => {
  assert.deepEqual([...new Set(ROWS.map(([code]) => code))].sort(), [...RULE_CODES].sort());
});

/** As `@aws-sdk/s3-request-presigner` 3.1085 signs an upload that nothing is said of. */
const ofTheSdk = { "x-amz-checksum-crc32": "AAAAAA==", "x-amz-sdk-checksum-algorithm": "CRC32", "x-id": "PutObject" };
const levelsOf = (url: string) => inspect(url).warnings.map(({ code, level }) => `${level} ${code}`);

for (const [says, name, level] of [
  ["AWS takes", "photos.s3.eu-central-1.amazonaws.com", "unwise"],
  ["R2 refuses", "photos.0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com", "broken"],
  ["services that nobody knows may refuse, or be AWS", "photos.s3.example.com", "unwise"],
] as const)
  test(`the upload that an SDK signs by default: ${says}`, () => {
    const found = levelsOf(query(ofTheSdk).replace(/\/\/[^/]*/, `//${name}`));
    assert.deepEqual(
      found.filter((text) => /checksum|sdk_|in_query/.test(text)),
      [`${level} checksum_of_nothing`, "unwise sdk_parameter"],
    );
  });

test("an upload that makes its object public is said to do so, and to work", () => {
  const { warnings } = inspect(query({ ...ofTheSdk, "x-amz-acl": "public-read", "x-amz-meta-u": "1" }));
  assert.match(
    warnings.find(({ code }) => code === "makes_public")?.text ?? "",
    /=public-read: .* by everybody, without/,
  );
  assert.match(
    warnings.find(({ code }) => code === "header_in_query")?.text ?? "",
    /^AWS obeys x-amz-acl, x-amz-meta-u in/,
  );
  assert.equal(
    warnings.some(({ level }) => level === "broken"),
    false,
  );
});

test("an ACL that makes nothing public, or that AWS ignores for its capital letters, is not said to", () => {
  for (const pairs of [{ "x-amz-acl": "private" }, { "x-amz-acl": "constructor" }, { "X-Amz-Acl": "public-read" }])
    assert.equal(codes(query(pairs as Record<string, string>)).includes("makes_public"), false, JSON.stringify(pairs));
  assert.ok(
    codes(query({ "X-Amz-Acl": "public-read" }).replace(/\/\/[^/]*/, "//s3.example.com/b")).includes("makes_public"),
  );
});

const R2 = "0123456789abcdef.r2.cloudflarestorage.com/photos";
for (const [name, region, want] of [
  [R2, "auto", []],
  [R2, "us-east-1", []],
  [R2, "", []],
  [R2, "weur", []],
  [R2, "eu-central-1", ["broken region_differs"]],
  ["s3.us-west-004.backblazeb2.com/photos", "us-west-004", []],
  ["s3.us-west-004.backblazeb2.com/photos", "us-east-1", ["unwise region_differs"]],
  ["photos.s3.nl-ams.scw.cloud", "nl-ams", []],
  ["photos.s3.nl-ams.scw.cloud", "us-east-1", ["broken region_differs"]],
  ["storage.yandexcloud.net/photos", "ru-central1", []],
  ["storage.yandexcloud.net/photos", "us-east-1", ["unwise region_differs"]],
  ["photos.s3.eu-central-1.amazonaws.com", "eu-central-1", []],
  ["photos.s3.eu-central-1.amazonaws.com", "auto", ["broken region_differs"]],
  ["s3.example.com/photos", "anywhere", []],
] as [string, string, string[]][])
  test(`a URL of ${name} that is signed for the region "${region}"`, () => {
    const url = edit("%2Feu-central-1%2F", `%2F${region}%2F`).replace(/\/\/[^/]*/, `//${name}`);
    assert.deepEqual(
      levelsOf(url).filter((text) => /region/.test(text)),
      want,
    );
  });

for (const end of [
  "x-id=UploadPart",
  "x-id=CopyObject",
  "x-id=CreateBucket",
  "x-amz-checksum-mode=ENABLED",
  "acl",
  "prefix",
  "uploads",
  "v",
  "x-id=ListDirectoryBuckets",
  "x-id=WriteGetObjectResponse",
  "x-id=GetO&versionId=v",
])
  test(`${end} at its end is not called cut off`, () => {
    assert.equal(codes(`${get}&${end}`).includes("cut_off"), false);
  });

test("what may work is not called broken: a bucket that is only guessed, a name that may be anything", () => {
  for (const [code, url, options] of [
    ["no_such_operation", host("photos.example.com"), { method: "POST" }],
    ["value_undefined", presigner.get("undefined", open).url, {}],
    ["cut_off", `${get}&`, {}],
  ] as const)
    assert.deepEqual(
      inspect(url, options)
        .warnings.filter((found) => found.code === code)
        .map(({ level }) => level),
      ["unwise"],
      code,
    );
});

test("a name of a secret without a value, as that of CreateSession, is none", () => {
  assert.equal(codes(`${get}&session=`).includes("token_in_query"), false);
  assert.equal(codes(`${get}&session=abc`).includes("token_in_query"), true);
});

test("quotation marks that are closed, or of a word, are not called cut off", () => {
  for (const value of [
    'attachment; filename="a b.txt"',
    'attachment; filename="a \\"b\\".txt"',
    'inline; filename=5".txt',
    "inline",
  ])
    assert.equal(codes(query({ "response-content-disposition": value })).includes("cut_off"), false, value);
});

test("what will not work is told apart from what is unwise", () => {
  const levels = Object.fromEntries(
    [...inspect(edit("X-Amz-Expires=900", "X-Amz-Expires=700000")).warnings, ...inspect(`${get}&v=2`).warnings].map(
      ({ code, level }) => [code, level],
    ),
  );
  assert.deepEqual(levels, { lives_too_long: "broken", parameter_unknown: "unwise" });
});
