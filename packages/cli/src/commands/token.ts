import type { Command } from "commander";
import { dataDirOf } from "../data-folder.ts";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";

const MAX_NAME_CHARACTERS = 100;

export function addTokenCommand(program: Command, io: Io): void {
  program
    .command("token")
    .summary("make an API token")
    .description("API tokens of the owner, for programs: Authorization: Bearer TOKEN.")
    .command("create")
    .description("Prints a new token alone. It is shown this once.")
    .requiredOption("--name <name>", "what it is for, as the list of tokens shows it")
    .option("--data-dir <folder>", "of the instance (default: ~/.daypass)")
    .option("--json", "as JSON")
    .action(async ({ name, dataDir, json }: { name: string; dataDir?: string; json?: boolean }) => {
      if (name.trim() === "" || name.length > MAX_NAME_CHARACTERS)
        throw new CliError("usage", `--name must have 1 to ${MAX_NAME_CHARACTERS} characters.`);
      const { withInstance } = await import("../serve/open-instance.ts");
      const token = await withInstance(dataDirOf(dataDir, io.env), io.env, (server) => server.createApiToken(name));
      io.out(json ? JSON.stringify({ name, token }) : token);
    });
}
