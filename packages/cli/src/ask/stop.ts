import { cancel } from "@clack/prompts";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";

/** For Ctrl-C and Escape at a question: says that nothing came of it. */
export function stopAsking(io: Io): CliError {
  cancel("Nothing was signed.", { output: io.stderr });
  return new CliError("interrupted", "stopped");
}
