// One download, in as few bytes as it takes: no presigner that keeps a key for the next one, and no option of its life but
// the length.
import { PresignError, requireDate, requireInteger, requireKnownOptions } from "../errors.ts";
import { momentOf } from "../sigv4/signer.ts";
import type { Credentials } from "../types.ts";
import { readCredentials } from "./credentials.ts";
import { requireKey } from "./key.ts";
import { RESPONSE_RULE, VERSION_RULE } from "./options/link.ts";
import type { GetOptions } from "./options/read.ts";
import { createDraft } from "./options/rules.ts";
import { type Place, readPlace } from "./place.ts";
import { createUrlSigner } from "./presign-url.ts";
import { MAX_EXPIRES_IN_SECONDS } from "./timing.ts";

/** What `presignGet` takes. */
export interface PresignGetOptions extends Place, Pick<GetOptions, "expiresInSeconds" | "versionId" | "response"> {
  /** Who signs. Where they have an `expiration`, the URL must end before. */
  readonly credentials: Credentials;
  /** Of the object, plain text, 1..1,024 bytes in UTF-8. */
  readonly key: string;
  /** When it is signed. Absent: now. */
  readonly now?: Date | undefined;
}

const KNOWN: ReadonlySet<string> = /* @__PURE__ */ new Set<keyof PresignGetOptions>([
  "credentials",
  "region",
  "bucketUrl",
  "key",
  "expiresInSeconds",
  "versionId",
  "response",
  "now",
]);

/**
 * The URL of one download: what `createGetPresigner` gives, byte for byte, in a smaller bundle. Who signs many keeps a
 * presigner, which works out the key of the day once. To save under a name, give the disposition that
 * `attachmentDisposition` makes.
 *
 * @throws {TypeError} a wrong type, or an option that does not exist.
 * @throws {PresignError} a value out of its bounds: see `PRESIGN_CODES`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @example
 * ```ts
 * import { attachmentDisposition, presignGet } from "@daypass/presign/get";
 *
 * const url = presignGet({
 *   credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
 *   region: "eu-central-1",
 *   bucketUrl: "https://my-bucket.s3.eu-central-1.amazonaws.com",
 *   key: "a b.txt",
 *   expiresInSeconds: 900,
 *   response: { contentDisposition: attachmentDisposition("Zoë.txt") },
 * });
 *
 * console.log(url); // → https://my-bucket.s3.eu-central-1.amazonaws.com/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&…
 * ```
 */
export function presignGet(given: PresignGetOptions): string {
  const options = requireKnownOptions("presignGet", given, KNOWN);
  const { key, expiresInSeconds, versionId, response, now = new Date() } = options;
  const { address, scheme } = readPlace(options);
  const credentials = readCredentials(options.credentials);
  requireKey("key", key);
  requireInteger("expiresInSeconds", expiresInSeconds, { min: 1, max: MAX_EXPIRES_IN_SECONDS });
  requireDate("now", now);
  const draft = createDraft();
  if (versionId !== undefined) VERSION_RULE.read(draft, versionId, {});
  if (response !== undefined) RESPONSE_RULE.read(draft, response, {});

  const moment = momentOf(Math.floor(now.getTime() / 1000), credentials, scheme);
  const expiresAt = new Date((moment.epochSeconds + expiresInSeconds) * 1000);
  const { expiration } = credentials;
  if (expiration !== undefined && expiresAt > expiration)
    throw new PresignError(
      "credentials_expired",
      `expiresInSeconds must be no more than the credentials have, which end at ${expiration.toISOString()}, got ${expiresInSeconds}`,
    );
  const life = { moment, expiresInSeconds, expiresAt, warnings: [] };
  return createUrlSigner(address, () => life)({ method: "GET", key, signedHeaders: undefined }, draft).url;
}
