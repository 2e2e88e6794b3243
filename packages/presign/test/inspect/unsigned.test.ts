// URLs that are signed for others, or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "../../src/index.ts";
import { get } from "./urls.ts";

const SUPABASE = "https://abc.supabase.co/storage/v1";
const V2 = "https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Signature=x%3D&Expires=1700000000";
const GCS =
  "https://storage.googleapis.com/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=x&X-Goog-Signature=00";
const CLOUDFRONT = "https://d1.cloudfront.net/k?Expires=1&Signature=x&Key-Pair-Id=K";
const AZURE = "https://a.blob.core.windows.net/c/k?sv=2022-11-02&sr=b&sig=x%3D";
const escaped = (url: string) => url.replaceAll("&", "&amp;");

for (const [says, url, kind, text] of [
  ["version 2 from a page's source", escaped(V2), "sigv2", /Version 2 by A, /],
  ["version 2, cut off", V2.replace(/&Signature=[^&]*/, ""), "malformed", /Version 2, but Signature is missing/],
  ["Google", GCS, "foreign", /Google Cloud Storage/],
  ["Google from a page's source", escaped(GCS), "foreign", /Google Cloud Storage/],
  ["Google, cut off", GCS.replace(/&X-Goog-Signature.*/, ""), "foreign", /Google Cloud Storage/],
  [
    "Google, version 2",
    "https://storage.googleapis.com/b/k?GoogleAccessId=x&Expires=1&Signature=x",
    "foreign",
    /Google/,
  ],
  ["CloudFront from a page's source", escaped(CLOUDFRONT), "foreign", /CloudFront/],
  ["Azure from a page's source", escaped(AZURE), "foreign", /Azure/],
  ["Volcengine", "https://b.tos-cn-beijing.volces.com/k?X-Tos-Date=1&X-Tos-Signature=0", "foreign", /Volcengine TOS/],
  ["Baidu", "https://b.bj.bcebos.com/k?authorization=bce-auth-v1%2Fk%2F2026%2F1800%2F%2F0", "foreign", /Baidu BOS/],
  ["Qiniu", "https://x.qnssl.com/k?e=1800000000&token=a:b%3D", "foreign", /Qiniu/],
  ["B2's own API", "https://f004.backblazeb2.com/file/b/k?Authorization=3_x", "foreign", /Backblaze B2's own API/],
  ["Supabase's own API", `${SUPABASE}/object/sign/b/k?token=eyJ`, "foreign", /Supabase Storage's own API/],
  ["Supabase's own API, an upload", `${SUPABASE}/object/upload/sign/b/k?token=eyJ`, "foreign", /Supabase/],
  [
    "Supabase's own API, public",
    `${SUPABASE}/object/public/b/k`,
    "not_presigned",
    /: Supabase Storage answers it only if/,
  ],
  ["Firebase", "https://firebasestorage.googleapis.com/v0/b/x/o/k?alt=media&token=0", "foreign", /Firebase/],
  ["Oracle", "https://objectstorage.eu-frankfurt-1.oraclecloud.com/p/T/n/ns/b/b/o/k", "foreign", /Oracle Cloud/],
  [
    "Oracle, of a namespace",
    "https://ns.objectstorage.uk-london-1.oci.customer-oci.com/p/T/n/ns/b/b/o/k",
    "foreign",
    /Oracle/,
  ],
  [
    "a page of another's",
    "https://github.com/x/y/releases/download/v1/a.zip",
    "not_presigned",
    /that is known\. If S3/,
  ],
  ["a link that has a token", "https://example.com/a?token=0&authorization=Bearer", "not_presigned", /that is known/],
  [
    "a public object on AWS",
    "https://photos.s3.amazonaws.com/k",
    "not_presigned",
    /: AWS S3 answers it only if the object is public/,
  ],
  [
    "cut off in front of the signature and the algorithm",
    get.replace(/X-Amz-Algorithm[^&]*&/, "").replace(/&X-Amz-Signature.*/, ""),
    "malformed",
    /X-Amz-Algorithm, X-Amz-Signature are missing/,
  ],
  [
    "hyphens of a word processor",
    get.replaceAll(/(?<=[?&])X-Amz-/g, "X\u2011Amz\u2011"),
    "malformed",
    /names of its parameters were changed/,
  ],
] as [string, string, string, RegExp][])
  test(`not a presigned URL of S3: ${says}`, () => {
    const found = inspect(url);
    assert.equal(found.kind, kind, JSON.stringify(found));
    assert.match("text" in found ? found.text : "", text);
    assert.equal(
      found.warnings.some(({ code }) => code === "html_escaped"),
      url.includes("&amp;"),
    );
  });
