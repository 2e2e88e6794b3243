import { limitNetwork } from "../domain/network.ts";
import type { App } from "./app-context.ts";
import { type Refused, refuse } from "./problems.ts";

const MOST_WRONG_TRIES = 5;
/** For one network and all logins together: whoever makes up names must not keep the machine hashing. */
const MOST_SIGN_INS = 50;
const WINDOW_MILLISECONDS = 15 * 60_000;
/** A dropped line needs a few; a token that is passed around must not be a download without limit. */
const MOST_RESUMES = 60;
const RESUME_WINDOW_MILLISECONDS = 3_600_000;

/** For trying the demo object's URLs: plenty for a class behind one address, dull for whoever wants to keep us busy. */
const MOST_DEMOS = 60;
const DEMO_WINDOW_MILLISECONDS = 10 * 60_000;

export interface Try {
  /** Wrong tries that are left if this one is wrong: of this login or share, and of the whole network. */
  readonly triesLeft: number;
  /** The answer was right, and this try costs nothing. */
  readonly giveBack: () => Promise<void>;
  /** The answer was right, and the wrong ones before it are forgotten. */
  readonly forget: () => Promise<void>;
}

export interface Guess {
  readonly what: "sign-in" | "share";
  /** The login or the share that is guessed at. */
  readonly whose: string;
  readonly remoteAddress: string | undefined;
}

/** Counts one more URL for a claim that was counted before; a refusal when it had too many in this hour. */
export async function takeResume(app: App, claimId: string): Promise<Refused | undefined> {
  const now = app.now();
  const name = app.secrets.sign("limit", "resume", claimId);
  const { count, endsAt } = await app.store.limits.take({ name, windowMilliseconds: RESUME_WINDOW_MILLISECONDS }, now);
  return count > MOST_RESUMES ? tooMany(endsAt, now) : undefined;
}

/** Counts one more URL of the demo object for a network; a refusal when it had too many in these minutes. */
export async function takeDemo(app: App, remoteAddress: string | undefined): Promise<Refused | undefined> {
  const now = app.now();
  const name = app.secrets.sign("limit", "demo", limitNetwork(remoteAddress));
  const { count, endsAt } = await app.store.limits.take({ name, windowMilliseconds: DEMO_WINDOW_MILLISECONDS }, now);
  return count > MOST_DEMOS ? tooMany(endsAt, now) : undefined;
}

const tooMany = (endsAt: number, now: number): Refused => {
  const retryAfterSeconds = Math.max(1, Math.ceil((endsAt - now) / 1000));
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return refuse("too_many_tries", `Too many tries. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`, {
    retryAfterSeconds,
    triesLeft: 0,
  });
};

/**
 * Counts a try before the answer is looked at, so that a hundred at once are five: 5 wrong ones in 15 minutes for one
 * client network and one login or share. Others are not shut out by it, and the owner is not from elsewhere.
 */
export async function takeTry(app: App, { what, whose, remoteAddress }: Guess): Promise<Try | Refused> {
  const { limits } = app.store;
  const network = limitNetwork(remoteAddress);
  const now = app.now();
  const take = (name: string) => limits.take({ name, windowMilliseconds: WINDOW_MILLISECONDS }, now);

  // The network's budget comes first: once it is spent, made-up names leave no rows.
  const networkName = app.secrets.sign("limit", what, network);
  let networkLeft = Number.POSITIVE_INFINITY;
  if (what === "sign-in") {
    const all = await take(networkName);
    if (all.count > MOST_SIGN_INS) return tooMany(all.endsAt, now);
    networkLeft = MOST_SIGN_INS - all.count;
  }
  const name = app.secrets.sign("limit", what, whose, network);
  const own = await take(name);
  if (own.count > MOST_WRONG_TRIES) return tooMany(own.endsAt, now);
  return {
    triesLeft: Math.min(MOST_WRONG_TRIES - own.count, networkLeft),
    giveBack: () => limits.giveBack(name),
    forget: async () => {
      await limits.forget(name);
      await limits.giveBack(networkName);
    },
  };
}
