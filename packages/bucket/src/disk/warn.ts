/** Tells the operator of bytes that could not be tidied away; nobody who asked for something has to wait for that. */
export function warnOfLeftovers(failure: Error): void {
  process.emitWarning(`Bytes are left over: ${failure.message}`, { code: "DAYPASS_BYTES_LEFT" });
}
