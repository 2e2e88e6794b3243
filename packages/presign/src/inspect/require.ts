// Options that inspect and explain have in common.
import { show, timeOf } from "../errors.ts";

export function requireMethod(call: string, method: unknown): void {
  if (method !== undefined && (typeof method !== "string" || !/^[a-z]+$/i.test(method)))
    throw new TypeError(`${call}: method must be a method of HTTP such as PUT, got ${show(method)}`);
}

export function requireNow(call: string, now: unknown): void {
  if (now !== undefined && !Number.isFinite(timeOf(now)))
    throw new TypeError(`${call}: now must be a valid Date, got ${show(now)}`);
}
