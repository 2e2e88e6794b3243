import { styleText } from "node:util";

/** Everything of the machine that commands may touch, so that one place reads it. Results go to `out`, the rest to `err`. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** A person is there to answer: input and messages are both on a terminal. */
  readonly isInteractive: boolean;
  /** One line of result. */
  out(line: string): void;
  /** One line for the person beside the result. */
  err(line: string): void;
}

export function createProcessIo(): Io {
  const { env, stdin, stdout, stderr } = process;
  return {
    env,
    stdin,
    stdout,
    stderr,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
  };
}

export type Style = Parameters<typeof styleText>[0];

/** Colours where the stream is a terminal that has them (`NO_COLOR` and `FORCE_COLOR` are heeded), else plain text. */
export const paint = (stream: NodeJS.WriteStream, style: Style, text: string): string =>
  styleText(style, text, { stream });
