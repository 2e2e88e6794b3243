// Writes a POST policy: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

export interface PolicyParts {
  readonly expiration: Date;
  /** Conditions that many forms share, as `writeConditions` wrote them: of the bucket, and of the signature's own fields. */
  readonly ofBucket: string;
  readonly ofSignature: string;
  readonly key: { readonly exactly: string } | { readonly startsWith: string };
  readonly contentLengthRange: { readonly min: number; readonly max: number };
  readonly fixed: Readonly<Record<string, string>>;
  readonly open: Readonly<Record<string, string>>;
}

/** Base64 of the document, as the form carries it and as it is signed. */
export function encodePolicy(parts: PolicyParts): string {
  const { expiration, ofBucket, ofSignature, key, contentLengthRange, fixed, open } = parts;
  let conditions = `${ofBucket},`;
  conditions += "exactly" in key ? exactly("key", key.exactly) : startsWith("key", key.startsWith);
  conditions += `,["content-length-range",${contentLengthRange.min},${contentLengthRange.max}]`;
  for (const name of Object.keys(fixed)) conditions += `,${exactly(name, fixed[name]!)}`;
  conditions += `,${ofSignature}`;
  for (const name of Object.keys(open)) conditions += `,${startsWith(name, open[name]!)}`;
  return btoa(`{"expiration":"${expiration.toISOString()}","conditions":[${conditions}]}`);
}

/** A condition for each field: exactly this value. */
export const writeConditions = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => exactly(name, value))
    .join(",");

const exactly = (field: string, value: string): string => `{"${field}":${quote(value)}}`;
const startsWith = (field: string, value: string): string => `["starts-with","$${field}",${quote(value)}]`;

/** A JSON string of ASCII, so that no value can break out of it and no reader can mistake its bytes. S3 wants "$" escaped. */
function quote(text: string): string {
  const json = JSON.stringify(text);
  return PLAIN.test(json)
    ? json
    : json.replace(ODD, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const PLAIN = /^[ -#%-~]*$/;
const ODD = /[^ -#%-~]/g;
