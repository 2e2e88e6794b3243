// Sizes, times and counts as people read them. Pure: a page never asks the machine for the time.
import { type Html, html } from "./html.ts";

const UNITS = ["KB", "MB", "GB", "TB", "PB"] as const;

/** Three digits and a unit of powers of 1000, as disks and S3's bill count: `999 bytes`, `2.4 MB`, `1.84 GB`. */
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

const group = (count: number): string => count.toLocaleString("en-US");

/** The rounded size, with the exact bytes on hover. */
export const size = (sizeBytes: number): Html =>
  html`<span class="num" title="${group(sizeBytes)} ${sizeBytes === 1 ? "byte" : "bytes"}">${formatSize(sizeBytes)}</span>`;

const DAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const TIME = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
});

/** A moment in UTC; the page's script rewrites it in the reader's zone. */
export const moment = (at: Date): Html =>
  html`<time datetime="${at.toISOString()}">${DAY.format(at).replace(",", "")}, ${TIME.format(at)} UTC</time>`;

/** `12 minutes`, rounded up, so that trying again after it works. */
export function formatWait(seconds: number): string {
  if (seconds < 60) return seconds <= 1 ? "1 second" : `${Math.ceil(seconds)} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  return `${Math.ceil(minutes / 60)} hours`;
}

export const plural = (count: number, one: string, many: string): string =>
  `${group(count)} ${count === 1 ? one : many}`;

/** What the little sheet says: the last extension when it is short and plain, else nothing. */
export const extensionOf = (name: string): string => /[^.]\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1]?.toLowerCase() ?? "";
