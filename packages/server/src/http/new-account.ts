import { ACTORS } from "../domain/actors.ts";
import { foldText } from "../domain/cursor.ts";

export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 1024;
export const LONGEST_LOGIN = 254;

/** What is wrong with a new password, in words; undefined when nothing is. */
export function checkNewPassword(password: string, login: string): string | undefined {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return `At least ${SHORTEST_PASSWORD} characters: this one has ${length}.`;
  // As sign-in measures it: what can be set can be given.
  if (password.length > LONGEST_PASSWORD) return `At most ${LONGEST_PASSWORD} characters.`;
  if (new Set(password).size < 5 || password.toLowerCase() === login.toLowerCase())
    return "Too easy to guess: take a few words that do not belong together.";
  return undefined;
}

/** What is wrong with the name of a new account, in words; undefined when nothing is. */
export function checkNewLogin(login: string): string | undefined {
  if (login === "") return "Choose a name to sign in with.";
  if (login.length > LONGEST_LOGIN) return `At most ${LONGEST_LOGIN} characters.`;
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(login)) return "Without control or invisible characters.";
  // As the compatibility forms read, too: ｏｐｅｒａｔｏｒ.
  if (ACTORS.some((name) => name === foldText(login.normalize("NFKC"))))
    return "The trail calls somebody else by that name: choose another.";
  return undefined;
}
