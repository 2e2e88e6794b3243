// What the library says of its options, in the words of the command line.
import { nameOf } from "./flag.ts";
import { PRESIGN_FLAGS } from "./flags.ts";

const FLAG_OF = new Map([
  ["expiresInSeconds", "--expires-in"],
  ...PRESIGN_FLAGS.flatMap((flag) =>
    [flag.presigner, flag.call].filter((name) => name !== undefined).map((name) => [name, nameOf(flag)] as const),
  ),
  ["customerKey", "the key of --sse-customer-key-file or --sse-customer-key-env"],
  ["sse", "--sse"],
  ["grants", "--grant-…"],
]);

/** What the library advises, where an option stands in backticks: `ifMatch` → `--if-match`. */
export const nameFlags = (advice: string): string =>
  replaceTurns(advice).replace(
    /`(\w+)`|\b[a-z]+[A-Z]\w*(?!=)\b/g,
    (word, option: string = word) => nameFlag(option) ?? word,
  );

/**
 * `createOnly and ifMatch exclude each other` → `--create-only and --if-match exclude each other`.
 * @param sources options that no flag gave → where they are from, which is said in the flag's place.
 */
export function speakInFlags(message: string, sources: ReadonlyMap<string, string> = new Map()): string {
  const unsaid = new Map(sources);
  const said = replaceTurns(message);
  return said.replace(/(?<![\w-])[a-z]+(?:[A-Z][A-Za-z0-9]*)?(?:\.[a-zA-Z]+)?\b(?!=)/g, (word, at: number) => {
    const isArgument = at === 0 || ALWAYS_ARGUMENT.test(word) || IN_EXCLUSION.test(said.slice(at + word.length));
    if (!isArgument && word === "region") return word;
    const source = unsaid.get(word);
    unsaid.delete(word);
    return source ?? (isArgument ? nameFlag(word) : undefined) ?? word;
  });
}

/** A word such as `region` names the argument at the beginning, or where two exclude each other; elsewhere it is a word. */
const ALWAYS_ARGUMENT = /[A-Z.]|^(?:accelerate|dualstack|fips)$/;
const IN_EXCLUSION = /^(?: "[\w-]+")? exclude each other\b/;

/** Of a member of an option that is written as one flag: `the algorithm of --checksum`. */
function nameFlag(option: string): string | undefined {
  const [whole = "", member] = option.split(".");
  const flag = FLAG_OF.get(option);
  if (flag !== undefined || member === undefined) return flag;
  return FLAG_OF.has(whole) ? `the ${member} of ${FLAG_OF.get(whole)}` : undefined;
}

/** Turns of the library's that are no command line when their words alone are flags. */
const replaceTurns = (message: string): string =>
  message
    .replace(/\b(?:fips|dualstack|accelerate): true\b/g, (pair) => pair.split(":")[0]!)
    .replace(/\bgive endpoint\b/, "give --endpoint-url")
    .replace("--endpoint-url or provider", "--endpoint-url or --provider")
    .replace(/\bPROVIDERS\.(\w+)/, "--provider $1")
    .replace(/\bquery \{ (\w+): "…" \}/, "--query $1=…")
    // The command line backdates nothing.
    .replace(/, (\w+) and backdateSeconds (.*) \+ 0$/, " and $1 $2");
