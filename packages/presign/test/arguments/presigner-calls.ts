// Calls of a presigner, and members of their options, that `options.test.ts` does not try one by one.
import type * as presign from "../../src/index.ts";
import { TEXT_MISTAKES } from "../rows/option-kinds.ts";
import { presigner, RANGE } from "./called.ts";
import {
  type ArgumentsOf,
  date,
  flag,
  headerText,
  integer,
  list,
  type Matrix,
  onlyTrue,
  record,
  type Tried,
  text,
  tree,
  word,
} from "./kinds.ts";

const sse: ArgumentsOf<presign.ServerSideEncryption> = {
  algorithm: { ...word, mistakes: [...word.mistakes, undefined] },
  kmsKeyId: { ...headerText, named: /kms-key-id/ },
  bucketKeyEnabled: flag,
  encryptionContext: record([{ a: 7 }], [{ "": "a" }, { a: "\ud800" }]),
};
const objectLock: ArgumentsOf<presign.ObjectLock> = {
  mode: { ...word, mistakes: [...word.mistakes, undefined] },
  retainUntil: { ...date, mistakes: [...date.mistakes, undefined] },
  legalHold: word,
};
const checksum: ArgumentsOf<presign.Checksum> = {
  algorithm: { ...word, mistakes: [...word.mistakes, undefined] },
  value: { mistakes: [...TEXT_MISTAKES, undefined], bounds: ["", "AAAA", "_-_-_w==", "no base64!"] },
};

/** It travels in the query, where blanks at the ends do no harm. */
const ONE_HEADER = { ...text("", "a\r\nb: c", "é", "a\u0000", "\ud800"), named: /response\./ };
/** Members of options that `options.test.ts` tries as wholes. */
export const MEMBERS: {
  readonly response: Tried<[presign.ResponseHeaders]>;
  readonly grants: Tried<[presign.Grants]>;
} = {
  response: {
    call: (response) => presigner.get("k", { expiresInSeconds: 60, response }),
    good: () => [{}],
    rows: [
      [
        "response",
        tree<ArgumentsOf<presign.ResponseHeaders>>({
          contentType: ONE_HEADER,
          contentDisposition: ONE_HEADER,
          contentEncoding: ONE_HEADER,
          contentLanguage: ONE_HEADER,
          cacheControl: ONE_HEADER,
          expires: { mistakes: [7, null, true, {}, []], bounds: ["", "é", new Date(Number.NaN)], named: /response\./ },
        }),
      ],
    ],
  },
  grants: {
    call: (grants) => presigner.put("k", { expiresInSeconds: 60, grants }),
    good: () => [{ read: 'id="a"' }],
    rows: [
      [
        "grants",
        tree<ArgumentsOf<presign.Grants>>({
          fullControl: { ...headerText, named: /grant-full-control/ },
          read: { ...headerText, named: /grant-read/ },
          readAcp: { ...headerText, named: /grant-read-acp/ },
          writeAcp: { ...headerText, named: /grant-write-acp/ },
        }),
      ],
    ],
  },
};

/** Of a presigner those calls whose options are no rules of `sign/options`: `options.test.ts` has all others. */
export const METHODS: Matrix<Pick<presign.Presigner, "post" | "learnClock">> = {
  learnClock: {
    call: presigner.learnClock,
    good: () => ["Tue, 24 Nov 2026 12:00:00 GMT"],
    rows: [
      ["dateHeader", { mistakes: TEXT_MISTAKES, bounds: ["", "now", "2026-11-24", "Sat, 24 Nov 2035 12:00:00 GMT"] }],
    ],
  },
  post: {
    call: presigner.post,
    good: () => [{ key: "k", expiresInSeconds: 60, contentLengthRange: RANGE }],
    rows: [
      [
        "options",
        tree<ArgumentsOf<presign.FormOptions>>({
          key: text("", "a/../b", "\ud800", "k".repeat(1025)),
          keyStartsWith: { ...text("", "../", "\ud800", "k".repeat(1025)), beside: { key: undefined } },
          anyKey: { ...onlyTrue, beside: { key: undefined } },
          expiresInSeconds: { ...integer(1, 604_800), mistakes: [...integer(1, 1).mistakes, undefined] },
          contentLengthRange: tree<ArgumentsOf<presign.FormOptions["contentLengthRange"]>>(
            { min: integer(0, 5 * 1024 ** 3), max: integer(0, 5 * 1024 ** 3) },
            { beside: { contentLengthRange: { min: 0, max: 5 } } },
          ),
          contentType: { ...headerText, named: /content-type/ },
          contentTypeStartsWith: text("", "é", "image/,text/", "a\nb"),
          anyContentType: onlyTrue,
          contentDisposition: { ...headerText, named: /content-disposition/ },
          contentEncoding: { ...headerText, named: /content-encoding/ },
          cacheControl: { ...headerText, named: /cache-control/ },
          expires: date,
          metadata: {
            ...record([{ a: 7 }], [{ "a b": "c" }, { a: "é" }, { a: "m".repeat(2048) }, { a: "1", A: "2" }]),
            named: /metadata|x-amz-meta-/,
          },
          metadataStartsWith: record([{ a: 7 }], [{ a: "" }, { a: "é" }, { "a b": "c" }]),
          anyMetadata: list([], [[""], ["a b"]]),
          tagging: record([{ a: 7 }], [{}, { "": "a" }, { a: "\ud800" }, { a: "v".repeat(257) }]),
          storageClass: { ...headerText, named: /storage-class/ },
          acl: headerText,
          sse: tree(sse, { beside: { sse: { algorithm: "aws:kms" } } }),
          objectLock: tree(objectLock, {
            beside: { objectLock: { mode: "GOVERNANCE", retainUntil: new Date("2030-01-01") } },
          }),
          websiteRedirectLocation: {
            ...text("", "other.html", "javascript:alert(1)", "/é"),
            named: /website-?redirect-?location/i,
          },
          checksum: tree(checksum, { beside: { checksum: { algorithm: "CRC32", value: "AAAAAA==" } } }),
          successActionStatus: { mistakes: [], bounds: ["200", null, 302, Number.NaN, 0, {}, true] },
          successActionRedirect: { mistakes: [], bounds: [7, null, "", "/done", "javascript:alert(1)", {}] },
          fields: { ...record([{ a: 7 }], [{ Policy: "x" }, { "a b": "c" }, { a: "é" }]), named: /fields|header/ },
          fieldsStartWith: record([{ a: 7 }], [{ a: "" }, { a: "é" }, { key: "a" }]),
          anyFields: list([], [[""], ["a b"], ["key"]]),
        }),
      ],
    ],
  },
};
