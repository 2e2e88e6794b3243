import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { waitForStop } from "../wait-for-stop.ts";
import { findDifference } from "./check.ts";
import { openScene, RIGHTS } from "./scene.ts";
import { send } from "./send.ts";
import { STEPS } from "./steps.ts";
import type { Exchange, Scene, Stage, Step } from "./types.ts";
import { createJsonVoice, createTextVoice, type Voice } from "./voice.ts";
import { whatNext, whatThisIs } from "./words.ts";

export interface TourFlags {
  /** Go on without waiting for Enter. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** What a test may replace. */
export interface TourParts {
  readonly steps?: readonly Step[];
  readonly open?: () => Promise<Scene>;
}

/** Plays the steps on a bucket of their own, and ends with `failed` at the first answer that is another than announced. */
export async function runTour(
  io: Io,
  flags: TourFlags,
  { steps = STEPS, open = openScene }: TourParts = {},
): Promise<void> {
  const voice = flags.json ? createJsonVoice(io) : createTextVoice(io);
  // Somebody must be there both to read and to press Enter.
  const waits = !flags.yes && !flags.json && io.stdin.isTTY === true && io.stdout.isTTY === true;
  const stopped = new AbortController();
  const { signal } = stopped;
  const stop = waitForStop(io);
  void stop.reason.then(() => stopped.abort());
  let scene: Scene | undefined;
  try {
    scene = await open();
    voice.begin(
      whatThisIs(scene.endpoint),
      RIGHTS.map(({ accessKeyId, says }) => [accessKeyId, says]),
    );
    for (const [index, step] of steps.entries()) {
      if (waits) await waitForEnter(io, index === 0 ? "begin" : "go on", signal);
      voice.beginStep(step, index + 1, steps.length);
      try {
        await step.play(createStage(scene, step, voice, signal));
      } catch (error) {
        // What was stopped has no result.
        if (!signal.aborted) voice.endStep(false);
        throw error;
      }
      voice.endStep(true);
    }
    voice.end(...whatNext(steps.length));
  } catch (error) {
    if (signal.aborted) throw new CliError("interrupted", "stopped", { cause: error });
    throw error;
  } finally {
    stop.dispose();
    await scene?.close();
  }
}

function createStage(scene: Scene, step: Step, voice: Voice, signal: AbortSignal): Stage {
  return {
    scene,
    tell: (text) => voice.tell(text),
    point: (number, text) => voice.point(number, text),
    async ask(asked, expected, view) {
      const seen = await send(asked, signal);
      const difference = findDifference(expected, seen);
      const exchange: Exchange = { asked, expected, seen, ...(difference !== undefined && { difference }) };
      voice.show(exchange, view);
      if (difference !== undefined)
        throw new CliError("failed", `The tour's step "${step.id}" went another way than it should: ${difference}.`);
    },
    async waitUntil(moment) {
      for (;;) {
        const milliseconds = moment.getTime() - Date.now();
        voice.countDown(Math.max(Math.ceil(milliseconds / 1000), 0));
        // A URL lives through the millisecond in which it ends.
        if (milliseconds < 0) return;
        await sleep((milliseconds % 1000) + 1, undefined, { signal });
      }
    },
  };
}

/** The end of the input is a wish to stop, like Ctrl-C. */
async function waitForEnter(io: Io, purpose: string, signal: AbortSignal): Promise<void> {
  io.stdout.write(`Press Enter to ${purpose}, Ctrl-C to stop. `);
  const lines = createInterface({ input: io.stdin });
  try {
    await new Promise<void>((go, fail) => {
      const stop = (): void => fail(new CliError("interrupted", "stopped"));
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      lines.once("line", () => go());
      lines.once("close", stop);
    });
  } catch (error) {
    io.out("");
    throw error;
  } finally {
    lines.close();
  }
  io.out("");
}
