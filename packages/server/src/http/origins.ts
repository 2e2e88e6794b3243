import { type Refused, refuse } from "./problems.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Without the scheme's own port: a proxy may add it. */
const plainHost = (host: string): string => host.toLowerCase().replace(/:(80|443)$/, "");

export const isOwnHost = (request: Request, publicUrl: URL): boolean =>
  plainHost(new URL(request.url).host) === plainHost(publicUrl.host);

/**
 * Whether an unsafe request may come from where it comes. A browser says where: an `Origin` must be the app's, one with
 * a cookie must have one, and a page of another port or subdomain is not us. A program (curl, a server) that says
 * nothing and has no cookie is nobody's browser.
 */
export function checkOrigin(request: Request, publicUrl: URL): Refused | undefined {
  if (SAFE_METHODS.has(request.method)) return undefined;
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== publicUrl.origin)
    return refuse(
      "foreign_origin",
      `The request came from ${origin === "null" ? "a page without an origin" : "another site"}; this Daypass takes it from ${publicUrl.origin} only.`,
    );
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-site" || site === "cross-site")
    return refuse(
      "foreign_origin",
      `The request came from another site; this Daypass takes it from ${publicUrl.origin} only.`,
    );
  if (origin === null && request.headers.has("cookie"))
    return refuse(
      "foreign_origin",
      "A request with a cookie must say where it comes from: send an Origin header, or use a token.",
    );
  return undefined;
}

/** A path of this site to go on to, or `/`: whatever else was asked for leads elsewhere. */
export function ownPath(next: string | null | undefined, publicUrl: URL): string {
  if (!next?.startsWith("/") || next.startsWith("//") || /[\\\p{Cc}]/u.test(next)) return "/";
  try {
    const url = new URL(next, publicUrl);
    // Looked at again: `/..//evil.example` becomes `//evil.example`, which a browser takes for a host.
    const isOwn = url.origin === publicUrl.origin && !url.pathname.startsWith("//");
    return isOwn ? `${url.pathname}${url.search}` : "/";
  } catch {
    return "/";
  }
}
