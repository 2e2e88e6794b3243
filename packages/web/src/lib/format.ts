// Sizes, times and counts as people read them, in the reader's zone. Pure: `now` comes in.
const UNITS = ["KB", "MB", "GB", "TB", "PB"] as const;

/** Three digits and a unit of powers of 1000: `999 bytes`, `2.4 MB`, `1.84 GB`. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return sizeBytes === 1 ? "1 byte" : `${sizeBytes} bytes`;
  let value = sizeBytes;
  let unit = -1;
  // 999,999 bytes would round to 1000 KB: it moves on to the next unit.
  while (unit < UNITS.length - 1 && (unit < 0 || Number(value.toPrecision(3)) >= 1000)) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))} ${UNITS[unit]}`;
}

/** `1.1 of 1.84 GB`: the unit once, where both have the same. */
export function formatPart(bytes: number, sizeBytes: number): string {
  const [part, whole] = [formatSize(bytes), formatSize(sizeBytes)];
  const unit = whole.slice(whole.indexOf(" "));
  return `${part.endsWith(unit) ? part.slice(0, -unit.length) : part} of ${whole}`;
}

export const formatBytesExactly = (sizeBytes: number): string =>
  `${sizeBytes.toLocaleString("en-US")} ${sizeBytes === 1 ? "byte" : "bytes"}`;

export const formatSpeed = (bytesPerSecond: number): string => `${formatSize(Math.round(bytesPerSecond))}/s`;

/** `40 s`, `1 min 6 s`, `12 min`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 5 && whole % 60 !== 0) return `${minutes} min ${whole % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const DAY_AND_YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

const dayNumber = (at: Date) =>
  Math.round(new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime() / 86_400_000);

/** `today, 14:05`, `tomorrow, 09:00`, `Tue 1 Dec, 14:05`, `1 Dec 2027, 14:05`. */
export function formatMoment(at: Date, now: Date): string {
  const days = dayNumber(at) - dayNumber(now);
  const near = ({ "-1": "yesterday", "0": "today", "1": "tomorrow" } as Record<string, string>)[days];
  const day = near ?? (Math.abs(days) < 180 ? DAY.format(at).replace(",", "") : DAY_AND_YEAR.format(at));
  return `${day}, ${TIME.format(at)}`;
}

export const formatMomentExactly = (at: Date): string =>
  at.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "long" });

export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** What the little sheet says: the last extension when it is short and plain, else nothing. */
export const extensionOf = (name: string): string => /[^.]\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1]?.toLowerCase() ?? "";
