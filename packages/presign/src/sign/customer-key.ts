// The headers of a customer's key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
import { PresignError } from "../errors.ts";
import { decodeBase64, toBase64 } from "../sigv4/bytes.ts";
import type { Pair } from "../sigv4/canonical.ts";
import { md5 } from "./md5.ts";

const CUSTOMER_KEY_BYTES = 32;

export function headersOfCustomerKey(value: unknown): readonly Pair[] {
  const key = readCustomerKey(value);
  return [
    ["x-amz-server-side-encryption-customer-algorithm", "AES256"],
    ["x-amz-server-side-encryption-customer-key", toBase64(key)],
    ["x-amz-server-side-encryption-customer-key-md5", toBase64(md5(key))],
  ];
}

/** No message shows the key. */
function readCustomerKey(value: unknown): Uint8Array {
  const rule = `customerKey must be ${CUSTOMER_KEY_BYTES} bytes, as a Uint8Array or in base64`;
  if (typeof value !== "string" && !(value instanceof Uint8Array))
    throw new TypeError(`${rule}, got ${value === null ? "null" : `a value of type ${typeof value}`}`);
  const bytes = typeof value === "string" ? decodeBase64(value) : value;
  if (bytes === undefined) throw new PresignError("option_invalid", `${rule}, got a text that is no base64`);
  if (bytes.length !== CUSTOMER_KEY_BYTES)
    throw new PresignError("option_invalid", `${rule}, got ${bytes.length} bytes`);
  return bytes;
}
