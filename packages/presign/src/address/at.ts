import type { Address } from "./address.ts";

type Facts = Pick<Address, "kind" | "region" | "service" | "signing"> & Partial<Pick<Address, "tokenParameter">>;

/** Joins what an address is made of. `bucketPath` is the path of the bucket itself, where `/` cannot be left out. */
export function at(facts: Facts, scheme: string, host: string, basePath: string, bucketPath = basePath): Address {
  return {
    tokenParameter: "X-Amz-Security-Token",
    ...facts,
    origin: `${scheme}://${host}`,
    host,
    basePath,
    bucketPath,
  };
}
