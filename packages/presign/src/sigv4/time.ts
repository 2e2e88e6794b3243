// Times as SigV4 writes them: `yyyyMMddTHHmmssZ`, in UTC, whole seconds.

const LAST_SECOND = 253_402_300_799; // 9999-12-31T23:59:59Z, the last one with a four-digit year

/** Whole seconds since 1970 → `yyyyMMddTHHmmssZ`. */
export function formatTimestamp(epochSeconds: number): string {
  const iso = new Date(epochSeconds * 1000).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

export const isRepresentable = (epochSeconds: number): boolean => epochSeconds >= 0 && epochSeconds <= LAST_SECOND;

/** The number in `count` decimal digits, or NaN. */
function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** Milliseconds at the begin of a day `yyyyMMdd`, the first eight characters. NaN for one that does not exist. */
function parseDay(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 4, 2);
  const day = digits(text, 6, 2);
  // Date.UTC reads years below 100 as of the last century, and goes on counting at day 32 and month 13.
  return year >= 100 && month >= 1 && day >= 1 && day <= daysOf(month, year)
    ? Date.UTC(year, month - 1, day)
    : Number.NaN;
}

/** 0 for a month that does not exist. By hand, because a Date to read back costs as much as the rest of a verification's checks. */
function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month > 12) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const isDay = (text: string): boolean => text.length === 8 && Number.isFinite(parseDay(text));

/** `yyyyMMddTHHmmssZ` → milliseconds. Undefined for another form, and for a moment that does not exist (month 13, 24:61). */
export function parseTimestamp(text: string): number | undefined {
  if (text.length !== 16 || text[8] !== "T" || text[15] !== "Z") return undefined;
  const hour = digits(text, 9, 2);
  const minute = digits(text, 11, 2);
  const second = digits(text, 13, 2);
  if (!(hour < 24 && minute < 60 && second < 60)) return undefined;
  const ms = parseDay(text) + ((hour * 60 + minute) * 60 + second) * 1000;
  return Number.isFinite(ms) ? ms : undefined;
}

/** RFC 9110 date of a `Date` header, `Tue, 24 Nov 2026 15:00:00 GMT` → milliseconds. */
export function parseHttpDate(text: string): number | undefined {
  // Date.parse takes many forms; what does not come back as it went in is another one.
  const ms = Date.parse(text);
  return Number.isFinite(ms) && new Date(ms).toUTCString() === text ? ms : undefined;
}

const ISO_UTC = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?Z$/;

/** ISO 8601 in UTC, as the `expiration` of a POST policy → milliseconds. */
export function parseIsoUtc(text: string): number | undefined {
  const match = ISO_UTC.exec(text);
  if (!match) return undefined;
  const ms = Date.parse(text);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(match[1]!) ? ms : undefined;
}
