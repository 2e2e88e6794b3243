// Every refusal has words: what happened, what to do; and names that people give become names that the server takes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CODES } from "@daypass/api/codes";
import { fileName } from "@daypass/api/schemas";
import {
  ApiError,
  cleanContentType,
  cleanName,
  explain,
  NetworkError,
  SpeedMeter,
  TRANSFER_CODES,
  TransferError,
} from "../src/index.ts";

const problem = (code: string, more = {}) =>
  new ApiError({ type: "", title: "Title", status: 400, code, detail: "What happened.", requestId: "req_1", ...more });

describe("explain", () => {
  const sentence = /^[A-Z].*[.!]$/s;
  for (const code of TRANSFER_CODES)
    test(code, () => assert.match(explain(new TransferError(code, "inner text")).message, sentence));
  for (const code of Object.keys(CODES))
    test(code, () => {
      const { message, details } = explain(problem(code));
      assert.match(message, sentence);
      assert.match(details ?? "", new RegExp(`${code}.*req_1`));
    });
  for (const { says, error, message, remedy } of [
    {
      says: "a token that is none",
      error: new ApiError(problem("not_signed_in").problem, { withToken: true }),
      message: /^Daypass does not take this API token/,
      remedy: "none",
    },
    { says: "signed out", error: problem("not_signed_in"), message: /sign in again/, remedy: "sign_in" },
    {
      says: "a changed file",
      error: new TransferError("file_changed", ""),
      message: /changed/,
      remedy: "choose_again",
    },
    {
      says: "S3's own word",
      error: new TransferError("bucket_refused", "", {
        s3: { status: 403, code: "AccessDenied", message: "m", requestId: "R" },
      }),
      message: /may not write/,
      remedy: "try_again",
    },
    {
      says: "the field that is wrong",
      error: problem("invalid_request", { errors: [{ field: "name", message: "is empty" }] }),
      message: /name is empty/,
      remedy: "none",
    },
    { says: "no answer", error: new NetworkError("server"), message: /does not answer/, remedy: "try_again" },
    { says: "a mistake of ours", error: new RangeError("x"), message: /in this program/, remedy: "try_again" },
  ])
    test(says, () => {
      const explanation = explain(error);
      assert.match(explanation.message, message);
      assert.equal(explanation.remedy, remedy);
    });
});

describe("cleanName", () => {
  for (const [name, want] of [
    ["report.pdf", "report.pdf"],
    ["a/b\\c.txt", "a_b_c.txt"],
    ["\u202Eexe.gpj\u0000", "exe.gpj"],
    [" spaced ", "spaced"],
    ["", "file"],
    ["..", "file"],
    ["\u0007", "file"],
    ["\ud800x", "x"],
  ] as const)
    test(JSON.stringify(name), () => {
      assert.equal(cleanName(name), want);
      assert.ok(fileName.safeParse(cleanName(name)).success);
    });

  test("a long name is cut between characters and keeps its extension", () => {
    const name = cleanName(`${"日".repeat(200)}.tar.gz`);
    assert.ok(name.endsWith(".gz") && !name.includes("\ufffd"));
    assert.ok(Buffer.byteLength(name) <= 255 && Buffer.byteLength(name) > 245);
    assert.ok(fileName.safeParse(name).success);
  });
});

describe("cleanContentType", () => {
  for (const [type, want] of [
    ["text/plain;charset=utf-8", "text/plain"],
    ["IMAGE/PNG", "image/png"],
    ["", "application/octet-stream"],
    [undefined, "application/octet-stream"],
    ["nonsense", "application/octet-stream"],
    ["a/b\r\nx: y", "application/octet-stream"],
  ] as const)
    test(JSON.stringify(type), () => assert.equal(cleanContentType(type), want));
});

describe("SpeedMeter", () => {
  test("says nothing before it can know, then the speed of the last seconds only", () => {
    const meter = new SpeedMeter(6000);
    meter.add(0, 0);
    meter.add(500, 1000);
    assert.equal(meter.bytesPerSecond(1000), null);
    meter.add(1000, 2000);
    assert.equal(meter.bytesPerSecond(2000), 500);
    for (let second = 3; second <= 20; second++) meter.add(1000 + (second - 2) * 2000, second * 1000);
    assert.equal(meter.bytesPerSecond(20_000), 2000);
  });
});
