/** Whether an address leads to the machine that asks it, whichever that is: what it is sent to finds itself there. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname);
}
