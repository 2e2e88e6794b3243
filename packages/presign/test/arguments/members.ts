// Arguments that more than one function takes, and objects within them.
import type * as presign from "../../src/index.ts";
import type * as get from "../../src/sign/get-presigner.ts";
import { TEXT_MISTAKES } from "../rows/option-kinds.ts";
import { NOW } from "./called.ts";
import { type ArgumentsOf, anyDate, integer, list, record, text, tree, word } from "./kinds.ts";

const SECRET_BOUNDS = ["", "a b", "é", "a\n", "\ud800"];
export const PLAIN_TEXT = text();
export const method = { mistakes: [...TEXT_MISTAKES, "", "P UT"], bounds: [] };

export const credentials: ArgumentsOf<presign.Credentials> = {
  accessKeyId: text("", "a/b", "a,b", "é", "a b", "k".repeat(129)),
  secretAccessKey: text(...SECRET_BOUNDS),
  sessionToken: text(...SECRET_BOUNDS),
  expiration: anyDate,
};
export const provider: ArgumentsOf<presign.Provider> = {
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
export const withSigner = {
  credentials: tree(credentials, {
    mistakes: ["a", 7, null, true, undefined],
    takesMore: "credential providers answer with notes of their own",
  }),
  onCredentialExpiry: word,
  clock: { mistakes: [NOW, 7, "a", null, {}], bounds: [] },
  backdateSeconds: integer(0, 900),
};
export const place: ArgumentsOf<Pick<get.GetPresignerOptions, "region" | "bucketUrl">> = {
  region: { mistakes: [...TEXT_MISTAKES, undefined], bounds: ["", "eu.1", "a/b", "é"] },
  bucketUrl: {
    mistakes: [...TEXT_MISTAKES, undefined],
    bounds: ["", "photos", "ftp://h", "https://u:p@h", "https://h?a", "https://h//a"],
  },
};
export const verifyOptions = tree<ArgumentsOf<presign.VerifyOptions>>({
  region: { mistakes: [...TEXT_MISTAKES, undefined], bounds: [] },
  authorities: list([]),
  maxExpiresInSeconds: integer(1, 604_800),
  redirectOrigins: list([]),
});
export const lookupRows = { mistakes: [undefined, null, {}, "a", new Map()], bounds: [] };
export const nowRows = { ...anyDate, mistakes: [undefined, ...anyDate.mistakes] };
export const rawRequest = tree<ArgumentsOf<presign.RawRequest>>(
  {
    method: { mistakes: [...TEXT_MISTAKES, undefined], bounds: [] },
    target: { mistakes: [...TEXT_MISTAKES, undefined], bounds: [] },
    rawHeaders: { mistakes: ["a", 7, null, {}, ["Host"], undefined], bounds: [] },
  },
  { takesMore: "a request of Node has much more", named: /request\./ },
);
export const formToSend = tree<ArgumentsOf<presign.FormToSend>>(
  {
    url: { mistakes: [...TEXT_MISTAKES, "", "javascript:alert(1)", "/form", undefined], bounds: [] },
    fields: { mistakes: ["a", 7, null, [], { key: 7 }, undefined], bounds: [{ key: "a\nb" }] },
    openFields: { mistakes: ["a", 7, null, [], { "Content-Type": 7 }], bounds: [] },
  },
  { takesMore: "post answers with more than is sent" },
);
/** The form leaves the content type open. */
export const values = record([{ "Content-Type": 7 }, { key: "a" }], [{ "Content-Type": "a\nb" }]);
export const htmlForm: ArgumentsOf<presign.HtmlFormOptions> = {
  values,
  fileLabel: PLAIN_TEXT,
  submitLabel: PLAIN_TEXT,
  labels: record([{ "Content-Type": 7 }], []),
  idPrefix: PLAIN_TEXT,
};
