// What all signatures of one presigner share: the clock, and a signing key that changes once a day.

import { PresignError } from "../errors.ts";
import type { Credentials } from "../types.ts";
import { encodeComponent } from "./encode.ts";
import { createSign, deriveSigningKey, type Sign } from "./signature.ts";
import { formatScope } from "./string-to-sign.ts";
import { formatTimestamp, isRepresentable } from "./time.ts";

/** One moment of signing, in whole seconds because SigV4 has no fractions. */
export interface Moment {
  readonly epochSeconds: number;
  /** `yyyyMMddTHHmmssZ` */
  readonly timestamp: string;
  /** `yyyyMMdd/region/service/aws4_request` */
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
  readonly region: string;
  readonly service: string;
  readonly clock: () => Date;
}

/** Answers the present moment with everything that depends on the day. Each second and each day is worked out once. */
export function createSigner(options: SignerOptions): () => Moment {
  const { region, service, clock } = options;
  const { accessKeyId, secretAccessKey } = options.credentials;
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
    const scope = { day, region, service };
    const credential = `${accessKeyId}/${formatScope(scope)}`;
    moment = {
      epochSeconds,
      timestamp,
      scope: formatScope(scope),
      credential,
      encodedCredential: encodeComponent(credential),
      sign: createSign(deriveSigningKey(secretAccessKey, scope)),
    };
    return moment;
  };
}
