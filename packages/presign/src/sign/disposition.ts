import { requireString } from "../errors.ts";
import { encodeComponent } from "../sigv4/encode.ts";

// https://www.rfc-editor.org/rfc/rfc6266 and https://www.rfc-editor.org/rfc/rfc8187

/** Controls, line and paragraph ends, and the marks that turn text around so that `exe.txt` reads as `txt.exe`. */
const INVISIBLE = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
/** A colon names a drive, a stream of a file, or on old Macs a folder. */
const SEPARATORS = /[/\\:]/g;
/** What Windows opens a device for, with any ending: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file */
const DEVICE = /^(?=(?:con(?:in\$|out\$)?|prn|aux|nul|(?:com|lpt)[0-9\xb9\xb2\xb3]) *(?:\.|$))/i;
/** Separators too: what NFKD takes apart may have them. */
const NOT_FOR_QUOTES = /[^\x20-\x7e]|["%/\\:]/g;
const MAX_NAME_LENGTH = 240;

/**
 * A name that no file system or browser reads as a path, a drive, a stream or a device: what would be one becomes `_` or
 * has it in front. Empty and dots-only names become `download`. At most 240 characters, the ending stays. Other characters
 * that a file system does not take, such as `?`, stay: browsers replace them by themselves.
 *
 * @throws {TypeError} for anything but a string.
 * @see https://www.rfc-editor.org/rfc/rfc6266#section-4.3
 * @example
 * ```ts
 * import { safeFileName } from "@daypass/presign";
 *
 * console.log(safeFileName("../../etc/passwd")); // → .._.._etc_passwd
 * console.log(safeFileName("..")); // → download
 * console.log(safeFileName("con.txt")); // → _con.txt
 * ```
 */
export function safeFileName(name: string): string {
  requireString("name", name);
  const plain = name.toWellFormed().replace(INVISIBLE, "_").replace(SEPARATORS, "_").trim().replace(DEVICE, "_");
  if (/^\.*$/.test(plain)) return "download";
  if (plain.length <= MAX_NAME_LENGTH) return plain;
  const ending = /\.[^.]{1,16}$/u.exec(plain)?.[0] ?? "";
  return (
    plain
      .slice(0, MAX_NAME_LENGTH - ending.length)
      .toWellFormed()
      .replace(/\ufffd$/, "") + ending
  );
}

/**
 * `attachment; filename="ascii"; filename*=UTF-8''…`: the first for old clients, the second for the true name.
 *
 * @throws {TypeError} for anything but a string.
 * @see https://www.rfc-editor.org/rfc/rfc6266 and https://www.rfc-editor.org/rfc/rfc8187
 * @example
 * ```ts
 * import { attachmentDisposition } from "@daypass/presign";
 *
 * console.log(attachmentDisposition("Zoë.pdf")); // → attachment; filename="Zoe.pdf"; filename*=UTF-8''Zo%C3%AB.pdf
 * ```
 */
export function attachmentDisposition(name: string): string {
  const safe = safeFileName(name);
  const ascii = safe
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(NOT_FOR_QUOTES, "_")
    .replace(/_{4,}/g, "___")
    .trim()
    .replace(DEVICE, "_");
  // A name of nothing but combining marks leaves nothing to old clients, one of wide dots leaves "..".
  return `attachment; filename="${/^\.*$/.test(ascii) ? "download" : ascii}"; filename*=UTF-8''${encodeComponent(safe)}`;
}
