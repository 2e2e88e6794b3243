// Whose request it is, when a proxy stands in front: rate limits and the audit trail are about the client, not the proxy.
import { BlockList, isIP, isIPv4 } from "node:net";

type Say = (problem: string) => undefined;

/** `ADDRESS` or `ADDRESS/BITS`, several with commas; each one that cannot be read is a problem said. */
export function parseTrustedProxies(text: string | undefined, say: Say): readonly string[] {
  const entries = (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  for (const entry of entries) {
    const [address = "", bits, ...more] = entry.split("/");
    const most = isIPv4(address) ? 32 : 128;
    if (
      isIP(address) === 0 ||
      more.length > 0 ||
      (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))
    )
      say(`--trusted-proxy takes IP addresses or networks like 10.0.0.0/8, with commas between, got "${entry}"`);
  }
  return entries;
}

const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");

/**
 * Finds the client behind the trusted proxies: from the socket's own peer backwards through `X-Forwarded-For`, the first
 * address that is no trusted proxy. What stands left of it is the client's own claim and counts for nothing.
 */
export function createClientFinder(
  trustedProxies: readonly string[],
): (peer: string | undefined, forwardedFor: string | undefined) => string | undefined {
  const trusted = new BlockList();
  for (const entry of trustedProxies) {
    const [address = "", bits] = entry.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string): boolean =>
    isIP(address) !== 0 && trusted.check(address, isIPv4(address) ? "ipv4" : "ipv6");

  return (peer, forwardedFor) => {
    if (peer === undefined) return undefined;
    let client = withoutMapping(peer);
    const hops = (forwardedFor ?? "").split(",").map((hop) => withoutMapping(hop.trim()));
    while (isTrusted(client)) {
      const before = hops.pop();
      // A proxy that wrote nothing readable: it is the last that is known.
      if (before === undefined || isIP(before) === 0) break;
      client = before;
    }
    return client;
  };
}
