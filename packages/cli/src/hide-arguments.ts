// Messages name what was given, and are kept: by terminals, logs and tickets. What was given may be a URL with its signature, or a
// token that was pasted into the wrong place.

/** Of an address the query, which may hold a token, the part behind #, and a user's name. */
const hideInAddresses = (text: string): string =>
  text
    .replace(/(?<=:\/\/)[^\s"'/?#]*@/g, "***@")
    .replace(/(?<=:\/\/[^\s"'?#]{0,2000})[?#][^\s"']+/g, (found) => `${found[0]}***`)
    // One whose beginning was lost.
    .replace(/[?&]x-amz-[^\s"']*/gi, "?***");

/** Long, and neither the name of a file nor that of an object: those have dots, colons, or begin with a slash. */
const TOKEN = /^(?:(?![/~])[\w+/=%~-]{40,}|eyJ[\w+/=.-]{40,})$/;

/** An argument as it may stand in a message. */
export const showArgument = (argument: string): string =>
  TOKEN.test(argument) ? `${argument.slice(0, 8)}…` : hideInAddresses(argument);

/** A message in which each argument of the command line is what may be shown of it. */
export function hideArguments(message: string, argv: readonly string[]): string {
  let shown = message;
  // A flag and its value may be one argument.
  for (const argument of argv)
    for (const text of [argument, argument.slice(argument.indexOf("=") + 1)])
      if (TOKEN.test(text)) shown = shown.replaceAll(text, () => showArgument(text));
  return hideInAddresses(shown);
}
