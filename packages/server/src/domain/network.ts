// Client addresses, for limits and for the audit trail. Bytes, not text, decide: one address has many spellings.

const parseIpv4 = (text: string): number[] | undefined => {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
};

const parseIpv6 = (text: string): number[] | undefined => {
  let source = text.replace(/%.*$/, "");
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(source);
  if (embedded) {
    const v4 = parseIpv4(embedded[2]!);
    if (!v4) return undefined;
    source = `${embedded[1]}${((v4[0]! << 8) | v4[1]!).toString(16)}:${((v4[2]! << 8) | v4[3]!).toString(16)}`;
  }
  const halves = source.split("::");
  if (halves.length > 2) return undefined;
  const read = (half: string | undefined) => (half ? half.split(":") : []);
  const head = read(halves[0]);
  const tail = read(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
};

/** 4 bytes, or 8 groups of 16 bits; an IPv4 address written as IPv6 is an IPv4 address. */
function parseAddress(text: string): { v4: number[] } | { v6: number[] } | undefined {
  const v4 = parseIpv4(text);
  if (v4) return { v4 };
  const v6 = parseIpv6(text);
  if (!v6) return undefined;
  if (v6.slice(0, 5).every((group) => group === 0) && v6[5] === 0xffff)
    return { v4: [v6[6]! >> 8, v6[6]! & 255, v6[7]! >> 8, v6[7]! & 255] };
  return { v6 };
}

const prefixOf = (v6: readonly number[], groups: number): string =>
  `${v6
    .slice(0, groups)
    .map((group) => group.toString(16))
    .join(":")}::/${groups * 16}`;

/** Who counts as one client for a limit: an IPv4 address, or an IPv6 /64, which one subscriber owns whole. */
export function limitNetwork(remoteAddress: string | undefined): string {
  const address = parseAddress(remoteAddress ?? "");
  if (!address) return "unknown";
  return "v4" in address ? address.v4.join(".") : prefixOf(address.v6, 4);
}

/** What the audit trail keeps of an address: /24 or /48, enough to tell two places apart and not two people; `::1` as it is. */
export function shortenedNetwork(remoteAddress: string | undefined): string | null {
  const address = parseAddress(remoteAddress ?? "");
  if (!address) return null;
  if ("v6" in address && address.v6.every((group, index) => group === (index === 7 ? 1 : 0))) return "::1";
  return "v4" in address ? `${address.v4.slice(0, 3).join(".")}.0/24` : prefixOf(address.v6, 3);
}
