// What is measured, and what Daypass is held to.
import { randomBytes } from "node:crypto";
import type { Contestant } from "./contestants.ts";
import { measureRate, measureThroughput, type Rate, writeHead } from "./http-load.ts";

const MIB = 1024 * 1024;
const LARGE_BYTES = 256 * MIB;
const CONNECTIONS = 16;
const KEYS = 64;

const piece = randomBytes(MIB);
const small = randomBytes(1024);

export interface Transfer {
  readonly says: string;
  readonly unit: string;
  /** The least ratio to each other contestant. */
  readonly bars: Readonly<Partial<Record<Contestant["name"], number>>>;
  measure(contestant: Contestant, seconds: number): Promise<Rate>;
}

export const TRANSFERS: readonly Transfer[] = [
  {
    says: "PUT of 256 MiB, on one connection",
    unit: "MiB/s",
    bars: { pipe: 0.8, s3rver: 1 },
    async measure({ port, url }) {
      const exchange = {
        head: writeHead("PUT", url("PUT", "large"), LARGE_BYTES),
        body: piece,
        repeat: LARGE_BYTES / MIB,
      };
      return measureThroughput(port, exchange, LARGE_BYTES / MIB);
    },
  },
  {
    says: "GET of 256 MiB, on one connection",
    unit: "MiB/s",
    bars: { pipe: 0.9, s3rver: 2 },
    async measure({ port, url }) {
      return measureThroughput(port, { head: writeHead("GET", url("GET", "large")) }, LARGE_BYTES / MIB);
    },
  },
  {
    says: `PUTs of 1 KiB, on ${CONNECTIONS} connections`,
    unit: "a second",
    bars: { s3rver: 1 },
    measure: ({ port, url }, seconds) => {
      const heads = Array.from({ length: KEYS }, (_, i) => writeHead("PUT", url("PUT", `small-${i}`), small.length));
      const next = (i: number) => ({ head: heads[i % KEYS]!, body: small });
      return measureRate(port, { connections: CONNECTIONS, milliseconds: seconds * 1000, next });
    },
  },
  {
    says: `GETs of 1 KiB, on ${CONNECTIONS} connections`,
    unit: "a second",
    bars: { pipe: 0.8, s3rver: 3 },
    measure: ({ port, url }, seconds) => {
      const heads = Array.from({ length: KEYS }, (_, i) => writeHead("GET", url("GET", `small-${i}`)));
      return measureRate(port, {
        connections: CONNECTIONS,
        milliseconds: seconds * 1000,
        next: (i) => ({ head: heads[i % KEYS]! }),
      });
    },
  },
];
