// POST forms: ours, the SDK's, and hostile ones byte by byte.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import type { FormOptions, PresignedForm } from "@daypass/presign";
import { BUCKET, codeOf, credentialsOf, elementsOf, identity, openLab, sendRaw } from "./support.ts";

const range = { min: 1, max: 1000 };
const BOUNDARY = "----daypassBoundary7MA4YWxk";

describe("forms", async () => {
  const owner = identity("owner", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const creator = identity("creator", {
    actions: ["s3:PutObject"],
    bucket: BUCKET,
    keyPrefix: "in/",
    createOnly: true,
  });
  const lab = await openLab({ identities: [owner, creator] });

  const sign = (options: Partial<FormOptions> = {}, who = owner) =>
    lab
      .presigner({ credentials: credentialsOf(who) })
      .post({ key: "in/form", expiresInSeconds: 60, contentLengthRange: range, ...options });
  const post = (
    form: PresignedForm,
    file: string | Buffer,
    more: { name?: string; extra?: Record<string, string> } = {},
  ) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...form.fields, ...more.extra })) data.append(name, value);
    data.append("file", new Blob([file as string]), more.name ?? "a.txt");
    return fetch(form.url, { method: "POST", body: data, redirect: "manual" });
  };

  test("stores the file with its type and metadata; 204 by default", async () => {
    const form = sign({ contentType: "text/plain", metadata: { from: "user" } });
    const answer = await post(form, "file bytes");
    assert.equal(answer.status, 204, await answer.text());
    assert.match(answer.headers.get("etag")!, /^"[0-9a-f]{32}"$/);
    const got = await lab.get("in/form");
    assert.equal(await got.text(), "file bytes");
    assert.equal(got.headers.get("content-type"), "text/plain");
    assert.equal(got.headers.get("x-amz-meta-from"), "user");
  });

  test("answers 200, 201 with a document, or a redirect, as the form asks", async () => {
    assert.equal((await post(sign({ successActionStatus: 200 }), "x")).status, 200);
    const created = await post(sign({ successActionStatus: 201 }), "x");
    assert.equal(created.status, 201);
    const xml = await created.text();
    assert.deepEqual([elementsOf(xml, "Bucket"), elementsOf(xml, "Key")], [[BUCKET], ["in/form"]]);
    const redirected = await post(sign({ successActionRedirect: "https://app.example/done?a=1" }), "x");
    assert.equal(redirected.status, 303);
    const target = new URL(redirected.headers.get("location")!);
    assert.equal(target.origin + target.pathname, "https://app.example/done");
    assert.deepEqual(
      ["a", "bucket", "key", "etag"].map((name) => target.searchParams.get(name)),
      ["1", BUCKET, "in/form", '"9dd4e461268c8034f5c8564e155c67a6"'],
    );
  });

  test("the browser's file name completes the key", async () => {
    const form = sign({ key: undefined, keyStartsWith: "in/by-name/" });
    assert.equal((await post(form, "x", { name: 'quo"te ü.txt' })).status, 204);
    assert.equal((await lab.get('in/by-name/quo"te ü.txt')).status, 200);
  });

  test("the file's size is held to its range, at both ends", async () => {
    for (const { bytes, status, code } of [
      { bytes: 0, status: 400, code: "EntityTooSmall" },
      { bytes: 1, status: 204, code: undefined },
      { bytes: 1000, status: 204, code: undefined },
      { bytes: 1001, status: 400, code: "EntityTooLarge" },
      { bytes: 3_000_000, status: 400, code: "EntityTooLarge" },
    ]) {
      const answer = await post(sign({ key: `in/size-${bytes}` }), Buffer.alloc(bytes, "x"));
      assert.deepEqual([bytes, answer.status, await codeOf(answer)], [bytes, status, code]);
      assert.equal((await lab.get(`in/size-${bytes}`)).status, status === 204 ? 200 : 404);
    }
    assert.deepEqual((await lab.listFiles()).drafts, []);
  });

  test("a create-only identity's form makes an object once, also when all post at once", async () => {
    const form = sign({ key: "in/once" }, creator);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => post(form, `file ${i}`)));
    const winners = answers.flatMap(({ status }, i) => (status === 204 ? [i] : []));
    assert.equal(winners.length, 1);
    assert.equal(answers.filter(({ status }) => status === 412).length, 19);
    assert.equal(await (await lab.get("in/once")).text(), `file ${winners[0]}`);
    // The canary: who may replace does.
    assert.equal((await post(sign({ key: "in/once" }), "replaced")).status, 204);
    assert.equal(await (await lab.get("in/once")).text(), "replaced");
  });

  test("the signer's own rights hold for forms", async () => {
    const answer = await post(sign({ key: "out/form" }, creator), "x");
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /not authorized to perform: s3:PutObject/);
  });

  test("a field that was not signed, or was changed, is refused", async () => {
    for (const extra of [{ "x-amz-meta-a": "b" }, { key: "in/other" }, { "x-amz-signature": "0".repeat(64) }]) {
      const answer = await post(sign(), "x", { extra });
      assert.equal(answer.status, 403, JSON.stringify(extra));
    }
    assert.equal((await lab.get("in/other")).status, 404);
  });

  for (const fields of [{ acl: "public-read" }, { "x-amz-server-side-encryption": "AES256" }])
    test(`${Object.keys(fields)[0]} is refused although it is signed`, async () => {
      const answer = await post(sign({ key: "in/extra", fields: fields as Record<string, string> }), "x");
      assert.deepEqual([answer.status, await codeOf(answer)], [501, "NotImplemented"]);
    });

  test("tags come as a document, and need a right of their own", async () => {
    const tagging = "<Tagging><TagSet><Tag><Key>a</Key><Value>&#xe9;</Value></Tag></TagSet></Tagging>";
    const fields = { tagging };
    assert.equal((await post(sign({ key: "in/tagged", fields }), "x")).status, 204);
    const query = { tagging: "" };
    const { url } = lab.presigner().request({ method: "GET", key: "in/tagged", query, expiresInSeconds: 60 });
    assert.match(await (await fetch(url)).text(), /<Tag><Key>a<\/Key><Value>é<\/Value><\/Tag>/);
    assert.equal((await post(sign({ key: "in/refused", fields }, creator), "x")).status, 403);
    const wrong = await post(sign({ key: "in/refused", fields: { tagging: "<Tagging/>" } }), "x");
    assert.deepEqual([wrong.status, await codeOf(wrong)], [400, "MalformedXML"]);
    assert.equal((await lab.get("in/refused")).status, 404);
  });

  test("a checksum field is verified", async () => {
    const checksum = { algorithm: "SHA256", value: Buffer.alloc(32).toString("base64") } as const;
    const answer = await post(sign({ checksum }), "x");
    assert.deepEqual([answer.status, await codeOf(answer)], [400, "BadDigest"]);
  });

  test("a form of the SDK works", async () => {
    const { url, fields } = await createPresignedPost(lab.s3(), {
      Bucket: BUCKET,
      Key: ["in/$", "{filename}"].join(""),
      Conditions: [
        ["content-length-range", 1, 100],
        ["starts-with", "$Content-Type", "text/"],
      ],
      Fields: { "Content-Type": "text/html", success_action_status: "201" },
      Expires: 60,
    });
    const answer = await post({ url, fields, openFields: {}, expiresAt: new Date(), warnings: [] }, "sdk", {
      name: "sdk.txt",
    });
    assert.equal(answer.status, 201, await answer.clone().text());
    assert.equal((await lab.get("in/sdk.txt")).headers.get("content-type"), "text/html");
  });

  /** A form as bytes: each part is its headers after the name, and its content. */
  const bytesOf = (form: PresignedForm, file: string, options: { last?: string; closing?: string } = {}) => {
    const fields = Object.entries(form.fields)
      .map(([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join("");
    const head = options.last ?? `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`;
    return Buffer.from(`${fields}${head}${file}${options.closing ?? `\r\n--${BOUNDARY}--\r\n`}`, "latin1");
  };
  const postBytes = (body: Buffer, headers: Record<string, string> = {}, path = `/${BUCKET}`, options = {}) => {
    const all = {
      host: new URL(lab.endpoint).host,
      "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
      "content-length": String(body.length),
      connection: "close",
      ...headers,
    };
    const head = Object.entries(all)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${name}: ${value}\r\n`);
    return sendRaw(lab.endpoint, [`POST ${path} HTTP/1.1\r\n${head.join("")}\r\n`, body], options);
  };

  test("a file that looks like its own boundary is kept byte for byte", async () => {
    const file = `\r\n--${BOUNDARY.slice(0, -1)}\r\n--\r\r\n--${BOUNDARY.slice(0, -2)}X\r\n`;
    const form = sign({ key: "in/tricky" });
    assert.match(await postBytes(bytesOf(form, file)), /^HTTP\/1.1 204/);
    assert.equal(await (await lab.get("in/tricky")).text(), file);
  });

  test("a form that comes byte by byte is the same form", async () => {
    const form = sign({ key: "in/slow" });
    const body = bytesOf(form, "slow\r\n--bytes");
    const head = `POST /${BUCKET} HTTP/1.1\r\nhost: ${new URL(lab.endpoint).host}\r\nconnection: close\r\ncontent-type: multipart/form-data; boundary=${BOUNDARY}\r\ncontent-length: ${body.length}\r\n\r\n`;
    const bytes = Array.from(body, (_, i) => body.subarray(i, i + 1));
    assert.match(await sendRaw(lab.endpoint, [head, ...bytes]), /^HTTP\/1.1 204/);
    assert.equal(await (await lab.get("in/slow")).text(), "slow\r\n--bytes");
  });

  test("what comes after the file is ignored, as on S3", async () => {
    const closing = `\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="key"\r\n\r\nin/other\r\n--${BOUNDARY}--\r\n`;
    assert.match(await postBytes(bytesOf(sign({ key: "in/first" }), "x", { closing })), /^HTTP\/1.1 204/);
    assert.equal((await lab.get("in/other")).status, 404);
  });

  const form = () => sign({ key: "in/bad" });
  const rows: { says: string; send: () => Promise<string>; code: string; status: number }[] = [
    {
      says: "no boundary",
      send: () => postBytes(bytesOf(form(), "x"), { "content-type": "multipart/form-data" }),
      status: 400,
      code: "MalformedPOSTRequest",
    },
    {
      says: "another boundary",
      send: () => postBytes(bytesOf(form(), "x"), { "content-type": "multipart/form-data; boundary=b" }),
      status: 400,
      code: "MalformedPOSTRequest",
    },
    {
      says: "a line of the file that begins like the boundary",
      send: () => postBytes(bytesOf(form(), `first\r\n--${BOUNDARY}x is none\r\nlast`)),
      status: 400,
      code: "MalformedPOSTRequest",
    },
    {
      says: "more behind the file than any form has",
      send: () => postBytes(bytesOf(form(), "x", { closing: `\r\n--${BOUNDARY}--${"x".repeat(100_000)}` })),
      status: 400,
      code: "MalformedPOSTRequest",
    },
    {
      says: "an end within what follows the file",
      send: () => {
        const body = bytesOf(form(), "x", { closing: `\r\n--${BOUNDARY}--` });
        return postBytes(body, { "content-length": String(body.length + 200) }, undefined, { end: true });
      },
      status: 400,
      code: "IncompleteBody",
    },
    {
      says: "no end",
      send: () => postBytes(bytesOf(form(), "x", { closing: "" })),
      status: 400,
      code: "MalformedPOSTRequest",
    },
    {
      says: "no file",
      send: () => postBytes(bytesOf(form(), "", { last: "", closing: `--${BOUNDARY}--\r\n` })),
      status: 400,
      code: "InvalidArgument",
    },
    {
      says: "a part without a name",
      send: () => postBytes(bytesOf(form(), "x", { last: `--${BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\n` })),
      status: 400,
      code: "MalformedPOSTRequest",
    },
    {
      says: "more than 20 KB before the file",
      send: () =>
        postBytes(bytesOf({ ...form(), fields: { ...form().fields, "x-ignore-a": "a".repeat(21_000) } }, "x")),
      status: 400,
      code: "MaxPostPreDataLengthExceededError",
    },
    {
      says: "a field without end",
      send: () => postBytes(bytesOf({ ...form(), fields: { a: "a".repeat(30_000) } }, "x", { last: "", closing: "" })),
      status: 400,
      code: "MaxPostPreDataLengthExceededError",
    },
    {
      says: "no signature",
      send: () => postBytes(bytesOf({ ...form(), fields: { key: "in/bad" } }, "x")),
      status: 403,
      code: "AccessDenied",
    },
    {
      says: "a key in the path",
      send: () => postBytes(bytesOf(form(), "x"), {}, `/${BUCKET}/in/bad`),
      status: 405,
      code: "MethodNotAllowed",
    },
    {
      says: "another bucket than the policy's",
      send: () => postBytes(bytesOf(form(), "x"), {}, "/another"),
      status: 403,
      code: "AccessDenied",
    },
    {
      says: "another host",
      send: () => postBytes(bytesOf(form(), "x"), { host: "evil.example" }),
      status: 400,
      code: "InvalidRequest",
    },
    {
      says: "no length",
      send: () =>
        postBytes(Buffer.from("1\r\nx\r\n0\r\n\r\n"), { "content-length": "", "transfer-encoding": "chunked" }),
      status: 411,
      code: "MissingContentLength",
    },
  ];
  for (const { says, send, status, code } of rows)
    test(`${says}: ${status} ${code}`, async () => {
      const answer = await send();
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*<Code>${code}</Code>`));
      assert.equal((await lab.get("in/bad")).status, 404);
      assert.deepEqual((await lab.listFiles()).drafts, []);
    });
});
