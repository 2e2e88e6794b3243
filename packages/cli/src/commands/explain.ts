import { readFile, stat } from "node:fs/promises";
import { explain } from "@daypass/presign/explain";
import type { Command } from "commander";
import { CliError } from "../exit-codes.ts";
import { below } from "../help.ts";
import { showArgument } from "../hide-arguments.ts";
import type { Io } from "../io.ts";
import { renderExplanation } from "../presign/explanation.ts";
import { askLibrary, beginningOf } from "../presign/flag-values.ts";
import { toTerminalJson } from "../terminal-text.ts";

/** An error document with its canonical request has some kilobytes. */
const MAX_INPUT_BYTES = 256 * 1024;

const EXAMPLES = `
Examples:
  curl -sS "$URL" | daypass explain "$URL" -
  daypass explain "$URL" error.xml --method PUT --header 'Content-Type: text/plain'
  daypass explain -                            the URL in the first line of stdin, S3's answer behind it
  curl -sSi "$URL" | daypass explain "$URL"    with the head lines of the answer, which say more
  daypass explain "$URL" --status 403          an answer without a body, as every answer to HEAD is

It asks for no secret and sends nothing anywhere.`;

interface Flags {
  readonly method?: string;
  readonly header?: readonly string[];
  readonly status?: string;
  readonly responseHeader?: readonly string[];
  readonly field?: readonly string[];
  readonly json?: boolean;
}

export function addExplainCommand(program: Command, io: Io): void {
  program
    .command("explain")
    .summary("say why S3 refused a presigned URL")
    .description("Says why S3 refused a presigned URL, and what to do: from the URL that was sent and what came back.")
    .argument("[url]", "the URL in quotes, a file that holds it, or - for stdin")
    .argument("[answer]", "S3's XML (or whatever came instead), a file that holds it, or - for stdin")
    .option("--method <method>", "the method that was signed: a URL does not say it")
    .option("--header <line>", "a header that was signed, 'Name: value'; may be given several times", collect)
    .option("--status <number>", "the answer's status, where it came without a body; 0 where a browser hides it")
    .option("--response-header <line>", "a header of the answer, 'Name: value'; may be given several times", collect)
    .option("--field <line>", "a field of a form as it was sent, 'name=value'; may be given several times", collect)
    .option("--json", "the same as JSON")
    .addHelpText("after", below(EXAMPLES))
    .action(async (url: string | undefined, error: string | undefined, flags: Flags) => {
      const status = readStatus(flags.status);
      const input =
        status !== undefined && url !== undefined && url !== "-" && error === undefined
          ? { url: await readArgument(io, url, /^https?:/i), error: "" }
          : await readInput(io, url, error);
      const options = {
        method: flags.method,
        headers: readLines("header", ":", flags.header),
        responseHeaders: readLines("response-header", ":", flags.responseHeader),
        fields: readLines("field", "=", flags.field),
        status,
        now: new Date(),
      };
      const explanation = askLibrary(() => explain(input.url, input.error, options));
      if (explanation.kind !== "explained") throw new CliError("usage", explanation.text);
      if (flags.json) io.out(toTerminalJson(explanation, 2));
      else for (const line of renderExplanation(io, explanation)) io.out(line);
    });
}

const collect = (line: string, before: readonly string[] = []): string[] => [...before, line];

/** `Name: value` or `name=value`, line by line. */
function readLines(
  flag: string,
  between: ":" | "=",
  lines: readonly string[] = [],
): Record<string, string> | undefined {
  if (lines.length === 0) return undefined;
  const found = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(between);
    const name = line.slice(0, at).trim().toLowerCase();
    if (at === -1 || !/^[\w!#$%&'*+.^`|~-]+$/.test(name))
      throw new CliError(
        "usage",
        `--${flag} is "${between === ":" ? "Name: value" : "name=value"}", not "${beginningOf(line)}".`,
      );
    const before = found.get(name);
    if (between === "=" && before !== undefined)
      throw new CliError(
        "usage",
        `--field has "${name}" twice: a form has each field once, and S3 refuses a second one.`,
      );
    const value = between === ":" ? line.slice(at + 1).trim() : line.slice(at + 1);
    // HTTP reads a header that comes twice as one, with a comma: https://www.rfc-editor.org/rfc/rfc9110#section-5.3
    found.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(found);
}

function readStatus(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^(?:0|[1-5]\d\d)$/.test(text))
    throw new CliError("usage", `--status is 0 or 100 to 599, not "${showArgument(text)}".`);
  return Number(text);
}

/** An answer that was given as it is, and not by the name of its file. */
const IS_ANSWER = /^\s*(?:[<{]|HTTP\/)|\n/;

async function readInput(io: Io, url: string | undefined, error: string | undefined) {
  if (url === undefined && io.stdin.isTTY)
    throw new CliError(
      "usage",
      "Give the URL and S3's answer: daypass explain 'https://…' error.xml, or - to paste both.",
    );
  const first = url ?? "-";
  if (first === "-" && error === "-")
    throw new CliError(
      "usage",
      "Both cannot be -: with - alone, stdin has the URL in its first line and the answer behind it.",
    );
  if (error !== undefined)
    return { url: await readArgument(io, first, /^https?:/i), error: await readArgument(io, error, IS_ANSWER) };
  if (/^https?:/i.test(first))
    // An answer by a pipe, with no word about it, is what `curl … | daypass explain URL` means.
    return { url: first, error: await readArgument(io, "-", IS_ANSWER) };
  const both = await readArgument(io, first, /^https?:/i);
  const [, line = "", rest = ""] = /^\s*(\S[^\r\n]*)(.*)$/s.exec(both) ?? [];
  if (line === "") throw new CliError("usage", "The input is empty: give the URL and S3's answer.");
  return { url: line, error: rest };
}

/** The argument itself where it looks like what is wanted, else what stands on stdin or in the file of that name. */
async function readArgument(io: Io, argument: string, isItself: RegExp): Promise<string> {
  if (isItself.test(argument)) return argument;
  if (argument === "-") return readStdin(io);
  const found = await stat(argument).catch(() => undefined);
  // What a client says that got no answer: "Failed to fetch".
  if (found === undefined && isItself === IS_ANSWER && /\s/.test(argument)) return argument;
  if (!found?.isFile())
    throw new CliError(
      "usage",
      `"${showArgument(argument).slice(0, 80)}" is neither the text itself nor a file that is there.`,
    );
  if (found.size > MAX_INPUT_BYTES)
    throw new CliError(
      "usage",
      `${showArgument(argument)} has more than ${MAX_INPUT_BYTES} bytes: that is no answer of S3.`,
    );
  return readFile(argument, "utf8");
}

async function readStdin(io: Io): Promise<string> {
  if (io.isInteractive) io.err("Paste it and press Enter, then Ctrl-D:");
  let text = "";
  for await (const chunk of io.stdin) {
    text += chunk;
    if (text.length > MAX_INPUT_BYTES)
      throw new CliError("usage", `The input has more than ${MAX_INPUT_BYTES} bytes: that is no answer of S3.`);
  }
  return text;
}
