// What all signatures of one presigner share: a signing key that changes once a day, or with the credentials.

import type { Credentials } from "../types.ts";
import { encodeComponent } from "./encode.ts";
import type { Scheme } from "./scheme.ts";
import type { Sign } from "./signature.ts";
import { startOfStringToSign } from "./string-to-sign.ts";
import { formatTimestamp } from "./time.ts";

/** One moment of signing, in whole seconds because SigV4 has no fractions. */
export interface Moment extends Day {
  readonly epochSeconds: number;
  /** `yyyyMMddTHHmmssZ` */
  readonly timestamp: string;
  /** The parameters of the signature as a query carries them, up to `X-Amz-Expires=`, whose value is the call's. */
  readonly queryStart: string;
  /** The string to sign, up to the hash of the canonical request. */
  readonly textStart: string;
}

interface Day {
  readonly credentials: Credentials;
  readonly algorithm: string;
  /** Further parameters of the signature: see `Scheme`. */
  readonly parameters: string;
  /** The session token as a query carries it, or nothing. */
  readonly encodedToken: string;
  /** `yyyyMMdd/region/service/aws4_request`, in SigV4A without a region. */
  readonly scope: string;
  /** Access key and scope, as a form field carries them. */
  readonly credential: string;
  readonly sign: Sign;
}

export interface SignerOptions {
  /** Checked already; the same object as long as nothing in it has changed. */
  readonly credentials: () => Credentials;
  readonly scheme: Scheme;
}

/** Days that are kept: today, and those on which windows of stable URLs began. */
const MAX_DAYS = 8;

/** Answers a moment with everything that depends on its day. Each second in turn and each day is worked out once. */
export function createSigner({ credentials, scheme }: SignerOptions): (epochSeconds: number) => Moment {
  let moment: Moment | undefined;
  const days = new Map<string, Day>();

  function dayOf(name: string, current: Credentials): Day {
    const known = days.get(name);
    if (known !== undefined) return known;
    if (days.size >= MAX_DAYS) days.clear();
    const day = makeDay(name, current, scheme);
    days.set(name, day);
    return day;
  }

  return (epochSeconds) => {
    const current = credentials();
    const isSame = moment?.credentials === current;
    if (isSame && moment!.epochSeconds === epochSeconds) return moment!;
    if (!isSame) days.clear();
    const timestamp = formatTimestamp(epochSeconds);
    moment = makeMoment(dayOf(timestamp.slice(0, 8), current), epochSeconds, timestamp);
    return moment;
  };
}

/** A moment alone, for a single signature. */
export function momentOf(epochSeconds: number, credentials: Credentials, scheme: Scheme): Moment {
  const timestamp = formatTimestamp(epochSeconds);
  return makeMoment(makeDay(timestamp.slice(0, 8), credentials, scheme), epochSeconds, timestamp);
}

function makeDay(name: string, credentials: Credentials, scheme: Scheme): Day {
  const scope = scheme.scopeOn(name);
  return {
    credentials,
    algorithm: scheme.algorithm,
    parameters: scheme.parameters,
    encodedToken: encodeComponent(credentials.sessionToken ?? ""),
    scope,
    credential: `${credentials.accessKeyId}/${scope}`,
    sign: scheme.createSign(credentials, name),
  };
}

function makeMoment(day: Day, epochSeconds: number, timestamp: string): Moment {
  const { algorithm, credential, scope } = day;
  return {
    ...day,
    epochSeconds,
    timestamp,
    // Joined for the same reason as `startOfStringToSign`.
    queryStart: [
      `X-Amz-Algorithm=${algorithm}`,
      `X-Amz-Credential=${encodeComponent(credential)}`,
      `X-Amz-Date=${timestamp}`,
      "X-Amz-Expires=",
    ].join("&"),
    textStart: startOfStringToSign(timestamp, scope, algorithm),
  };
}
