import { createEcdsaSign } from "#ecdsa";
import { encodeComponent } from "../sigv4/encode.ts";
import type { Scheme } from "../sigv4/scheme.ts";
import type { Sign } from "../sigv4/signature.ts";
import { ALGORITHM_4A } from "../sigv4/string-to-sign.ts";
import type { Credentials } from "../types.ts";
import { derivePrivateKey } from "./derive-key.ts";
import type { EcdsaSign } from "./ecdsa/ecdsa.ts";
import { createEcdsaSign as createRepeatableSign } from "./ecdsa/portable.ts";

/**
 * SigV4A: one signature that holds in a set of regions, because it is checked with a public key, which every region may
 * have. The scope names no region. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function sigv4a(regionSet: readonly string[], service: string): Scheme {
  let signer: { readonly of: Credentials; readonly sign: Sign } | undefined;
  return {
    algorithm: ALGORITHM_4A,
    parameters: `&X-Amz-Region-Set=${encodeComponent(regionSet.join(","))}`,
    scopeOn: (day) => `${day}/${service}/aws4_request`,
    createSign(credentials) {
      // The key is that of every day, and costs more than a signature.
      if (signer?.of !== credentials) signer = { of: credentials, sign: createSign(credentials) };
      return signer.sign;
    },
  };
}

function createSign({ accessKeyId, secretAccessKey }: Credentials): Sign {
  const privateKey = derivePrivateKey(accessKeyId, secretAccessKey);
  const sign = createEcdsaSign(privateKey);
  let repeatableSign: EcdsaSign | undefined;
  return (text, head = "", isRepeatable = false) => {
    if (!isRepeatable) return sign(head + text);
    repeatableSign ??= createRepeatableSign(privateKey);
    return repeatableSign(head + text);
  };
}
