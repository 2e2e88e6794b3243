// Writes a POST policy: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

export interface PolicyParts {
  readonly expiration: Date;
  readonly bucket: string;
  readonly key: { readonly exactly: string } | { readonly startsWith: string };
  readonly contentLengthRange: { readonly min: number; readonly max: number };
  readonly fixed: Readonly<Record<string, string>>;
  readonly open: Readonly<Record<string, string>>;
}

/** Base64 of the document, as the form carries it and as it is signed. */
export function encodePolicy({ expiration, bucket, key, contentLengthRange, fixed, open }: PolicyParts): string {
  let conditions = `${exactly("bucket", bucket)},`;
  conditions += "exactly" in key ? exactly("key", key.exactly) : startsWith("key", key.startsWith);
  conditions += `,["content-length-range",${contentLengthRange.min},${contentLengthRange.max}]`;
  for (const name of Object.keys(fixed)) conditions += `,${exactly(name, fixed[name]!)}`;
  for (const name of Object.keys(open)) conditions += `,${startsWith(name, open[name]!)}`;
  return btoa(`{"expiration":"${expiration.toISOString()}","conditions":[${conditions}]}`);
}

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
