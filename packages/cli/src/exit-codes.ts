/** What the command's exit code says. The table in the package's README is tested against this one. */
export const EXIT_CODES = {
  ok: 0,
  /** Something that is in no other row. */
  failed: 1,
  /** The command line is wrong: unknown option, missing argument, value out of bounds. */
  usage: 2,
  /** No AWS credentials were found, or the ones found cannot be used. */
  credentials: 3,
  /** `serve` or `bucket` is configured in halves, or two settings contradict each other. */
  configuration: 4,
  port_in_use: 5,
  /** The data folder cannot be used: not a folder, not writable, in use, or a secret is missing from it. */
  data_folder: 6,
  /** The database comes from a newer Daypass, or from an older one that `serve` has to bring to this version, or cannot be opened. */
  database: 7,
  /** Stopped by Ctrl-C in a question or in the tour. */
  interrupted: 130,
} as const;

export type Failure = Exclude<keyof typeof EXIT_CODES, "ok">;

/** An end that a person can do something about. The message says what is wrong and what to do; no stack is shown. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly failure: Failure;
  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
