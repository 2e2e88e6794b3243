import type { Command } from "commander";
import { dataDirOf } from "../data-folder.ts";
import { CliError } from "../exit-codes.ts";
import { tell } from "../fold.ts";
import type { Io } from "../io.ts";
import { showControlCharacters } from "../terminal-text.ts";

export function addUserCommand(program: Command, io: Io): void {
  program
    .command("user")
    .summary("reset-link: let the owner in again who lost the password")
    .description("Accounts of an instance.")
    .command("reset-link")
    .description(
      "Prints a link by which the owner chooses a new password. It works once, for an hour; earlier links stop working. The new password ends every session.",
    )
    .option("--data-dir <folder>", "of the instance (default: ~/.daypass)")
    .option("--json", "as JSON")
    .action(async ({ dataDir, json }: { dataDir?: string; json?: boolean }) => {
      const { withInstance } = await import("../serve/open-instance.ts");
      const { resetUrl, login, expiresAt } = await withInstance(
        dataDirOf(dataDir, io.env),
        io.env,
        async (server, publicUrl) => {
          const link = await server.createResetLink();
          if (link === null)
            throw new CliError("failed", "There is no owner yet: `daypass setup-link` prints a link to become it.");
          return { ...link, resetUrl: new URL(link.path, publicUrl).href };
        },
      );
      if (json) {
        io.out(JSON.stringify({ resetUrl, login, expiresAt }));
        return;
      }
      io.out(resetUrl);
      tell(
        io,
        `For ${showControlCharacters(login)}: it works once, within the hour. API tokens go on: \`daypass token list\`.`,
      );
    });
}
