import { PresignError, requireString, show } from "../errors.ts";
import { ALGORITHM } from "../sigv4/string-to-sign.ts";
import type { Credentials } from "../types.ts";

const PRINTABLE = /^[\x21-\x7e]+$/;
const ACCESS_KEY_ID = /^[\x21-\x2b\x2d\x2e\x30-\x7e]{1,128}$/; // printable, without "," and "/", which part a credential

/**
 * Checks the shape of credentials. No message holds the secret or the token. Further members are ignored, here alone:
 * the answers of credential providers carry notes of their own, like `$source` and `accountId`.
 */
export function requireCredentials(credentials: unknown): asserts credentials is Credentials {
  if (typeof credentials !== "object" || credentials === null)
    throw new TypeError(`credentials must be an object with accessKeyId and secretAccessKey, got ${show(credentials)}`);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials as Record<string, unknown>;
  requireString("credentials.accessKeyId", accessKeyId);
  if (!ACCESS_KEY_ID.test(accessKeyId))
    throw new PresignError(
      "credentials_invalid",
      `credentials.accessKeyId must be 1..128 printable ASCII characters without "/" and ",", got ${show(accessKeyId)}`,
    );
  requireSecret("credentials.secretAccessKey", secretAccessKey);
  if (sessionToken !== undefined) requireSecret("credentials.sessionToken", sessionToken);
  if (expiration !== undefined && !(expiration instanceof Date && Number.isFinite(expiration.getTime())))
    throw new TypeError("credentials.expiration must be a valid Date");
}

function requireSecret(argument: string, value: unknown): void {
  if (typeof value !== "string")
    throw new TypeError(`${argument} must be a string, got a value of type ${typeof value}`);
  if (!PRINTABLE.test(value))
    throw new PresignError(
      "credentials_invalid",
      `${argument} must be printable ASCII without spaces, got ${value === "" ? "an empty string" : "something else (perhaps a line end was copied along)"}`,
    );
}

/** When a signature of these credentials ends; refuses one that would outlive them. */
export function expiryOf(credentials: Credentials, signedAtSeconds: number, expiresInSeconds: number): Date {
  const expiresAt = new Date((signedAtSeconds + expiresInSeconds) * 1000);
  const { expiration } = credentials;
  if (expiration === undefined || expiresAt.getTime() <= expiration.getTime()) return expiresAt;
  const leftSeconds = Math.floor(expiration.getTime() / 1000) - signedAtSeconds;
  throw new PresignError(
    "credentials_expired",
    leftSeconds < 1
      ? `the credentials ended at ${expiration.toISOString()}: get new ones (${ALGORITHM} signatures die with the credentials)`
      : `expiresInSeconds must be at most ${leftSeconds}, because the credentials end at ${expiration.toISOString()}, got ${expiresInSeconds}`,
  );
}
