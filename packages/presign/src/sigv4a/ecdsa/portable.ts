// `#ecdsa` in plain TypeScript, where there is no `node:crypto` to sign with: WebCrypto would be asynchronous.
// https://csrc.nist.gov/pubs/fips/186-5/final, section 6.4
import { sha256 } from "#hash";
import { utf8Bytes } from "../../sigv4/bytes.ts";
import { bytesToNumber } from "../numbers.ts";
import { invert, multiplyBase, ORDER } from "../p256.ts";
import { encodeSignature } from "./der.ts";
import type { EcdsaSign } from "./ecdsa.ts";
import { deriveNonces } from "./nonce.ts";

/**
 * Signs with nonces by RFC 6979, so that equal texts get equal signatures. **Not in constant time**: BigInt takes longer
 * for larger numbers, and who can measure many signatures closely, on the same machine, may learn the key. It is used
 * in browsers and workers without `node:crypto`, and for URLs that must come out byte-equal (`stableFor`).
 */
export function createEcdsaSign(privateKey: Uint8Array): EcdsaSign {
  const secret = bytesToNumber(privateKey);
  return (text) => {
    const digest = sha256(utf8Bytes(text));
    const nonces = deriveNonces(privateKey, digest);
    while (true) {
      const nonce = nonces.next().value;
      const r = multiplyBase(nonce).x % ORDER;
      const s = (invert(nonce, ORDER) * (bytesToNumber(digest) + r * secret)) % ORDER;
      if (r !== 0n && s !== 0n) return encodeSignature(r, s);
    }
  };
}
