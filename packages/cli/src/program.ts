import { Command } from "commander";
import { addBucketCommand } from "./commands/bucket.ts";
import { addExplainCommand } from "./commands/explain.ts";
import { addInspectCommand } from "./commands/inspect.ts";
import { addPresignCommand } from "./commands/presign.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addSetupLinkCommand } from "./commands/setup-link.ts";
import { addTokenCommand } from "./commands/token.ts";
import { addTourCommand } from "./commands/tour.ts";
import { addUserCommand } from "./commands/user.ts";
import { columnsOf } from "./fold.ts";
import { below, DEFAULT_COLUMNS, HELP_LAYOUT } from "./help.ts";
import type { Io } from "./io.ts";
import { readVersion } from "./version.ts";

/** The whole command line; each command is a file of its own. */
export function createProgram(io: Io): Command {
  const program = new Command("daypass")
    .description("Secure file sharing over S3 presigned URLs, and a presigned URL generator.")
    .version(readVersion(), "-V, --version")
    // `bucket` and its own commands have options of the same name.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => columnsOf(io.stdout) ?? DEFAULT_COLUMNS,
      getErrHelpWidth: () => columnsOf(io.stderr) ?? DEFAULT_COLUMNS,
      writeOut: (text) => void io.stdout.write(text),
      // Help for a command line that says nothing.
      writeErr: (text) => void io.stderr.write(text),
      // Errors come back as exceptions and are printed once, by `runCommand`.
      outputError: () => {},
    })
    .configureHelp(HELP_LAYOUT)
    .addHelpText(
      "after",
      below(
        "\nResults go to stdout, everything else to stderr. Exit codes: 0 ok, 1 failed, 2 usage, 3 credentials, 4 configuration, 5 port in use, 6 data folder, 7 database.",
      ),
    );
  for (const add of [
    addPresignCommand,
    addInspectCommand,
    addTourCommand,
    addExplainCommand,
    addServeCommand,
    addBucketCommand,
    addTokenCommand,
    addSetupLinkCommand,
    addUserCommand,
  ])
    add(program, io);
  return program;
}
