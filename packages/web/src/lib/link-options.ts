import type { CreateShare } from "@daypass/api/schemas";
import { plural } from "./format.ts";

/** What the form beside the files holds, as typed. */
export interface LinkOptions {
  readonly title: string;
  readonly expiry: Expiry;
  /** Value of a datetime-local field, for `at`. */
  readonly expiryAt: string;
  readonly downloads: "any" | "1" | "5" | "25" | "other";
  readonly downloadsOther: string;
  readonly password: string;
}
export type Expiry = "hour" | "day" | "week" | "month" | "never" | "at";

export const DEFAULT_OPTIONS: LinkOptions = {
  title: "",
  expiry: "week",
  expiryAt: "",
  downloads: "any",
  downloadsOther: "",
  password: "",
};

const HOUR = 3_600_000;
const LIFE_MILLISECONDS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR } as const;

/** When a link with these options would end; null for never or for a moment that is not one. */
export function expiryOf({ expiry, expiryAt }: Pick<LinkOptions, "expiry" | "expiryAt">, now: Date): Date | null {
  if (expiry === "never") return null;
  if (expiry !== "at") return new Date(now.getTime() + LIFE_MILLISECONDS[expiry]);
  const at = new Date(expiryAt);
  return Number.isNaN(at.getTime()) ? null : at;
}

export type LinkErrors = Partial<Record<"title" | "expiryAt" | "downloadsOther" | "password", string>>;

/** What is wrong with the options, by field, in words. Empty when they can be sent. */
export function checkOptions(options: LinkOptions, now: Date): LinkErrors {
  const errors: LinkErrors = {};
  if (options.title.length > 200) errors.title = "At most 200 characters.";
  if (options.password.length > 256) errors.password = "At most 256 characters.";
  if (options.expiry === "at") {
    const at = expiryOf(options, now);
    if (!at) errors.expiryAt = "Choose a day and a time.";
    else if (at <= now) errors.expiryAt = "That moment has passed. Choose a later one.";
  }
  if (options.downloads === "other") {
    const count = Number(options.downloadsOther);
    if (options.downloadsOther.trim() === "" || !Number.isInteger(count) || count < 1 || count > 1_000_000)
      errors.downloadsOther = "A whole number from 1 to 1,000,000.";
  }
  return errors;
}

export function maxClaimsOf({ downloads, downloadsOther }: LinkOptions): number | null {
  return downloads === "any" ? null : Number(downloads === "other" ? downloadsOther : downloads);
}

const count = (amount: number): string => amount.toLocaleString("en-US");

/** What a limit of downloads comes to: of how many files, and with what was used already. Undefined without a limit. */
export function tellDownloads(
  options: LinkOptions,
  { fileCount, usedCount = 0 }: { fileCount: number; usedCount?: number },
): string | undefined {
  const most = maxClaimsOf(options);
  if (most === null || !Number.isInteger(most) || most < 1) return undefined;
  const said: string[] = [];
  if (usedCount > 0) {
    const left = most - usedCount;
    const includes = `This number includes ${plural(usedCount, "that is", "that are")} used`;
    said.push(left > 0 ? `${includes}: ${count(left)} left.` : `${includes}: none left, so the link is used up.`);
  }
  if (fileCount > 1) {
    const each = "each file counts as a download";
    if (most === 1) said.push(`One of these ${count(fileCount)} files, once: ${each}.`);
    else if (most < fileCount) said.push(`Too few for all ${count(fileCount)} files: ${each}.`);
    else said.push(`All ${count(fileCount)} files once take ${count(fileCount)}: ${each}.`);
  }
  return said.length === 0 ? undefined : said.join(" ");
}

export function shareOf(fileIds: readonly string[], options: LinkOptions, now: Date): CreateShare {
  const title = options.title.trim();
  return {
    fileIds: [...fileIds],
    ...(title === "" ? {} : { title }),
    ...(options.password === "" ? {} : { password: options.password }),
    expiresAt: expiryOf(options, now)?.toISOString() ?? null,
    maxClaims: maxClaimsOf(options),
  };
}

/** Letters and digits that are not mistaken for each other (no l, o, 0, 1); 12 of them are 60 bits. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** A password that is easy to read out: `kt4m-q2wx-8hpn`. */
export function suggestPassword(bytes: Uint8Array): string {
  const letters = Array.from(bytes.subarray(0, 12), (byte) => ALPHABET[byte & 31]);
  return [0, 4, 8].map((at) => letters.slice(at, at + 4).join("")).join("-");
}
