import type { Credentials } from "../types.ts";
import { createSign, deriveSigningKey, type Sign } from "./signature.ts";
import { ALGORITHM, formatScope } from "./string-to-sign.ts";

/** What SigV4, for one region, and SigV4A, for several, do each in its own way. */
export interface Scheme {
  /** `X-Amz-Algorithm`, and the first line of the string to sign. */
  readonly algorithm: string;
  /** Further parameters of the signature, encoded, each with `&` in front; they stand between `X-Amz-Expires` and the token. */
  readonly parameters: string;
  /** The scope on a day (`yyyyMMdd`). */
  readonly scopeOn: (day: string) => string;
  readonly createSign: (credentials: Credentials, day: string) => Sign;
}

export const sigv4 = (region: string, service: string): Scheme => ({
  algorithm: ALGORITHM,
  parameters: "",
  scopeOn: (day) => formatScope({ day, region, service }),
  createSign: ({ secretAccessKey }, day) => createSign(deriveSigningKey(secretAccessKey, { day, region, service })),
});
