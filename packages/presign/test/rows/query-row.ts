import type { RawRequest } from "../../src/index.ts";
import { HOST, type QueryParts } from "../support/hand-signer.ts";

/** A request that is right but for one thing, and the refusal that this must lead to. */
export interface Row {
  says: string;
  change?: Partial<QueryParts>;
  after?: (request: RawRequest) => RawRequest;
  options?: object;
  wants: [code: string, status: number, message?: RegExp];
  details?: Record<string, string>;
}

export const withHeaders = (...extra: [string, string][]): [string, string][] => [["Host", HOST], ...extra];
export const replaceTarget = (request: RawRequest, from: string | RegExp, to: string): RawRequest => ({
  ...request,
  target: request.target.replace(from, () => to),
});

export const HASH = "ab".repeat(32);
