// Calls beyond reading, with the options that only they have. They stand apart because a program that only signs downloads
// needs none of them: the presigner asks for them when the first comes.
import { ownOf } from "../errors.ts";
import type { BucketSigner } from "./bucket-signer.ts";
import { createMultipart } from "./multipart.ts";
import { type GeneralRequest, LIST, REQUEST } from "./options/bucket.ts";
import { DELETE, PUT } from "./options/write.ts";
import type { Presigner } from "./presigner.ts";

export type FurtherCalls = Pick<Presigner, "put" | "delete" | "multipart" | "list" | "request">;

export function createFurtherCalls(signer: BucketSigner): FurtherCalls {
  const { signObject, signBucket } = signer;
  return {
    put: (key, options) => signObject("PUT", PUT, key, options),
    delete: (key, options) => signObject("DELETE", DELETE, key, options),
    multipart: createMultipart(signer),
    list: (options) => signBucket("GET", LIST, options, ["list-type", "2"]),
    request(options) {
      // What is no object is refused where the options are read.
      const { method, key } = ownOf(Object(options) as GeneralRequest);
      return key === undefined ? signBucket(method, REQUEST, options) : signObject(method, REQUEST, key, options);
    },
  };
}
