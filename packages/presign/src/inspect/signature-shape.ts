// How long a signature is: of SigV4 it is always the same, one of SigV4A says it itself.

/**
 * How many digits a signature of SigV4A has by its second byte, which counts those behind it; undefined for what does not begin
 * like one. Each of its two numbers has 33 bytes at most. https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3
 */
function lengthOfV4A(signature: string): number | undefined {
  const bytes = /^30(3[0-9a-f]|4[0-6])[0-9a-f]*$/.exec(signature)?.[1];
  return bytes === undefined ? undefined : 4 + 2 * Number.parseInt(bytes, 16);
}

/** What is wrong with the length of a signature of SigV4A, to come behind "but"; undefined for a whole one. */
export function describeFaultOfV4A(signature: string): string | undefined {
  const length = lengthOfV4A(signature);
  if (length === undefined)
    return "its signature is none of SigV4A (some 140 of 0-9 and a-f): it may have been cut off.";
  if (length === signature.length) return undefined;
  return `its signature has ${signature.length} characters and says of itself that it has ${length}: ${signature.length < length ? "it may have been cut off" : "something was put behind it"}.`;
}

export const isWholeSignature = (text: string): boolean =>
  /^[0-9a-f]{64}$/.test(text) || describeFaultOfV4A(text) === undefined;
