// What the signer refuses, `inspect` warns of, and the other way round: neither may know more than the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, inspect } from "../src/index.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const presigner = createPresigner({
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  region: "eu-central-1",
  bucket: "photos",
  clock: () => NOW,
});
const life = { expiresInSeconds: 900 };
const { url } = presigner.put("k", life);
const codesOf = (edited: string) => inspect(edited, { now: NOW }).warnings.map(({ code }) => code);
const inQuery = (name: string) =>
  codesOf(`${url}&${encodeURIComponent(name)}=1`).some((code) =>
    /^(?:ignored|header|checksum|copy)_in_query$/.test(code),
  );
const whenSigned = (name: string) => codesOf(url.replace("SignedHeaders=host", `SignedHeaders=host%3B${name}`));

const HEADERS =
  "if-none-match If-None-Match if-match if-modified-since if-unmodified-since content-length content-type CONTENT-MD5 " +
  "content-disposition content-encoding content-language cache-control expires x-amz-acl x-amz-grant-read x-amz-tagging " +
  "x-amz-meta-a x-amz-checksum-sha256 x-amz-checksum-type x-amz-sdk-checksum-algorithm x-amz-mp-object-size " +
  "x-amz-bypass-governance-retention x-amz-object-lock-mode x-amz-server-side-encryption x-amz-storage-class " +
  "x-amz-copy-source x-amz-copy-source-if-match x-amz-website-redirect-location x-amz-mfa x-amz-tagging-directive";

for (const name of HEADERS.split(" "))
  test(`a header: ${name} in a query is refused, and warned of`, () => {
    assert.throws(() => presigner.put("k", { ...life, query: { [name]: "1" } }), { code: "query_invalid" });
    assert.equal(inQuery(name), true);
  });

for (const name of "x-amz-checksum-mode x-amz-request-payer x-amz-expected-bucket-owner x-daypass-grant versionId tagging acl".split(
  " ",
))
  test(`${name} in a query is signed, and not warned of`, () => {
    assert.ok(new URL(presigner.put("k", { ...life, query: { [name]: "1" } }).url).searchParams.has(name));
    assert.equal(inQuery(name), false);
  });

const ON_THE_WAY =
  "via x-forwarded-for x-forwarded-client-cert forwarded cf-ray cf-connecting-ip cf-connecting-ipv6 cf-ipcountry cf-visitor cf-worker cf-ew-via cf-pseudo-ipv4 date keep-alive trailer te connection proxy-authorization authorization " +
  "cookie expect transfer-encoding upgrade user-agent accept-encoding x-amzn-trace-id x-real-ip";

for (const name of ON_THE_WAY.split(" "))
  test(`set on the way: ${name} is not signed, and where it is, warned of`, () => {
    const headers = { [name.toUpperCase()]: "1" };
    assert.throws(() => presigner.put("k", { ...life, headers }), { code: "header_invalid" });
    assert.ok(whenSigned(name).includes("hop_header_signed"));
  });

for (const name of "x-amz-meta-via x-via accept origin if-range cf-custom cf-rays".split(" "))
  test(`${name} is signed, and not warned of`, () => {
    assert.deepEqual(presigner.put("k", { ...life, headers: { [name]: "1" } }).headers, { [name]: "1" });
    assert.equal(whenSigned(name).includes("hop_header_signed"), false);
  });
