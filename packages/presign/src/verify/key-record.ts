// What an endpoint's lookup answers. `String(undefined)` makes a key that everybody knows, so nothing but a text is a secret.
import { timeOf } from "../errors.ts";
import type { KeyRecord } from "../types.ts";

/** @throws {TypeError} naming the member, never its value. */
export function requireKeyRecord(record: unknown): asserts record is KeyRecord {
  if (typeof record !== "object" || record === null)
    throw new TypeError(`lookup must answer a key record or undefined, got a value of type ${typeof record}`);
  const { secretAccessKey, sessionToken, expiration } = record as Record<string, unknown>;
  if (!isText(secretAccessKey) || secretAccessKey === "") throw wrongSecret(record, secretAccessKey);
  if (sessionToken !== undefined && !isText(sessionToken))
    throw new TypeError(`the record's sessionToken must be a string or undefined, got ${kindOf(sessionToken)}`);
  if (expiration !== undefined && !Number.isFinite(timeOf(expiration)))
    throw new TypeError(`the record's expiration must be a valid Date or undefined, got ${kindOf(expiration)}`);
}

const isText = (value: unknown): value is string => typeof value === "string";

function wrongSecret(record: object, secret: unknown): TypeError {
  if ("then" in record)
    return new TypeError(
      "lookup() must answer at once, got a promise: fetch the keys before, and answer with what is there",
    );
  return new TypeError(`the record's secretAccessKey must be a string that is not empty, got ${kindOf(secret)}`);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === "") return "an empty string";
  return timeOf(value) !== undefined ? "an invalid Date" : `a value of type ${typeof value}`;
}
