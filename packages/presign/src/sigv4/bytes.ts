// Texts and bytes with what every runtime has. A byte text is a string whose characters are bytes (Latin-1).

const encoder = /* @__PURE__ */ new TextEncoder();

export const utf8Bytes = (text: string): Uint8Array => encoder.encode(text);

/** How many bytes a text has in UTF-8. */
export const utf8Length = (text: string): number => encoder.encode(text).length;

export function toByteText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const NON_ASCII = /[^\x00-\x7f]/;

/** The UTF-8 of a text, as a byte text. */
export const utf8ByteText = (text: string): string => (NON_ASCII.test(text) ? toByteText(utf8Bytes(text)) : text);

/** The UTF-8 of a text, in base64 with padding. https://www.rfc-editor.org/rfc/rfc4648#section-4 */
export function encodeBase64(text: string): string {
  return btoa(utf8ByteText(text));
}

/** Bytes in base64 with padding. */
export const toBase64 = (bytes: Uint8Array): string => btoa(toByteText(bytes));

/** Undefined for anything but base64 with padding in its one spelling: `atob` alone also takes blanks and missing padding. */
export function decodeBase64(text: string): Uint8Array | undefined {
  let bytes: string;
  try {
    bytes = atob(text);
  } catch {
    return undefined;
  }
  return btoa(bytes) === text ? fromByteText(bytes) : undefined;
}

function fromByteText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
