// SEQUENCE { INTEGER r, INTEGER s }: https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3

/** Both numbers are positive and below 2^256, so that every length fits one byte. */
export function encodeSignature(r: bigint, s: bigint): string {
  const numbers = encodeInteger(r) + encodeInteger(s);
  return `30${byteHex(numbers.length / 2)}${numbers}`;
}

function encodeInteger(value: bigint): string {
  let hex = value.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  if (hex[0]! >= "8") hex = `00${hex}`; // else it would be negative
  return `02${byteHex(hex.length / 2)}${hex}`;
}

const byteHex = (byte: number): string => byte.toString(16).padStart(2, "0");
