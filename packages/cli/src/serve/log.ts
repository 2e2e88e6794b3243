import type { Log } from "@daypass/server";
import { pino } from "pino";
import type { LogLevel } from "./config.ts";

/** Members that never reach a log, wherever somebody puts them. */
const SECRET_MEMBERS = [
  "password",
  "token",
  "claimToken",
  "secretAccessKey",
  "sessionToken",
  "signature",
  "authorization",
  "cookie",
];

/** The second net: whatever text brings a signature, a link's slug or a claim's token into a line, it is cut out here. */
export const scrubLine = (line: string): string =>
  line
    .replace(/(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"\\]+/gi, "$1…")
    .replace(/("?x-amz-signature"?\s*[:=]\s*\\?"?)[0-9a-f]{64}/gi, "$1…")
    .replace(/\/(s|setup|reset|claims)\/[A-Za-z0-9_-]{8,}/g, "/$1/…")
    .replace(/\bdp_[A-Za-z0-9_-]{8,}/g, "dp_…");

/** One line of JSON for each event, on stderr. */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_MEMBERS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "…" },
    },
    { write: (line: string) => write(scrubLine(line)) },
  );
}
