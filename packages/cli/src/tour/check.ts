import type { Answer, Expected } from "./types.ts";

/** The first thing in which an answer is not what was expected, in words; undefined when there is none. */
export function findDifference(expected: Expected, seen: Answer): string | undefined {
  if ("unreachable" in expected) {
    if (seen.kind === "unreachable" && seen.error === expected.unreachable) return undefined;
    return `expected ${expected.unreachable}, got ${seen.kind === "unreachable" ? seen.error : describeStatus(seen)}`;
  }
  if (seen.kind === "unreachable") return `expected ${describeStatus(expected)}, got no answer: ${seen.error}`;
  if (seen.status !== expected.status || (expected.code !== undefined && seen.code !== expected.code))
    return `expected ${describeStatus(expected)}, got ${describeStatus(seen)}`;
  if (expected.message !== undefined && !seen.message?.includes(expected.message))
    return `expected a message with "${expected.message}", got "${seen.message ?? ""}"`;
  for (const [name, value] of Object.entries(expected.headers ?? {}))
    if (seen.headers[name] !== value)
      return `expected the header ${name}: ${value}, got ${seen.headers[name] ?? "none"}`;
  if (expected.body !== undefined && seen.body !== expected.body)
    return `expected the body "${expected.body}", got "${seen.body}"`;
  return undefined;
}

const describeStatus = ({ status, code }: { status: number; code?: string | undefined }): string =>
  code === undefined ? `${status}` : `${status} ${code}`;
