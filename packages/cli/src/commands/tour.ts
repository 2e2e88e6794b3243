import type { Command } from "commander";
import type { Io } from "../io.ts";
import type { TourFlags } from "../tour/run.ts";

export function addTourCommand(program: Command, io: Io): void {
  program
    .command("tour")
    .summary("see presigned URLs made, used and refused")
    .description(
      "Five minutes on presigned URLs: real requests and their real answers, on a throw-away bucket of this machine.",
    )
    .option("--yes", "do not wait for Enter between the steps; so it is without a terminal")
    .option("--json", "one line of JSON a step: what was asked, expected and seen")
    .action(async (flags: TourFlags) => {
      const { runTour } = await import("../tour/run.ts");
      await runTour(io, flags);
    });
}
