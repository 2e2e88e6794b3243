import { hash, verify } from "@node-rs/argon2";

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Each takes its memory and a core: a flood of sign-ins queues here and does not fill the machine. */
const MOST_AT_ONCE = 4;

type Argon2 = Pick<typeof import("@node-rs/argon2"), "hash" | "verify">;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** With no hash (unknown user) it costs the same and is never right. */
  check(password: string, passwordHash: string | null): Promise<boolean>;
}

export function createPasswords(argon2: Argon2 = { hash, verify }): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= MOST_AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  // Two keyboards may compose the same letter differently.
  const fold = (password: string): string => password.normalize("NFC");
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => run(() => argon2.hash(fold(password), COST)),
    async check(password, passwordHash) {
      if (passwordHash !== null) return run(() => argon2.verify(passwordHash, fold(password)));
      decoy ??= run(() => argon2.hash(crypto.randomUUID(), COST));
      const against = await decoy;
      await run(() => argon2.verify(against, fold(password)));
      return false;
    },
  };
}
