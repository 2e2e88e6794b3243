// What the operator does on the machine, with no sign-in: whoever can run it has the data folder.
import { RESET_LINK_MILLISECONDS } from "./domain/session-life.ts";
import { createToken, hashToken } from "./http/secrets.ts";
import type { DoneBy, Store } from "./store/index.ts";
import { type ApiToken, type DaypassServer, StartError } from "./types.ts";

const BY: DoneBy = { actor: "operator", network: null };
/** Enough to tell tokens apart; the characters that stay secret hold more than 230 random bits. */
const ENDING_CHARACTERS = 4;
const PAGE = 200;

type Operations = Pick<
  DaypassServer,
  "createSetupPath" | "createResetLink" | "createApiToken" | "listApiTokens" | "revokeApiToken"
>;

export function operatorOf({ users, tokens, resetLinks }: Store, now: () => number): Operations {
  return {
    async createSetupPath() {
      const token = createToken();
      return (await users.replaceSetupLink(hashToken(token), now())) ? `/setup/${token}` : null;
    },

    async createResetLink() {
      const owner = await users.findOwner();
      if (!owner) return null;
      const token = createToken();
      const madeAt = now();
      const expiresAt = madeAt + RESET_LINK_MILLISECONDS;
      await resetLinks.replace({ tokenHash: hashToken(token), userId: owner.id, now: madeAt, expiresAt, by: BY });
      return { path: `/reset/${token}`, login: owner.login, expiresAt: new Date(expiresAt) };
    },

    async createApiToken(name) {
      if (!/^[^\p{Cc}]{1,100}$/u.test(name))
        throw new RangeError(
          `Cannot create the token: name must have 1 to 100 characters, got ${JSON.stringify(name)}`,
        );
      const owner = await users.findOwner();
      if (!owner)
        throw new StartError(
          "configuration",
          "There is no owner yet: open the set-up link first, then create a token.",
        );
      const token = `dp_${createToken()}`;
      const ending = token.slice(-ENDING_CHARACTERS);
      await tokens.create({ tokenHash: hashToken(token), ending, userId: owner.id, name, now: now(), by: BY });
      return token;
    },

    async listApiTokens() {
      const owner = await users.findOwner();
      if (!owner) return [];
      const all: ApiToken[] = [];
      let after: { at: number; id: string } | undefined;
      for (;;) {
        const { items } = await tokens.list(owner.id, { limit: PAGE, after });
        for (const { createdAt, usedAt, ...token } of items)
          all.push({
            ...token,
            createdAt: new Date(createdAt),
            usedAt: usedAt === null ? null : new Date(usedAt),
          });
        const last = items.at(-1);
        if (!last || items.length < PAGE) return all;
        after = { at: last.createdAt, id: last.id };
      }
    },

    async revokeApiToken(id) {
      const owner = await users.findOwner();
      return owner !== undefined && tokens.revoke(id, { userId: owner.id, now: now(), by: BY });
    },
  };
}
