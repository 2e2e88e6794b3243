// One source in a thread of its own, which ends with all that its mutants have left open.
import { parentPort, workerData } from "node:worker_threads";
import type { Source } from "./sources.ts";
import { findMutantMaker } from "./stryker.ts";
import { type Score, trySource } from "./try-source.ts";

export interface Task {
  readonly source: Source;
  /** The mutant to begin with. */
  readonly from: number;
}

export type Message =
  | { readonly line: string }
  | { readonly miss: string }
  | { readonly score: Score }
  /** An accident of the trial itself. */
  | { readonly accident: string };

const send = (message: Message) => parentPort!.postMessage(message);

try {
  const makeMutants = await findMutantMaker();
  if (makeMutants === undefined) throw new Error("what makes mutants is gone");
  const report = { line: (line: string) => send({ line }), miss: (miss: string) => send({ miss }) };
  const { source, from } = workerData as Task;
  send({ score: await trySource(source, from, { makeMutants, report }) });
} catch (accident) {
  send({ accident: String((accident as Error).stack ?? accident) });
}
