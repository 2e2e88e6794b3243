// Every function that a package exports, with every argument and every member of one.

import * as explain from "../../src/explain/explain.ts";
import * as presign from "../../src/index.ts";
import * as get from "../../src/sign/get-presigner.ts";
import { TEXT_MISTAKES } from "../rows/option-kinds.ts";
import {
  type ArgumentsOf,
  anyDate,
  anything,
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

export const NOW = new Date("2026-11-24T12:00:00Z");
const clock = () => NOW;
export const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const BASE = { credentials: CREDENTIALS, region: "eu-central-1", bucket: "photos", clock };
export const presigner = presign.createPresigner(BASE);
const RANGE = { min: 0, max: 9 };
const form = presigner.post({ key: "k", expiresInSeconds: 60, contentLengthRange: RANGE, anyContentType: true });
const file = new File(["x"], "a.txt");
const SECRET_BOUNDS = ["", "a b", "é", "a\n", "\ud800"];
const PLAIN_TEXT = text();
const lookup = () => undefined;
const method = { mistakes: [...TEXT_MISTAKES, "", "P UT"], bounds: [] };

const credentials: ArgumentsOf<presign.Credentials> = {
  accessKeyId: text("", "a/b", "a,b", "é", "a b", "k".repeat(129)),
  secretAccessKey: text(...SECRET_BOUNDS),
  sessionToken: text(...SECRET_BOUNDS),
  expiration: anyDate,
};
const provider: ArgumentsOf<presign.Provider> = {
  name: { mistakes: [...TEXT_MISTAKES, "", undefined], bounds: [] },
  endpoint: { mistakes: [...TEXT_MISTAKES, "", "http://h", "s3.example.com", undefined], bounds: [] },
  onlyRegion: { mistakes: [...TEXT_MISTAKES, ""], bounds: ["eu-west-9"], named: /region/i },
  usualRegion: { mistakes: [...TEXT_MISTAKES, ""], bounds: [] },
  addressing: { mistakes: [...TEXT_MISTAKES, "", "host", undefined], bounds: [] },
  maxExpiresInSeconds: {
    mistakes: ["5", null, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, undefined],
    bounds: [],
  },
  lacks: {
    mistakes: ["post", 7, null, true, ["post"], { forms: "a" }, { post: 7 }, { post: "" }, undefined],
    bounds: [],
  },
  unchecked: list(["post", ["forms"], undefined]),
  avoid: list([undefined]),
  sources: list([undefined]),
};
const withSigner = {
  credentials: tree(credentials, {
    mistakes: ["a", 7, null, true, undefined],
    takesMore: "credential providers answer with notes of their own",
  }),
  onCredentialExpiry: word,
  clock: { mistakes: [NOW, 7, "a", null, {}], bounds: [] },
  backdateSeconds: integer(0, 900),
};
const place: ArgumentsOf<Pick<get.GetPresignerOptions, "region" | "bucketUrl">> = {
  region: { mistakes: [...TEXT_MISTAKES, undefined], bounds: ["", "eu.1", "a/b", "é"] },
  bucketUrl: {
    mistakes: [...TEXT_MISTAKES, undefined],
    bounds: ["", "photos", "ftp://h", "https://u:p@h", "https://h?a", "https://h//a"],
  },
};
const verifyOptions = tree<ArgumentsOf<presign.VerifyOptions>>({
  region: { mistakes: [...TEXT_MISTAKES, undefined], bounds: [] },
  authorities: list([]),
  maxExpiresInSeconds: integer(1, 604_800),
  redirectOrigins: list([]),
});
const lookupRows = { mistakes: [undefined, null, {}, "a", new Map()], bounds: [] };
const nowRows = { mistakes: [undefined, ...anyDate.mistakes], bounds: [] };
const rawRequest = tree<ArgumentsOf<presign.RawRequest>>(
  {
    method: { mistakes: [...TEXT_MISTAKES, undefined], bounds: [] },
    target: { mistakes: [...TEXT_MISTAKES, undefined], bounds: [] },
    rawHeaders: { mistakes: ["a", 7, null, {}, ["Host"], undefined], bounds: [] },
  },
  { takesMore: "a request of Node has much more", named: /request\./ },
);
const formToSend = tree<ArgumentsOf<presign.FormToSend>>(
  {
    url: { mistakes: [...TEXT_MISTAKES, "", "javascript:alert(1)", "/form", undefined], bounds: [] },
    fields: { mistakes: ["a", 7, null, [], { key: 7 }, undefined], bounds: [{ key: "a\nb" }] },
    openFields: { mistakes: ["a", 7, null, [], { "Content-Type": 7 }], bounds: [] },
  },
  { takesMore: "post answers with more than is sent" },
);
/** The form leaves the content type open. */
const values = record([{ "Content-Type": 7 }, { key: "a" }], [{ "Content-Type": "a\nb" }]);
const htmlForm: ArgumentsOf<presign.HtmlFormOptions> = {
  values,
  fileLabel: PLAIN_TEXT,
  submitLabel: PLAIN_TEXT,
  labels: record([{ "Content-Type": 7 }], []),
  idPrefix: PLAIN_TEXT,
};

export const sse: ArgumentsOf<presign.ServerSideEncryption> = {
  algorithm: { ...word, mistakes: [...word.mistakes, undefined] },
  kmsKeyId: { ...headerText, named: /kms-key-id/ },
  bucketKeyEnabled: flag,
  encryptionContext: record([{ a: 7 }], [{ "": "a" }, { a: "\ud800" }]),
};
export const objectLock: ArgumentsOf<presign.ObjectLock> = {
  mode: { ...word, mistakes: [...word.mistakes, undefined] },
  retainUntil: { mistakes: [...date.mistakes, undefined], bounds: date.bounds },
  legalHold: word,
};
export const checksum: ArgumentsOf<presign.Checksum> = {
  algorithm: { ...word, mistakes: [...word.mistakes, undefined] },
  value: { mistakes: [...TEXT_MISTAKES, undefined], bounds: ["", "AAAA", "_-_-_w==", "no base64!"] },
};

export const MATRIX: Matrix<typeof presign & typeof explain & typeof get> = {
  createPresigner: {
    call: presign.createPresigner,
    good: () => [BASE],
    rows: [
      [
        "options",
        tree<ArgumentsOf<presign.PresignerOptions>>({
          ...withSigner,
          region: text("", "eu.1", "a/b", "auto", "é"),
          bucket: {
            mistakes: [...TEXT_MISTAKES, undefined],
            bounds: ["", "Photos", "a..b", "ab", "a/b", "arn:aws:s3:::b"],
          },
          provider: tree(provider, {
            takesMore: "a profile of one's own may have notes",
            beside: { provider: presign.PROVIDERS.wasabi },
          }),
          accountId: {
            ...text("", "a.b", "a/b", "é", "a".repeat(64)),
            beside: { provider: presign.PROVIDERS.r2, region: "auto" },
          },
          endpoint: text("", "s3.example.com", "ftp://h", "https://u:p@h", "https://h?a", "https://h#a", "https://"),
          addressing: word,
          accelerate: flag,
          dualstack: flag,
          fips: flag,
          directoryBucketAuth: { ...word, beside: { bucket: "photos--euc1-az1--x-s3" } },
          regionSet: {
            ...list([], [[], ["EU"], ["*-eu"], [""], Array(65).fill("eu-west-1")]),
            beside: { bucket: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", region: undefined },
          },
        }),
      ],
    ],
  },
  presignGet: {
    call: get.presignGet,
    good: () => [
      {
        credentials: CREDENTIALS,
        region: "eu-central-1",
        bucketUrl: "https://h/photos",
        key: "k",
        expiresInSeconds: 60,
        now: NOW,
      },
    ],
    rows: [
      [
        "options",
        tree<ArgumentsOf<get.PresignGetOptions>>({
          ...place,
          credentials: withSigner.credentials,
          key: { mistakes: [...TEXT_MISTAKES, undefined], bounds: ["", "a/../b", "\ud800", "k".repeat(1025)] },
          expiresInSeconds: { ...integer(1, 604_800), mistakes: [...integer(1, 604_800).mistakes, undefined] },
          versionId: text("", "\ud800", "v".repeat(1025)),
          response: tree<ArgumentsOf<NonNullable<get.PresignGetOptions["response"]>>>({
            contentType: text("", "é"),
            contentDisposition: text("", "é"),
            contentEncoding: text("", "é"),
            contentLanguage: text("", "é"),
            cacheControl: text("", "é"),
            expires: { mistakes: [7, null, true, []], bounds: ["", "é", new Date(Number.NaN)] },
          }),
          now: date,
        }),
      ],
    ],
  },
  createGetPresigner: {
    call: get.createGetPresigner,
    good: () => [{ credentials: CREDENTIALS, region: "eu-central-1", bucketUrl: "https://h/photos", clock }],
    rows: [
      [
        "options",
        tree<ArgumentsOf<get.GetPresignerOptions>>({
          ...withSigner,
          ...place,
        }),
      ],
    ],
  },
  inspect: {
    call: presign.inspect,
    good: () => ["https://h/k", {}],
    rows: [
      ["url", anything],
      [
        "options",
        tree<ArgumentsOf<presign.InspectOptions>>(
          { method, now: anyDate },
          { mistakes: ["a", 7, null, true, [], () => ({}), NOW] },
        ),
      ],
    ],
  },
  explain: {
    call: explain.explain,
    good: () => ["https://h/k", "<Error><Code>NoSuchKey</Code></Error>", {}],
    rows: [
      ["url", anything],
      ["answer", anything],
      [
        "options",
        tree<ArgumentsOf<presign.ExplainOptions>>({
          method,
          headers: record([{ a: 7 }, { a: "1", A: "2" }], []),
          fields: record([{ a: 7 }, { key: "1", Key: "2" }], []),
          status: { mistakes: ["403", null, 99, 600, 1.5, Number.NaN, -1], bounds: [] },
          responseHeaders: record([{ a: 7 }, { a: "1", A: "2" }], []),
          now: anyDate,
        }),
      ],
    ],
  },
  trace: {
    call: presign.trace,
    good: () => [{ method: "GET", target: "/k", rawHeaders: ["Host", "h"] }, "secret"],
    rows: [
      ["request", rawRequest],
      ["secretAccessKey", PLAIN_TEXT],
    ],
  },
  verify: {
    call: presign.verify,
    good: () => [{ method: "GET", target: "/k", rawHeaders: ["Host", "h"] }, lookup, NOW, { region: "r" }],
    rows: [
      ["request", rawRequest],
      ["lookup", lookupRows],
      ["now", nowRows],
      ["options", verifyOptions],
    ],
  },
  verifyForm: {
    call: presign.verifyForm,
    good: () => [{ bucket: "b", fields: [["key", "k"]] }, lookup, NOW, { region: "r" }],
    rows: [
      [
        "form",
        tree<ArgumentsOf<presign.RawForm>>(
          {
            bucket: { mistakes: [...TEXT_MISTAKES, undefined], bounds: [] },
            fields: { mistakes: ["a", 7, null, {}, [["key"]], ["key"], undefined], bounds: [] },
            fileName: PLAIN_TEXT,
          },
          { takesMore: "the parser of a form may know more", named: /form\./ },
        ),
      ],
      ["lookup", lookupRows],
      ["now", nowRows],
      ["options", verifyOptions],
    ],
  },
  parsePath: {
    call: presign.parsePath,
    good: () => ["/k"],
    rows: [["raw", { ...PLAIN_TEXT, taken: ["", "k", "\ud800"] }]],
  },
  safeFileName: {
    call: presign.safeFileName,
    good: () => ["a"],
    rows: [["name", { ...PLAIN_TEXT, taken: ["", "\ud800"] }]],
  },
  attachmentDisposition: {
    call: presign.attachmentDisposition,
    good: () => ["a"],
    rows: [["name", { ...PLAIN_TEXT, taken: ["", "\ud800"] }]],
  },
  toFormData: {
    call: presign.toFormData,
    good: () => [form, file, { values: { "Content-Type": "a/b" } }],
    rows: [
      ["form", formToSend],
      ["file", { mistakes: ["a", 7, null, undefined, {}, new Uint8Array(1)], bounds: [] }],
      ["options", tree<ArgumentsOf<presign.FormDataOptions>>({ values, fileName: PLAIN_TEXT })],
    ],
  },
  toHtmlForm: {
    call: presign.toHtmlForm,
    good: () => [form, {}],
    rows: [
      ["form", formToSend],
      ["options", tree<ArgumentsOf<presign.HtmlFormOptions>>(htmlForm)],
    ],
  },
  toHtmlPage: {
    call: presign.toHtmlPage,
    good: () => [form, {}],
    rows: [
      ["form", formToSend],
      [
        "options",
        tree<ArgumentsOf<presign.HtmlPageOptions>>({
          ...htmlForm,
          title: PLAIN_TEXT,
          lang: PLAIN_TEXT,
          note: PLAIN_TEXT,
        }),
      ],
    ],
  },
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
