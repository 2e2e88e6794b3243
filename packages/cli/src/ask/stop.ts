import { cancel, isCancel } from "@clack/prompts";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";

/** For Ctrl-C and Escape at a question: says that nothing came of it. */
export function stopAsking(io: Io): CliError {
  cancel("Nothing was signed.", { output: io.stderr });
  return new CliError("interrupted", "stopped");
}

/** @throws {CliError} `interrupted`, when there was no answer but Ctrl-C. */
export function answered<Answer>(io: Io, answer: Answer): Exclude<Answer, symbol> {
  if (isCancel(answer)) throw stopAsking(io);
  return answer as Exclude<Answer, symbol>;
}
