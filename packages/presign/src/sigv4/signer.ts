// What all signatures of one presigner share: a signing key that changes once a day, or with the credentials.

import type { Credentials } from "../types.ts";
import { encodeComponent } from "./encode.ts";
import type { Scheme } from "./scheme.ts";
import type { Sign } from "./signature.ts";
import { formatTimestamp } from "./time.ts";

/** One moment of signing, in whole seconds because SigV4 has no fractions. */
export interface Moment extends Day {
  readonly epochSeconds: number;
  /** `yyyyMMddTHHmmssZ` */
  readonly timestamp: string;
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
  /** The same, as a query carries it. */
  readonly encodedCredential: string;
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
    const scope = scheme.scopeOn(name);
    const credential = `${current.accessKeyId}/${scope}`;
    const day = {
      credentials: current,
      algorithm: scheme.algorithm,
      parameters: scheme.parameters,
      encodedToken: encodeComponent(current.sessionToken ?? ""),
      scope,
      credential,
      encodedCredential: encodeComponent(credential),
      sign: scheme.createSign(current, name),
    };
    days.set(name, day);
    return day;
  }

  return (epochSeconds) => {
    const current = credentials();
    const isSame = moment?.credentials === current;
    if (isSame && moment!.epochSeconds === epochSeconds) return moment!;
    if (!isSame) days.clear();
    const timestamp = formatTimestamp(epochSeconds);
    moment = { ...dayOf(timestamp.slice(0, 8), current), epochSeconds, timestamp };
    return moment;
  };
}
