import { log } from "@clack/prompts";
import { columnsOf, fold } from "../fold.ts";
import type { Io } from "../io.ts";

/** What is said between two questions, beside their bar. */
export function note(io: Io, text: string): void {
  const columns = columnsOf(io.stderr);
  log.info(fold(text, columns && columns - BAR_COLUMNS, 0, 0), { input: io.stdin, output: io.stderr });
}

const BAR_COLUMNS = 3;
