// What the server's pages and the app say of a file is the same. Neither room may import the other, and the contract that
// both read is none for words, so each has these few lines of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as server from "../packages/server/src/http/pages/format.ts";
import * as web from "../packages/web/src/lib/format.ts";

const SIZES = [
  0,
  1,
  2,
  999,
  1000,
  1005,
  999_499,
  999_500,
  999_999,
  10 ** 6,
  2_415_000,
  999_999_999,
  5 * 1024 ** 4,
  10 ** 18,
];
const NAMES = [
  "a.PDF",
  "archive.tar.gz",
  ".bashrc",
  "a.",
  "a..b",
  "photo.jpeg",
  "a.plist",
  "a.é",
  "a.<b>",
  "",
  "a/b.c",
];

test("sizes", () => assert.deepEqual(SIZES.map(server.formatSize), SIZES.map(web.formatSize)));
test("extensions", () => assert.deepEqual(NAMES.map(server.extensionOf), NAMES.map(web.extensionOf)));
