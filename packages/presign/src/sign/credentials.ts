import { PresignError, requireString, show } from "../errors.ts";
import type { Credentials } from "../types.ts";

const PRINTABLE = /^[\x21-\x7e]+$/;
const ACCESS_KEY_ID = /^[\x21-\x2b\x2d\x2e\x30-\x7e]{1,128}$/; // printable, without "," and "/", which part a credential

/**
 * Checks the shape of credentials. No message holds the secret or the token. Further members are ignored, here alone:
 * the answers of credential providers carry notes of their own, like `$source` and `accountId`.
 */
function requireCredentials(credentials: unknown): asserts credentials is Credentials {
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

/**
 * Credentials as they are now: checked, copied, and the same object until something in them changes, so that what was
 * worked out from them can be kept. A function is asked for each signature. Those `ofSession` (S3 Express) have a token.
 */
export function createCredentialSource(given: unknown, ofSession: boolean): () => Credentials {
  if (typeof given !== "function") {
    const credentials = copyCredentials(given, ofSession);
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
      credentials = copyCredentials(now, ofSession);
    return credentials;
  };
}

function copyCredentials(given: unknown, ofSession: boolean): Credentials {
  requireCredentials(given);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = given;
  if (ofSession && sessionToken === undefined)
    throw new TypeError(
      'credentials.sessionToken must be given for a directory bucket: sign with what CreateSession gave, or with directoryBucketAuth "iam"',
    );
  if (ofSession && expiration === undefined)
    throw new TypeError(
      "credentials.expiration must be given for a directory bucket: a session of CreateSession ends after five minutes, and its URLs with it",
    );
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiration && new Date(expiration) };
}

const isSame = (known: Credentials, now: Credentials | null | undefined): boolean =>
  known.accessKeyId === now?.accessKeyId &&
  known.secretAccessKey === now.secretAccessKey &&
  known.sessionToken === now.sessionToken &&
  known.expiration?.getTime() === (now.expiration instanceof Date ? now.expiration.getTime() : now.expiration);
