// Encryption with a key of the caller's own (SSE-C).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
import { headersOfCustomerKey } from "../customer-key.ts";
import { type OptionRule, putHeader } from "./rules.ts";

/**
 * A key of 32 bytes, or its base64, with which S3 encrypts and decrypts and which it forgets (SSE-C). It becomes three
 * signed headers that the caller must send: whoever is given the request is given the key.
 */
export type CustomerKey = Uint8Array | string;

export const CUSTOMER_KEY_RULE: OptionRule = {
  feature: "sseCustomer",
  read(draft, value) {
    for (const [name, text] of headersOfCustomerKey(value)) putHeader(draft, name, text);
  },
};
