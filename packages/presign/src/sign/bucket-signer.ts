// The signer of the whole presigner: every call, on an object and on the bucket, and what its provider lacks.
import type { Address } from "../address/address.ts";
import type { Provider } from "../providers/provider.ts";
import { refuseLacking, refuseOddKey } from "../providers/refuse.ts";
import { type Clock, createClock } from "../sigv4/clock.ts";
import type { Scheme } from "../sigv4/scheme.ts";
import type { Credentials, PresignerOptions } from "../types.ts";
import { createObjectSigner, type ObjectSigner, type SIGNING_OPTIONS, type SignCall } from "./object-signer.ts";
import type { CheckOption } from "./options/rules.ts";
import { signHeaders } from "./presign-url.ts";

export interface BucketSigner extends ObjectSigner {
  readonly address: Address;
  readonly clock: Clock;
  /** Signs an operation on the bucket itself. */
  readonly signBucket: (
    ...args: ArgumentsWithoutKey<Parameters<SignCall<undefined>>>
  ) => ReturnType<SignCall<undefined>>;
}

type ArgumentsWithoutKey<Arguments> = Arguments extends [infer Method, infer CallOf, undefined, ...infer Rest]
  ? [method: Method, call: CallOf, ...rest: Rest]
  : never;

export function createBucketSigner(
  options: Pick<PresignerOptions, (typeof SIGNING_OPTIONS)[number]>,
  address: Address,
  scheme: Scheme,
  provider?: Provider | undefined,
): BucketSigner {
  const clock = createClock(options.clock);
  const { credentials, onCredentialExpiry, backdateSeconds } = options;
  const signer = createObjectSigner(
    { credentials, onCredentialExpiry, backdateSeconds, address, scheme, nowSeconds: clock.nowSeconds },
    {
      checkCredentials: address.tokenParameter === "X-Amz-S3session-Token" ? requireSession : undefined,
      headersOf: ({ headers, contentLength }) =>
        headers === undefined && contentLength === undefined
          ? undefined
          : signHeaders(address.host, headers, contentLength),
      ...(provider && within(provider)),
    },
  );
  return {
    ...signer,
    address,
    clock,
    signBucket: (method, call, options, operation) => signer.sign(method, call, undefined, options, operation),
  };
}

function within(provider: Provider) {
  const checkOption: CheckOption = ({ feature }, name, value) => {
    const needed = typeof feature === "function" ? feature(value) : feature;
    if (needed !== undefined) refuseLacking(provider, needed, name);
  };
  const { maxExpiresInSeconds } = provider;
  return { checkOption, checkKey: (key: string) => refuseOddKey(provider, "key", key), maxExpiresInSeconds };
}

/** Those of a directory bucket (S3 Express): https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html */
function requireSession({ sessionToken, expiration }: Credentials): void {
  if (sessionToken === undefined)
    throw new TypeError(
      'credentials.sessionToken must be given for a directory bucket: sign with what CreateSession gave, or with directoryBucketAuth "iam"',
    );
  if (expiration === undefined)
    throw new TypeError(
      "credentials.expiration must be given for a directory bucket: a session of CreateSession ends after five minutes, and its URLs with it",
    );
}
