export interface CookieOptions {
  readonly path: string;
  readonly secure: boolean;
  /** 0 removes it. */
  readonly maxAgeSeconds: number;
}

/** Values are of base32, base64url, `.` and `~` only, so nothing needs encoding. */
export function writeCookie(name: string, value: string, { path, secure, maxAgeSeconds }: CookieOptions): string {
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** The first cookie of this name: browsers send the one with the longest path first. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
