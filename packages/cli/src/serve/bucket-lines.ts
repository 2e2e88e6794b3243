// What the embedded bucket says on its stderr, on its way into the log of the server.
import type { Log } from "@daypass/server";

/** A line of JSON tells of a request that failed for a reason of the bucket's own; everything else is text. */
export function logBucketLine(log: Log, line: string): void {
  const failed = readFailure(line);
  if (failed) log.error(failed, "the embedded bucket failed");
  else log.warn({ line }, "the embedded bucket says");
}

function readFailure(line: string): object | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { requestId, operation, path, status, error } = JSON.parse(line);
    return error === undefined ? undefined : { requestId, operation, path, status, error };
  } catch {
    return undefined;
  }
}
