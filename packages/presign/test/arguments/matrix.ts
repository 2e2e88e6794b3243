// Every function that a package exports, with every argument and every member of one.
import * as explain from "../../src/explain/explain.ts";
import * as presign from "../../src/index.ts";
import * as get from "../../src/sign/get-presigner.ts";
import { TEXT_MISTAKES } from "../rows/option-kinds.ts";
import { BASE, CREDENTIALS, clock, NOW, presigner, RANGE } from "./called.ts";
import {
  type ArgumentsOf,
  anyDate,
  anything,
  date,
  flag,
  integer,
  list,
  type Matrix,
  record,
  text,
  tree,
  word,
} from "./kinds.ts";
import {
  formToSend,
  htmlForm,
  lookupRows,
  method,
  nowRows,
  PLAIN_TEXT,
  place,
  provider,
  rawRequest,
  values,
  verifyOptions,
  withSigner,
} from "./members.ts";

const form = presigner.post({ key: "k", expiresInSeconds: 60, contentLengthRange: RANGE, anyContentType: true });
const file = new File(["x"], "a.txt");
const lookup = () => undefined;

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
