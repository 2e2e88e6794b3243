import { limitNetwork } from "../domain/network.ts";
import type { App } from "./app-context.ts";
import { type Refused, refuse } from "./problems.ts";

export const MOST_WRONG_TRIES = 5;
const WINDOW_MILLISECONDS = 15 * 60_000;

export interface Try {
  /** Wrong tries that are left if this one is wrong. */
  readonly triesLeft: number;
  /** The answer was right, and this try costs nothing. */
  readonly giveBack: () => Promise<void>;
  /** The answer was right, and all is forgotten. */
  readonly forget: () => Promise<void>;
}

export interface Guess {
  readonly what: "sign-in" | "share";
  /** The login or the share that is guessed at. */
  readonly whose: string;
  readonly remoteAddress: string | undefined;
}

/**
 * Counts a try before the answer is looked at, so that a hundred at once are five: 5 wrong ones in 15 minutes for one
 * client network and one login or share. Others are not shut out by it, and the owner is not from elsewhere.
 */
export async function takeTry(app: App, { what, whose, remoteAddress }: Guess): Promise<Try | Refused> {
  const name = app.secrets.sign("limit", what, whose, limitNetwork(remoteAddress));
  const now = app.now();
  const { count, endsAt } = await app.store.limits.take({ name, windowMilliseconds: WINDOW_MILLISECONDS }, now);
  if (count > MOST_WRONG_TRIES) {
    const retryAfterSeconds = Math.max(1, Math.ceil((endsAt - now) / 1000));
    return refuse(
      "too_many_tries",
      `Too many wrong tries. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
      {
        retryAfterSeconds,
        triesLeft: 0,
      },
    );
  }
  return {
    triesLeft: MOST_WRONG_TRIES - count,
    giveBack: () => app.store.limits.giveBack(name),
    forget: () => app.store.limits.forget(name),
  };
}
