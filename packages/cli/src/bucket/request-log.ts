// What `daypass bucket` says of a request: in a line for people, or in one of JSON.
import type { RequestLine } from "@daypass/bucket";

/** Why an answer ended before its last byte, in words. */
const CUTS: Record<NonNullable<RequestLine["cut"]>, string> = {
  failure: "cut off by a failure",
  "receiver-left": "the receiver left",
  "receiver-slow": "cut off, the receiver was too slow",
};

export function describeRequest(line: RequestLine): string {
  const { method, path, status, operation, code, cut, durationMilliseconds } = line;
  const facts = [method, path, status, operation, ...(code ? [code] : []), ...(cut ? [`(${CUTS[cut]})`] : [])];
  return `${facts.join(" ")} ${Math.round(durationMilliseconds)} ms`;
}

/** What went wrong on our side, for whoever looks after the disk. */
export const describeFailure = ({ requestId, operation, path }: RequestLine, error: Error): string =>
  `${requestId} ${operation} ${path}: ${error.name} ${error.message}`;

/** The line with its error as members: JSON makes `{}` of an Error. */
export function toPlainLine(line: RequestLine): object {
  if (!line.error) return line;
  const { name, message, code } = line.error as Error & { code?: unknown };
  return { ...line, error: { name, message, ...(code !== undefined && { code }) } };
}
