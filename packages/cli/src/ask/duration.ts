import { MAX_EXPIRES_IN_SECONDS } from "../presign/request.ts";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `90`, `15m`, `1h`, `2d` → seconds within S3's 1..604800, or what is wrong with it. */
export function parseDuration(text: string): number | string {
  const match = /^(\d+)\s*([smhd]?)$/i.exec(text.trim());
  if (match === null) return "write a number and s, m, h or d, like 15m";
  const seconds = Number(match[1]) * SECONDS[(match[2]?.toLowerCase() || "s") as keyof typeof SECONDS];
  if (seconds < 1) return "at least one second";
  if (seconds > MAX_EXPIRES_IN_SECONDS) return "S3 takes at most 7 days (604800 seconds)";
  return seconds;
}
