// Moments as the reader's clock and calendar say them.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** `today, 14:05`, `Tue 1 Dec, 14:05`, with the year when it is another one; in the zone of this machine. */
export function localTime(at: Date, now: Date): string {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(at);
  if (sameDay(at, now)) return `today, ${time}`;
  const day = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const }),
  }).format(at);
  return `${day.replace(",", "")}, ${time}`;
}

const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? "" : "s"} left`;

const UNITS: readonly [string, number][] = [
  ["year", 365 * DAY_MS],
  ["month", 30 * DAY_MS],
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", 0],
];

/** `6 days left`, of the largest unit that is there twice, rounded down, so that it never promises too much; null once it is over. */
export function timeLeft(leftMs: number): string | null {
  if (!(leftMs > 0)) return null;
  if (leftMs < MINUTE_MS) return "less than a minute left";
  const [unit, unitMs] = UNITS.find(([, ms]) => leftMs >= 2 * ms)!;
  return count(Math.floor(leftMs / (unitMs || MINUTE_MS)), unit);
}
