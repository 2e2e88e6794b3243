import type { Command } from "commander";
import { dataDirOf } from "../data-folder.ts";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";

export function addSetupLinkCommand(program: Command, io: Io): void {
  program
    .command("setup-link")
    .summary("make a new link to set up the owner's account")
    .description("Prints a new link to set up the owner's account. It works once; earlier links stop working.")
    .option("--data-dir <folder>", "of the instance (default: ~/.daypass)")
    .option("--json", "as JSON")
    .action(async ({ dataDir, json }: { dataDir?: string; json?: boolean }) => {
      const { withInstance } = await import("../serve/open-instance.ts");
      const url = await withInstance(dataDirOf(dataDir, io.env), io.env, async (server, publicUrl) => {
        const path = await server.createSetupPath();
        if (path === null)
          throw new CliError(
            "failed",
            `There is an owner already: sign in at ${publicUrl}. Password lost? \`daypass user reset-link\` prints a link to choose a new one.`,
          );
        return new URL(path, publicUrl).href;
      });
      io.out(json ? JSON.stringify({ setupUrl: url }) : url);
    });
}
