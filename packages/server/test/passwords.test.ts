// What a guess costs is counted in argon2 runs, which do not depend on how busy the machine is.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "../src/http/app-context.ts";
import { createPasswords } from "../src/http/passwords.ts";
import { Refused } from "../src/http/problems.ts";
import { checkCredentials } from "../src/http/routes/session.ts";

/** Argon2 that counts instead of computing: a hash is the password with a mark. */
function createCountingArgon2() {
  const counted = { verified: 0, atOnce: 0, mostAtOnce: 0 };
  return {
    counted,
    hash: async (password: string | Uint8Array) => `hash of ${password}`,
    async verify(hashed: string | Uint8Array, password: string | Uint8Array) {
      counted.verified++;
      counted.mostAtOnce = Math.max(counted.mostAtOnce, ++counted.atOnce);
      await new Promise((go) => setImmediate(go));
      counted.atOnce--;
      return hashed === `hash of ${password}`;
    },
  };
}

test("with no hash to hold it against, a password costs one run and is never right", async () => {
  const argon2 = createCountingArgon2();
  const passwords = createPasswords(argon2);
  assert.equal(await passwords.check("guess", "hash of guess"), true);
  assert.equal(argon2.counted.verified, 1);
  assert.equal(await passwords.check("guess", null), false);
  assert.equal(argon2.counted.verified, 2);
});

test("a flood runs four at once", async () => {
  const argon2 = createCountingArgon2();
  const passwords = createPasswords(argon2);
  await Promise.all(Array.from({ length: 50 }, () => passwords.check("guess", "hash of another")));
  assert.deepEqual([argon2.counted.verified, argon2.counted.mostAtOnce], [50, 4]);
});

for (const { says, user } of [
  { says: "an unknown name", user: undefined },
  { says: "a wrong password", user: { id: "usr_1", login: "owner", passwordHash: "hash of another" } },
])
  test(`signing in with ${says} costs one run`, async () => {
    const argon2 = createCountingArgon2();
    const app = {
      now: () => 0,
      secrets: { sign: (...parts: string[]) => parts.join(" ") },
      passwords: createPasswords(argon2),
      store: {
        limits: { take: async () => ({ count: 1, endsAt: 1 }) },
        users: { findByLogin: async () => user },
        events: { add: async () => {} },
      },
    } as unknown as App;
    const who = { login: "owner", password: "guess", remoteAddress: "192.0.2.1", network: null };
    assert.ok((await checkCredentials(app, who)) instanceof Refused);
    assert.equal(argon2.counted.verified, 1);
  });
