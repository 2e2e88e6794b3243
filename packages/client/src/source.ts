/** A file to send. */
export interface UploadSource {
  /** As people know it; what the server does not take of it is changed by `cleanName`. */
  readonly name: string;
  /** Media type; parameters are dropped, and anything that is not one becomes `application/octet-stream`. */
  readonly contentType?: string | undefined;
  /** In Node, `openAsBlob` of `node:fs` gives one that does not read the file into memory. */
  readonly blob: Blob;
  /** Goes on with this upload, which must have been begun with the same file. */
  readonly uploadId?: string | undefined;
}

const HIDDEN_CHARACTERS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;
const MAX_NAME_BYTES = 255;

/**
 * The nearest name that the server takes: no folder, no control or direction characters, at most 255 bytes of UTF-8
 * with the extension kept. A name without anything becomes `file`. Throws nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6266#section-4.3
 * @example
 * ```ts
 * import { cleanName } from "@daypass/client";
 *
 * console.log(cleanName("holiday/sea.jpg")); // → holiday_sea.jpg
 * console.log(cleanName("..")); // → file
 * ```
 */
export function cleanName(name: string): string {
  const plain = name.replace(HIDDEN_CHARACTERS, "").replace(/[/\\]/g, "_").trim();
  if (plain === "" || plain === "." || plain === "..") return "file";
  const bytesOf = (text: string) => new TextEncoder().encode(text).length;
  if (bytesOf(plain) <= MAX_NAME_BYTES) return plain;
  const extension = /\.[^.]{1,16}$/u.exec(plain)?.[0] ?? "";
  let kept = "";
  let bytes = bytesOf(extension);
  for (const character of plain.slice(0, plain.length - extension.length)) {
    bytes += bytesOf(character);
    if (bytes > MAX_NAME_BYTES) break;
    kept += character;
  }
  return kept + extension;
}

/**
 * The media type that the server takes: without parameters, in small letters, at most 127 characters, and
 * `application/octet-stream` for what is none. Throws nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6838#section-4.2
 * @example
 * ```ts
 * import { cleanContentType } from "@daypass/client";
 *
 * console.log(cleanContentType("Text/HTML; charset=utf-8")); // → text/html
 * console.log(cleanContentType(undefined)); // → application/octet-stream
 * ```
 */
export function cleanContentType(contentType: string | undefined): string {
  const type = (contentType ?? "").split(";")[0]!.trim().toLowerCase();
  const isOne = type.length <= 127 && /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(type);
  return isOne ? type : "application/octet-stream";
}
