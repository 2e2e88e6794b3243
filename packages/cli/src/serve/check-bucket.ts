import { randomBytes } from "node:crypto";
import { createPresigner } from "@daypass/presign";
import type { BucketConnection, BucketCredentials } from "@daypass/server";
import { corsConfigurationFor } from "./cors.ts";

const TIMEOUT_MILLISECONDS = 5000;

export interface Finding {
  readonly what: string;
  readonly mend: string;
}

/**
 * Looks whether the bucket can be used: a GET of a key that does not exist, as signer and as janitor, and a browser's
 * preflight. It returns what is wrong and never throws, since a bucket may be away while the server starts.
 */
export async function checkBucket(connection: BucketConnection, publicUrl: string): Promise<Finding[]> {
  const findings = await Promise.all([
    checkIdentity(connection, "janitor"),
    checkIdentity(connection, "signer"),
    checkCors(connection, publicUrl),
  ]);
  // One unreachable bucket is one finding, not three.
  const seen = new Set<string>();
  return findings.filter(
    (finding) => finding !== undefined && !seen.has(finding.what) && seen.add(finding.what),
  ) as Finding[];
}

async function checkIdentity(connection: BucketConnection, who: "signer" | "janitor"): Promise<Finding | undefined> {
  const credentials = await connection[who]();
  const url = signMissingKey(connection, credentials, connection.endpoint);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS), redirect: "manual" });
  } catch (error) {
    return unreachable(url, error);
  }
  const code = /<Code>([A-Za-z0-9]+)<\/Code>/.exec(await response.text())?.[1] ?? `HTTP ${response.status}`;
  return explain(code, who, connection);
}

function signMissingKey(
  connection: BucketConnection,
  credentials: BucketCredentials,
  endpoint: string | undefined,
): string {
  const { region, name: bucket, addressing, fips, dualstack, keyPrefix = "" } = connection;
  const presigner = createPresigner({
    credentials: { ...credentials, expiration: undefined },
    region,
    bucket,
    addressing,
    ...(endpoint === undefined ? { fips, dualstack } : { endpoint }),
  });
  return presigner.get(`${keyPrefix}daypass-check-${randomBytes(8).toString("hex")}`, { expiresInSeconds: 60 }).url;
}

function explain(code: string, who: string, { name, region, keyPrefix = "" }: BucketConnection): Finding | undefined {
  switch (code) {
    case "NoSuchKey":
      return undefined;
    case "AccessDenied":
      // Without ListBucket, S3 says AccessDenied for a key that does not exist: right for a signer, not for a janitor.
      return who === "signer"
        ? undefined
        : {
            what: `the ${who} may not list s3://${name}/${keyPrefix} (AccessDenied), so an object that is missing looks like one that is forbidden`,
            mend: "give it s3:ListBucket, s3:GetObject, s3:DeleteObject, s3:ListBucketMultipartUploads, s3:ListMultipartUploadParts and s3:AbortMultipartUpload",
          };
    case "NoSuchBucket":
      return { what: `there is no bucket "${name}" (NoSuchBucket)`, mend: "make it, or name another with --bucket" };
    case "PermanentRedirect":
    case "AuthorizationHeaderMalformed":
    case "AuthorizationQueryParametersError":
    case "IllegalLocationConstraintException":
      return { what: `the bucket "${name}" is not in ${region} (${code})`, mend: "give its region with --region" };
    case "InvalidAccessKeyId":
    case "SignatureDoesNotMatch":
    case "ExpiredToken":
    case "InvalidToken":
      return {
        what: `the bucket does not take the ${who}'s credentials (${code})`,
        mend: "check the keys, or get new ones",
      };
    case "RequestTimeTooSkewed":
      return { what: `this machine's clock is wrong (${code})`, mend: "set it, or let it be set by NTP" };
    default:
      return {
        what: `the bucket answered the ${who} with ${code}`,
        mend: "check --endpoint-url, --region and the bucket's name",
      };
  }
}

/** Asks what a browser would ask before its first upload. */
async function checkCors(connection: BucketConnection, publicUrl: string): Promise<Finding | undefined> {
  const url = signMissingKey(connection, await connection.signer(), connection.publicEndpoint ?? connection.endpoint);
  let response: Response;
  try {
    response = await fetch(url, {
      method: "OPTIONS",
      headers: {
        origin: publicUrl,
        "access-control-request-method": "PUT",
        "access-control-request-headers": "content-type,if-none-match",
      },
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      redirect: "manual",
    });
  } catch (error) {
    return unreachable(url, error);
  }
  const allowed = response.headers.get("access-control-allow-origin");
  if (response.ok && (allowed === "*" || allowed === publicUrl)) return undefined;
  return {
    what: `the bucket does not let pages of ${publicUrl} upload (CORS)`,
    mend: `give it this configuration, for example with \`aws s3api put-bucket-cors --bucket ${connection.name} --cors-configuration '…'\`: ${JSON.stringify(corsConfigurationFor(publicUrl))}`,
  };
}

function unreachable(url: string, error: unknown): Finding {
  const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
  const why =
    name === "TimeoutError"
      ? `no answer within ${TIMEOUT_MILLISECONDS / 1000} s`
      : (cause?.code ?? cause?.message ?? String(error));
  return {
    what: `the bucket cannot be reached at ${new URL(url).origin} (${why})`,
    mend: "signing works all the same, uploads and downloads do not; check --endpoint-url and the network",
  };
}
