// Times as SigV4 writes them: `yyyyMMddTHHmmssZ`, in UTC, whole seconds.

const LAST_SECOND = 253_402_300_799; // 9999-12-31T23:59:59Z, the last one with a four-digit year

/** Whole seconds since 1970 → `yyyyMMddTHHmmssZ`. */
export function formatTimestamp(epochSeconds: number): string {
  const iso = new Date(epochSeconds * 1000).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

export const isRepresentable = (epochSeconds: number): boolean => epochSeconds >= 0 && epochSeconds <= LAST_SECOND;

const TIMESTAMP = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** `yyyyMMddTHHmmssZ` → milliseconds. Undefined for another form, and for a moment that does not exist (month 13, 24:61). */
export function parseTimestamp(text: string): number | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse takes 24:00:00 and 31 February in some engines; what does not come back as it went in is refused.
  return Number.isFinite(ms) && formatTimestamp(ms / 1000) === text ? ms : undefined;
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
