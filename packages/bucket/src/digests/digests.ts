// Every digest that the bytes of one upload need, computed together.
import { createHash } from "node:crypto";
import { type ChecksumAlgorithm, createChecksum } from "../checksums.ts";
import type { Hasher } from "../crc.ts";

/** MD5 is that of the ETag; the others are S3's additional checksums. */
export type DigestName = "MD5" | ChecksumAlgorithm;
export type Digests = ReadonlyMap<DigestName, Buffer>;

export interface DigestRun {
  update(chunk: Uint8Array): void;
  digest(): Digests;
}

export function createDigests(names: Iterable<DigestName>): DigestRun {
  const hashers = [...names].map((name) => [name, createHasher(name)] as const);
  return {
    update(chunk) {
      for (const [, hasher] of hashers) hasher.update(chunk);
    },
    digest: () => new Map(hashers.map(([name, hasher]) => [name, hasher.digest()])),
  };
}

function createHasher(name: DigestName): Hasher {
  if (name !== "MD5") return createChecksum(name);
  const hash = createHash("md5");
  return {
    update(chunk) {
      hash.update(chunk);
    },
    digest: () => hash.digest(),
  };
}
