import { MAX_EXPIRES_IN_SECONDS } from "../presign/request.ts";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `90`, `15m`, `1h`, `2d` → seconds, from 1 to what the service takes, or what is wrong with it. */
export function parseDuration(text: string, maxSeconds = MAX_EXPIRES_IN_SECONDS): number | string {
  const match = /^(\d+)\s*([smhd]?)$/i.exec(text.trim());
  if (match === null) return "write a number and s, m, h or d, like 15m";
  const seconds = Number(match[1]) * SECONDS[(match[2]?.toLowerCase() || "s") as keyof typeof SECONDS];
  if (seconds < 1) return "at least one second";
  if (seconds > maxSeconds) return `it takes at most ${maxSeconds / 86_400} days (${maxSeconds} seconds)`;
  return seconds;
}
