// What all signatures of one presigner share: the clock, and a signing key that changes once a day.

import { PresignError } from "../errors.ts";
import type { Credentials } from "../types.ts";
import { encodeComponent } from "./encode.ts";
import type { Scheme } from "./scheme.ts";
import type { Sign } from "./signature.ts";
import { formatTimestamp, isRepresentable } from "./time.ts";

/** One moment of signing, in whole seconds because SigV4 has no fractions. */
export interface Moment {
  readonly epochSeconds: number;
  readonly algorithm: string;
  /** Further parameters of the signature: see `Scheme`. */
  readonly parameters: string;
  /** `yyyyMMddTHHmmssZ` */
  readonly timestamp: string;
  /** `yyyyMMdd/region/service/aws4_request`, in SigV4A without a region. */
  readonly scope: string;
  /** Access key and scope, as a form field carries them. */
  readonly credential: string;
  /** The same, as a query carries it. */
  readonly encodedCredential: string;
  readonly sign: Sign;
}

export interface SignerOptions {
  /** Checked already. */
  readonly credentials: Credentials;
  readonly scheme: Scheme;
  readonly clock: () => Date;
}

/** Answers the present moment with everything that depends on the day. Each second and each day is worked out once. */
export function createSigner(options: SignerOptions): () => Moment {
  const { credentials, scheme, clock } = options;
  let moment: Moment | undefined;
  let day = "";
  return () => {
    const now: unknown = clock();
    const epochSeconds = now instanceof Date ? Math.floor(now.getTime() / 1000) : Number.NaN;
    if (moment !== undefined && moment.epochSeconds === epochSeconds) return moment;
    if (!isRepresentable(epochSeconds))
      throw new PresignError("clock_invalid", `clock() must return a Date in the years 1970..9999, got ${String(now)}`);
    const timestamp = formatTimestamp(epochSeconds);
    if (moment !== undefined && timestamp.startsWith(day)) {
      moment = { ...moment, epochSeconds, timestamp };
      return moment;
    }
    day = timestamp.slice(0, 8);
    const scope = scheme.scopeOn(day);
    const credential = `${credentials.accessKeyId}/${scope}`;
    moment = {
      epochSeconds,
      algorithm: scheme.algorithm,
      parameters: scheme.parameters,
      timestamp,
      scope,
      credential,
      encodedCredential: encodeComponent(credential),
      sign: scheme.createSign(credentials, day),
    };
    return moment;
  };
}
