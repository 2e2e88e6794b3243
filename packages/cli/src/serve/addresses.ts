import { networkInterfaces } from "node:os";

type Say = (problem: string) => undefined;

export function parsePort(text: string | undefined, flag: string, byDefault: number, say: Say): number {
  if (text === undefined) return byDefault;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  say(`${flag} must be a port, 0 to 65535, got "${text}"`);
  return byDefault;
}

/** `scheme://host[:port]` as browsers write an origin, or a problem said. */
export function parseOrigin(text: string | undefined, flag: string, say: Say): string | undefined {
  if (text === undefined) return undefined;
  if (!/^https?:\/\//i.test(text))
    return say(
      `${flag} must begin with http:// or https://, got "${text}"${/^[\w.-]+(:\d+)?$/.test(text) ? `: write https://${text}` : ""}`,
    );
  const url = URL.parse(text);
  if (url === null) return say(`${flag} is no address: "${text}"`);
  if (url.username !== "" || url.password !== "") return say(`${flag} must not have a name or password in it`);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return say(`${flag} must be an address without a path, like ${url.origin}, got "${text}"`);
  return url.origin;
}

/** The two public addresses together: never one origin, and never a page that its browser would not let reach the bucket. */
export function checkAddresses(
  {
    kind,
    publicUrl,
    bucketPublicUrl,
  }: { kind: "embedded" | "s3"; publicUrl: string | undefined; bucketPublicUrl: string | undefined },
  say: Say,
): void {
  const isHttps = (url: string): boolean => url.startsWith("https:");
  if (publicUrl !== undefined && publicUrl === bucketPublicUrl)
    say(
      `--public-url and --bucket-public-url are both ${publicUrl}: the app and the bucket need two origins, so that a file can never act as a page of the app`,
    );
  if (publicUrl === undefined || bucketPublicUrl === undefined) {
    if (kind === "embedded" && publicUrl !== undefined)
      say(
        `--public-url is given, but --bucket-public-url is not: browsers must reach the bucket too, so give both (two host names, for example ${publicUrl} and ${bucketExample(publicUrl)})`,
      );
    if (kind === "embedded" && bucketPublicUrl !== undefined)
      say("--bucket-public-url is given, but --public-url is not: give both");
    return;
  }
  if (isHttps(publicUrl) && !isHttps(bucketPublicUrl))
    say(
      `--public-url is https but --bucket-public-url (${bucketPublicUrl}) is http: browsers refuse to send from one to the other, so give the bucket https too`,
    );
  if (kind === "embedded" && !isHttps(publicUrl) && isHttps(bucketPublicUrl))
    say(`--bucket-public-url is https but --public-url (${publicUrl}) is http: give both https`);
}

/**
 * A second origin below the app's: a name beside it may be somebody else's (`bucket.duckdns.org`), and whoever followed
 * the example would sign URLs for that host. An address of digits takes no further name, but another port.
 */
function bucketExample(publicUrl: string): string {
  const url = new URL(publicUrl);
  if (/^[\d.]+$|^\[/.test(url.hostname)) url.port = url.port === "3001" ? "3000" : "3001";
  else url.hostname = `bucket.${url.hostname}`;
  return url.origin;
}

/** IPv4 addresses of this machine that others on the network may reach; private ones and real cards first. */
export function listLanAddresses(interfaces = networkInterfaces()): string[] {
  const isVirtual = (name: string): boolean =>
    /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|utun|tailscale|wg|zt)/.test(name);
  const isPrivate = (address: string): boolean => /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./.test(address);
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) => (addresses ?? []).map((entry) => ({ name, ...entry })))
    .filter(({ family, internal, address }) => family === "IPv4" && !internal && !address.startsWith("169.254."))
    .sort(
      (a, b) =>
        Number(isVirtual(a.name)) - Number(isVirtual(b.name)) ||
        Number(isPrivate(b.address)) - Number(isPrivate(a.address)),
    )
    .map(({ address }) => address);
}

/** An origin for a host and port, with the brackets that an IPv6 address needs. */
export const originOf = (host: string, port: number): string =>
  new URL(`http://${host.includes(":") ? `[${host}]` : host}:${port}`).origin;

/** Whether a URL's host is this machine to whoever asks, and so another one to each. */
export const isLoopbackHost = (hostname: string): boolean =>
  /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname);
