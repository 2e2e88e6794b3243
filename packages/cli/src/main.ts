import { PresignError } from "@daypass/presign";
import { CommanderError } from "commander";
import { CliError, EXIT_CODES, type Failure } from "./exit-codes.ts";
import { tell } from "./fold.ts";
import { hideArguments } from "./hide-arguments.ts";
import { createProcessIo, type Io, paint } from "./io.ts";
import { createProgram } from "./program.ts";
import { showControlCharactersInLines, toTerminalJson } from "./terminal-text.ts";

/** Runs the command line of this process and sets its exit code. */
export async function run(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  // `daypass inspect … | head -1` closes our output early, which is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT_CODES.ok);
    throw error;
  });
  const io = createProcessIo();
  process.exitCode = await runCommand(argv, io);
}

/** One command from its arguments to its exit code. Every expected end is told in words; only a defect shows a stack. */
export async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync(readRequestPayer(argv), { from: "user" });
    return EXIT_CODES.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version that were asked for are printed; every other message of Commander is ours to print.
      if (error.exitCode === 0) return EXIT_CODES.ok;
      if (error.code === "commander.help") return EXIT_CODES.usage;
      const message = error.message.replace(/^error: /, "");
      return report(io, argv, "usage", `${message}\nSee \`daypass --help\`, or \`daypass COMMAND --help\`.`);
    }
    // Who pressed Ctrl-C knows it.
    if (error instanceof CliError && error.failure === "interrupted") return EXIT_CODES.interrupted;
    if (error instanceof CliError) return report(io, argv, error.failure, error.message);
    // The signer refuses what the command line gave it by naming the argument: that is a message for people already.
    if (error instanceof PresignError)
      return report(io, argv, error.code.startsWith("credentials_") ? "credentials" : "usage", error.message);
    io.err(hideArguments(error instanceof Error ? (error.stack ?? error.message) : String(error), argv));
    return EXIT_CODES.failed;
  }
}

/** The AWS CLI's commands take `--request-payer requester`; it can mean nothing else, so ours is a switch. */
const readRequestPayer = (argv: readonly string[]): string[] =>
  argv
    .map((argument) => (argument === "--request-payer=requester" ? "--request-payer" : argument))
    .filter((argument, at) => !(argument === "requester" && argv[at - 1] === "--request-payer"));

function report(io: Io, argv: readonly string[], failure: Failure, said: string): number {
  const message = hideArguments(said, argv);
  if (argv.includes("--json")) io.err(toTerminalJson({ error: { code: failure, message } }));
  else tell(io, `${paint(io.stderr, "red", "daypass:")} ${showControlCharactersInLines(message)}`);
  return EXIT_CODES[failure];
}
