// `#ecdsa` where there is `node:crypto`: constant in time, with fresh nonces, so that equal texts get different signatures.
// It is loaded for the first key, because only multi-Region access points need it.
import type { EcdsaSign } from "./ecdsa.ts";
import { createEcdsaSign as createPortableSign } from "./portable.ts";

export function createEcdsaSign(privateKey: Uint8Array): EcdsaSign {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  if (crypto === undefined) return createPortableSign(privateKey); // a bundle for Node that runs where there is none
  const { createECDH, createPrivateKey, sign } = crypto;
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(privateKey);
  const point = curve.getPublicKey(); // 04, x, y
  const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
  const key = createPrivateKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      d: base64url(privateKey),
      x: base64url(point.subarray(1, 33)),
      y: base64url(point.subarray(33)),
    },
  });
  return (text) => sign("sha256", Buffer.from(text), key).toString("hex");
}
