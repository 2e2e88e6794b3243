// CORS rules of a bucket: put, obeyed by preflights and answers, kept, taken away.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DeleteBucketCorsCommand, GetBucketCorsCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { readCorsRules } from "../src/settings/cors-rules.ts";
import { BUCKET, makeFolder, openLab, refusalOf, send } from "./support.ts";

const Bucket = BUCKET;
const expiresInSeconds = 60;

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
    const many = Array.from({ length: 101 }, (_, i) => `x-${i}`).join(",");
    assert.equal((await preflight(lab.endpoint, "https://a.example", "PUT", many)).status, 400, "101 headers");
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
