// Options of every call.
import { PresignError, requireInteger, requireNumber, requireRecord, requireString, show } from "../../errors.ts";
import { addCallerHeaders, MAX_BODY_BYTES } from "../headers.ts";
import { flagRule, type OptionRule, putParameter, type RulesFor } from "./rules.ts";

/** Options of every call. */
export interface RequestOptions {
  /** Life of the URL in seconds, 1..604800 (or what the provider takes). */
  readonly expiresInSeconds: number;
  /** Further headers to sign: the caller of the URL must send exactly these. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further query parameters to sign, for example a grant's id as `x-daypass-grant`. S3 ignores unknown `x-` ones. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** The caller pays for the request (Requester Pays buckets). Travels in the URL, so a plain link works. */
  readonly requesterPays?: boolean | undefined;
  /** Account of 12 digits: S3 refuses when the bucket is another's. Travels in the URL, so a plain link works. */
  readonly expectedBucketOwner?: string | undefined;
}

export const REQUEST_RULES: RulesFor<RequestOptions> = {
  expiresInSeconds: {
    // The bounds are held where it is signed, because a provider may have its own.
    read(draft, value) {
      requireNumber("expiresInSeconds", value);
      draft.expiresInSeconds = value;
    },
  },
  headers: {
    read(draft, value) {
      draft.headers ??= {};
      addCallerHeaders(draft.headers, value as RequestOptions["headers"]);
    },
  },
  query: {
    read(draft, value) {
      requireRecord("query", value);
      for (const [name, text] of Object.entries(value)) {
        requireParameter(name, text);
        putParameter(draft, name, text);
      }
    },
  },
  requesterPays: flagRule(
    "requesterPays",
    (draft) => putParameter(draft, "x-amz-request-payer", "requester"),
    "requesterPays",
  ),
  expectedBucketOwner: {
    feature: "expectedBucketOwner",
    read(draft, value) {
      requireString("expectedBucketOwner", value);
      if (!/^\d{12}$/.test(value))
        throw new PresignError(
          "option_invalid",
          `expectedBucketOwner must be an account of 12 digits, got ${show(value)}`,
        );
      putParameter(draft, "x-amz-expected-bucket-owner", value);
    },
  },
};

/** Of calls with a body: its exact size in bytes. */
export const CONTENT_LENGTH_RULE: OptionRule = {
  read(draft, value) {
    requireInteger("contentLength", value, { min: 0, max: MAX_BODY_BYTES });
    draft.contentLength = value as number;
  },
};

const OF_THE_SIGNATURE =
  /^x-amz-(?:algorithm|credential|date|expires|security-token|s3session-token|region-set|signedheaders|signature|content-sha256)$/;
/** S3 or one of its relatives obeys these as headers only; in a query they would be signed and do nothing. */
const HEADERS_ONLY =
  /^x-amz-(?:acl|copy-source.*|grant-.*|meta-.*|metadata-directive|mfa|object-lock-.*|server-side-encryption.*|storage-class|tagging|website-redirect-location)$/;

function requireParameter(name: string, value: unknown): asserts value is string {
  const argument = `query parameter ${show(name)}`;
  requireString(argument, value);
  const refuse = (rule: string) => new PresignError("query_invalid", `${argument} ${rule}`);
  if (name === "" || !name.isWellFormed() || !value.isWellFormed())
    throw refuse(`must be a name and a value in well-formed Unicode, got ${show(value)}`);
  if (/^x-amz-/i.test(name) && (!name.startsWith("x-amz-") || OF_THE_SIGNATURE.test(name)))
    throw refuse("must not be one that the signature itself uses");
  if (HEADERS_ONLY.test(name)) throw refuse("must be a header: give it in headers, or by the option of its name");
  if (name.toLowerCase() === "range")
    throw refuse(
      "must be a header: S3 ignores it in a URL; let the client send Range, which needs no signature, or pin one in headers",
    );
}
