import { PresignError, timeOf } from "../errors.ts";
import type { Credentials } from "../types.ts";

const PRINTABLE = /^[\x21-\x7e]+$/;
const ACCESS_KEY_ID = /^[\x21-\x2b\x2d\x2e\x30-\x7e]{1,128}$/; // printable, without "," and "/", which part a credential
/** No secret of AWS or of a service like it looks so; ids of other services may look like anything. */
const ID_OF_AWS = /^A[KS]IA[A-Z0-9]{16}$/;

/**
 * Checks the shape of credentials. No message holds any of their values: whoever mixes them up has the secret where the
 * id belongs. Further members are ignored, here alone: the answers of credential providers carry notes of their own, like
 * `$source` and `accountId`.
 */
function requireCredentials(credentials: unknown): asserts credentials is Credentials {
  if (typeof credentials !== "object" || credentials === null)
    throw new TypeError(
      `credentials must be an object with accessKeyId and secretAccessKey, got ${credentials === null ? "null" : `a value of type ${typeof credentials}`}`,
    );
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials as Record<string, unknown>;
  if (typeof secretAccessKey === "string" && ID_OF_AWS.test(secretAccessKey))
    throw new PresignError(
      "credentials_invalid",
      "credentials.secretAccessKey must be the secret, got an access key ID: perhaps it and accessKeyId are swapped",
    );
  requirePlain(
    "credentials.accessKeyId",
    accessKeyId,
    ACCESS_KEY_ID,
    '1..128 printable ASCII characters without "/" and ","',
  );
  requirePlain("credentials.secretAccessKey", secretAccessKey);
  if (sessionToken !== undefined) requirePlain("credentials.sessionToken", sessionToken);
  if (expiration !== undefined && !Number.isFinite(timeOf(expiration)))
    throw new TypeError("credentials.expiration must be a valid Date");
}

function requirePlain(
  argument: string,
  value: unknown,
  shape = PRINTABLE,
  rule = "printable ASCII without spaces",
): void {
  if (typeof value !== "string")
    throw new TypeError(`${argument} must be a string, got a value of type ${typeof value}`);
  if (!shape.test(value))
    throw new PresignError(
      "credentials_invalid",
      `${argument} must be ${rule}, got ${value === "" ? "an empty string" : `${value.length} characters of something else (perhaps a line end was copied along, or key and secret are swapped)`}`,
    );
}

/**
 * Credentials as they are now: checked, copied, and the same object until something in them changes, so that what was
 * worked out from them can be kept. A function is asked for each signature. `check` refuses what a place does not take.
 */
export function createCredentialSource(
  given: unknown,
  check: ((credentials: Credentials) => void) | undefined,
): () => Credentials {
  if (typeof given !== "function") {
    const credentials = readCredentials(given, check);
    return () => credentials;
  }
  let credentials: Credentials | undefined;
  return () => {
    const now: unknown = given();
    if (now instanceof Promise)
      throw new TypeError(
        "credentials() must answer at once, got a promise: refresh them on a timer, and answer with what is there",
      );
    if (credentials === undefined || !isSame(credentials, now as Credentials))
      credentials = readCredentials(now, check);
    return credentials;
  };
}

/** Checked, and copied so that nobody changes them any more. */
export function readCredentials(given: unknown, check?: ((credentials: Credentials) => void) | undefined): Credentials {
  requireCredentials(given);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = given;
  check?.(given);
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiration && new Date(expiration) };
}

const isSame = (known: Credentials, now: Credentials | null | undefined): boolean =>
  known.accessKeyId === now?.accessKeyId &&
  known.secretAccessKey === now.secretAccessKey &&
  known.sessionToken === now.sessionToken &&
  known.expiration?.getTime() === (timeOf(now.expiration) ?? now.expiration);
