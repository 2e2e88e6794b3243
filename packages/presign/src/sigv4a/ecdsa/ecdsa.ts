/**
 * What SigV4A needs of ECDSA over P-256 with SHA-256, synchronously. Two files have it, and `imports` of the package picks
 * one as `#ecdsa`: `node.ts` over `node:crypto` where that is, `portable.ts` in plain TypeScript everywhere else.
 */
export interface Ecdsa {
  /** A private key (32 bytes, big-endian, 1..n-1) → signs with it: what depends on the key alone is worked out once. */
  createEcdsaSign(privateKey: Uint8Array): EcdsaSign;
}

/** Text → the signature of the SHA-256 of its UTF-8, in DER, as lower-case hex digits: 140 to 144 of them, rarely fewer. */
export type EcdsaSign = (text: string) => string;
