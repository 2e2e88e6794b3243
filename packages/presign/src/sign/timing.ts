// From when until when a signature holds. Its credentials end it, whatever it says about itself.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
import { PresignError, requireInteger, show } from "../errors.ts";
import type { Moment } from "../sigv4/signer.ts";
import { isRepresentable } from "../sigv4/time.ts";
import type { PresignWarning } from "../types.ts";

/** Seven days. */
export const MAX_EXPIRES_IN_SECONDS = 604_800;
/** S3 takes a signature from up to 15 minutes ahead, so nobody needs to go back further. */
const MAX_BACKDATE_SECONDS = 900;
/** https://docs.aws.amazon.com/prescriptive-guidance/latest/presigned-url-best-practices/overview.html */
const SHORT_SECONDS = 120;

/** What a caller asks for: a life from now on, and perhaps the same bytes for a while. */
export interface AskedLife {
  readonly expiresInSeconds: number;
  readonly stableForSeconds?: number | undefined;
}

export interface Life {
  readonly moment: Moment;
  /** From the moment of signing, which may be some time ago. */
  readonly expiresInSeconds: number;
  readonly expiresAt: Date;
  readonly warnings: readonly PresignWarning[];
}

export interface TimingOptions {
  readonly nowSeconds: () => number;
  readonly momentAt: (epochSeconds: number) => Moment;
  readonly backdateSeconds?: number | undefined;
  readonly onCredentialExpiry?: "refuse" | "clamp" | undefined;
  /** Of a provider that takes another life than S3. */
  readonly maxExpiresInSeconds?: number | undefined;
}

const NO_WARNINGS: readonly PresignWarning[] = /* @__PURE__ */ Object.freeze([]);
const LIFE_SHORT: PresignWarning = /* @__PURE__ */ Object.freeze({
  code: "life_short",
  text: "It holds for less than two minutes: a slow start, a retry or a clock that is a little off makes S3 refuse it.",
});

export function createTiming(options: TimingOptions): (asked: AskedLife) => Life {
  const {
    nowSeconds,
    momentAt,
    backdateSeconds = 0,
    onCredentialExpiry = "refuse",
    maxExpiresInSeconds: max = MAX_EXPIRES_IN_SECONDS,
  } = options;
  requireInteger("backdateSeconds", backdateSeconds, { min: 0, max: MAX_BACKDATE_SECONDS });
  if (onCredentialExpiry !== "refuse" && onCredentialExpiry !== "clamp")
    throw new TypeError(`onCredentialExpiry must be "refuse" or "clamp", got ${show(onCredentialExpiry)}`);

  return ({ expiresInSeconds: asked, stableForSeconds }) => {
    requireInteger("expiresInSeconds", asked, { min: 1, max });
    if (stableForSeconds !== undefined) requireInteger("stableForSeconds", stableForSeconds, { min: 1, max });
    const windowSeconds = stableForSeconds ?? 0;
    const now = nowSeconds();
    const past = Math.max(now - backdateSeconds, 0);
    const moment = momentAt(windowSeconds === 0 ? past : past - (past % windowSeconds));
    // As long as asked, from wherever in its window it is asked for.
    let expiresInSeconds = asked + windowSeconds + backdateSeconds;
    if (expiresInSeconds > max)
      throw new PresignError(
        "expiry_invalid",
        `expiresInSeconds, stableForSeconds and backdateSeconds together must be at most ${max}, got ${asked} + ${windowSeconds} + ${backdateSeconds}`,
      );
    if (!isRepresentable(moment.epochSeconds + expiresInSeconds))
      throw new PresignError(
        "clock_invalid",
        `the signature must end before the year 10000, but the clock says ${now}`,
      );
    let warnings = NO_WARNINGS;
    const { expiration } = moment.credentials;
    if (expiration !== undefined) {
      // The end is that of the credentials. What was added for a window goes first; less than asked only when that is allowed.
      const end = Math.floor(expiration.getTime() / 1000);
      const left = end - now;
      if (left < asked) {
        const when = expiration.toISOString();
        if (left < 1 || onCredentialExpiry === "refuse")
          throw new PresignError(
            "credentials_expired",
            left < 1
              ? `the credentials ended at ${when}: get new ones (signatures die with the credentials)`
              : `expiresInSeconds must be at most ${left}, because the credentials end at ${when}, got ${asked} (or allow less with onCredentialExpiry "clamp")`,
          );
        const text = `It ends with its credentials, at ${when}: after ${left} seconds, where ${asked} were asked for.`;
        warnings = [{ code: "life_clamped", text }];
      }
      expiresInSeconds = Math.min(expiresInSeconds, end - moment.epochSeconds);
    }
    const end = moment.epochSeconds + expiresInSeconds;
    if (end - now < SHORT_SECONDS) warnings = [...warnings, LIFE_SHORT];
    return { moment, expiresInSeconds, expiresAt: new Date(end * 1000), warnings };
  };
}
