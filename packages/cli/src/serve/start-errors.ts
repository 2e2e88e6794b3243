import { BucketError, type BucketErrorCode } from "@daypass/bucket";
import { StartError } from "@daypass/server";
import { CliError, type Failure } from "../exit-codes.ts";

/** Where something tried to listen, and the flag with which a person can change that. */
export interface ListenAttempt {
  readonly host: string;
  readonly port: number;
  readonly portFlag: string;
}

/** Node's errors of `listen`, in words; undefined for any other. */
export function listenError(error: unknown, { host, port, portFlag }: ListenAttempt): CliError | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "EADDRINUSE")
    return new CliError(
      "port_in_use",
      `Port ${port} on ${host} is in use by another program: stop that one, or choose another port with ${portFlag} (0 takes a free one).`,
      { cause: error },
    );
  if (code === "EACCES" && port < 1024 && port > 0)
    return new CliError(
      "configuration",
      `Port ${port} needs rights that this user does not have: choose one above 1023 with ${portFlag}.`,
      { cause: error },
    );
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new CliError(
      "configuration",
      `${host} is no address of this machine: give one that is with --host or --lan.`,
      { cause: error },
    );
  return undefined;
}

const BUCKET_FAILURES: Readonly<Record<BucketErrorCode, Failure>> = {
  folder_unusable: "data_folder",
  folder_in_use: "data_folder",
  index_foreign: "data_folder",
  index_newer: "database",
  index_unusable: "database",
  port_in_use: "port_in_use",
  address_unusable: "configuration",
};

/** What is wrong with the folder of a bucket, with its exit code. */
export const bucketFolderError = (error: BucketError): CliError =>
  new CliError(BUCKET_FAILURES[error.code], error.message, { cause: error });

/** What the embedded bucket could not do at its start, in words; a defect stays what it is. */
export function bucketStartError(error: unknown, attempt: ListenAttempt): unknown {
  if (error instanceof BucketError) {
    const known = listenError(error.cause, attempt);
    return known ?? bucketFolderError(error);
  }
  // It refuses what the command line gave it by naming the option.
  if (error instanceof RangeError || error instanceof TypeError)
    return new CliError("usage", `${error.message}.`, { cause: error });
  return error;
}

/** The server's own reasons, with exit codes. */
export function rethrowStartError(error: unknown): never {
  if (!(error instanceof StartError)) throw error;
  throw new CliError(error.code === "configuration" ? "configuration" : "database", error.message, { cause: error });
}
