import type { ApiToken, DaypassServer } from "@daypass/server";
import type { Command } from "commander";
import { dataDirOf } from "../data-folder.ts";
import { CliError } from "../exit-codes.ts";
import { tell } from "../fold.ts";
import type { Io } from "../io.ts";
import { showControlCharacters } from "../terminal-text.ts";

const MAX_NAME_CHARACTERS = 100;

interface Flags {
  readonly dataDir?: string;
  readonly json?: boolean;
}

export function addTokenCommand(program: Command, io: Io): void {
  const token = program
    .command("token")
    .summary("make, list and revoke API tokens")
    .description("API tokens of the owner, for programs: Authorization: Bearer TOKEN.");
  const add = (command: string, description: string): Command =>
    token
      .command(command)
      .description(description)
      .option("--data-dir <folder>", "of the instance (default: ~/.daypass)")
      .option("--json", "as JSON");
  const ask = async <Result>({ dataDir }: Flags, use: (server: DaypassServer) => Promise<Result>): Promise<Result> => {
    const { withInstance } = await import("../serve/open-instance.ts");
    return withInstance(dataDirOf(dataDir, io.env), io.env, use);
  };

  add("create", "Prints a new token alone. It is shown this once.")
    .requiredOption("--name <name>", "what it is for, as the list of tokens shows it")
    .action(async ({ name, ...flags }: Flags & { name: string }) => {
      if (name.trim() === "" || name.length > MAX_NAME_CHARACTERS || /\p{Cc}/u.test(name))
        throw new CliError("usage", `--name must have 1 to ${MAX_NAME_CHARACTERS} characters, all of them visible.`);
      const created = await ask(flags, (server) => server.createApiToken(name));
      io.out(flags.json ? JSON.stringify({ name, token: created }) : created);
    });

  add("list", "Prints the tokens that work, newest first. When one was last used is noted once an hour.").action(
    async (flags: Flags) => {
      const tokens = await ask(flags, (server) => server.listApiTokens());
      if (flags.json) io.out(JSON.stringify({ tokens }));
      else if (tokens.length === 0) tell(io, "There is no token. `daypass token create --name NAME` makes one.");
      else for (const line of describeTokens(tokens)) io.out(line);
    },
  );

  add("revoke", "Ends a token: the next request with it is refused.")
    .argument("<id>", "as `daypass token list` shows it, tok_…")
    .action(async (id: string, flags: Flags) => {
      // Not said again: whoever mixes the two up gives the token itself.
      if (!id.startsWith("tok_"))
        throw new CliError("usage", "Give the token's id, tok_…: `daypass token list` has it.");
      const revoked = await ask(flags, (server) => server.revokeApiToken(id));
      if (!revoked)
        throw new CliError("failed", `There is no token ${id}: \`daypass token list\` shows those that work.`);
      io.out(flags.json ? JSON.stringify({ id, revoked }) : `${id} is revoked: the next request with it is refused.`);
      if (!flags.json)
        tell(io, `Links that it made go on. Its deeds, with their ids: GET /api/v1/events?tokenId=${id}`);
    });
}

function describeTokens(tokens: readonly ApiToken[]): string[] {
  const minute = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const rows = [
    ["ID", "ENDS IN", "MADE", "LAST USED", "NAME"],
    ...tokens.map(({ id, ending, createdAt, usedAt, name }) => [
      id,
      ending === null ? "-" : `…${ending}`,
      minute(createdAt),
      usedAt === null ? "never" : minute(usedAt),
      showControlCharacters(name),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  // The name stands last: it may be of any width.
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
