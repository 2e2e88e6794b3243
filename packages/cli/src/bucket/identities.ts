import type { Identity } from "@daypass/bucket";
import { CliError } from "../exit-codes.ts";

/** Identities of a bucket from JSON, each member checked and named when it is wrong. */
export function parseIdentities(text: string, from: string): Identity[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CliError("usage", `--identities ${from} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  const fail = (where: string, wanted: string): never => {
    throw new CliError("usage", `--identities ${from}: ${where} must be ${wanted}.`);
  };
  if (!Array.isArray(value) || value.length === 0) return fail("it", "a list of at least one identity");
  return value.map((entry, index) => {
    const at = `identity ${index}`;
    const identity = members(entry, ["accessKeyId", "secretAccessKey", "policy"], at, fail);
    if (!Array.isArray(identity.policy)) return fail(`${at}.policy`, "a list of statements");
    return {
      accessKeyId: nonEmpty(identity.accessKeyId, `${at}.accessKeyId`, fail),
      secretAccessKey: nonEmpty(identity.secretAccessKey, `${at}.secretAccessKey`, fail),
      policy: identity.policy.map((item, number) => parseStatement(item, `${at}.policy.${number}`, fail)),
    };
  });
}

type Fail = (where: string, wanted: string) => never;

function parseStatement(item: unknown, at: string, fail: Fail): Identity["policy"][number] {
  const statement = members(item, ["actions", "bucket", "keyPrefix", "createOnly"], at, fail);
  const { actions, keyPrefix, createOnly } = statement;
  if (
    !Array.isArray(actions) ||
    !actions.every((action) => typeof action === "string" && /^s3:[A-Za-z*]+$/.test(action))
  )
    return fail(`${at}.actions`, 'a list of actions like "s3:GetObject"');
  if (typeof keyPrefix !== "string") return fail(`${at}.keyPrefix`, "a string, which may be empty");
  if (createOnly !== undefined && typeof createOnly !== "boolean") return fail(`${at}.createOnly`, "true or false");
  return { actions, bucket: nonEmpty(statement.bucket, `${at}.bucket`, fail), keyPrefix, createOnly };
}

/** A misspelt member of a policy would be a right that nobody meant to give, so unknown ones are refused. */
function members(value: unknown, known: readonly string[], at: string, fail: Fail): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(at, "an object");
  for (const name of Object.keys(value))
    if (!known.includes(name)) return fail(at, `without "${name}": it may have ${known.join(", ")}`);
  return value as Record<string, unknown>;
}

const nonEmpty = (value: unknown, at: string, fail: Fail): string =>
  typeof value === "string" && value !== "" ? value : fail(at, "a string that is not empty");
