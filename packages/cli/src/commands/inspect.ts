import { inspect } from "@daypass/presign";
import type { Command } from "commander";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { askLibrary } from "../presign/flag-values.ts";
import { renderInspection } from "../presign/inspection.ts";
import { toTerminalJson } from "../terminal-text.ts";

/** A presigned URL is some hundred bytes; with a session token some thousand. */
const MAX_INPUT_BYTES = 64 * 1024;

export function addInspectCommand(program: Command, io: Io): void {
  program
    .command("inspect")
    .summary("say what a presigned URL allows")
    .description(
      "Says what a presigned URL allows, for whom, until when, and what is unwise about it. It is never sent anywhere.",
    )
    .argument("[url]", "the URL in quotes, or - to read it from stdin, which keeps it out of the shell's history")
    .option("--method <method>", "the method that it was signed for: a URL does not say it")
    .option("--json", "the same as JSON")
    .action(async (argument: string | undefined, { method, json }: { method?: string; json?: boolean }) => {
      const url = await readUrl(io, argument);
      const now = new Date();
      const inspection = askLibrary(() => inspect(url, { now, method }));
      if (json) io.out(toTerminalJson(inspection, 2));
      else for (const line of renderInspection(io, inspection, now)) io.out(line);
    });
}

async function readUrl(io: Io, argument: string | undefined): Promise<string> {
  if (argument === undefined || argument === "-") {
    if (argument === undefined && io.stdin.isTTY)
      throw new CliError(
        "usage",
        "Give the URL in quotes (it has & in it): daypass inspect 'https://…', or - to paste it.",
      );
    if (io.isInteractive) io.err("Paste the URL and press Enter, then Ctrl-D:");
    let text = "";
    for await (const chunk of io.stdin) {
      text += chunk;
      if (text.length > MAX_INPUT_BYTES)
        throw new CliError("usage", `The input is no URL: it has more than ${MAX_INPUT_BYTES} bytes.`);
    }
    argument = text.trim();
    if (argument === "") throw new CliError("usage", "The input is empty: give a URL.");
  }
  return argument;
}
