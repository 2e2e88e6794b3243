import type { App } from "./app-context.ts";

/** What every answer carries. The bucket's origin stands in `form-action` because a claim is a form that ends there. */
export function securityHeaders({ publicUrl, storage }: Pick<App, "publicUrl" | "storage">): Record<string, string> {
  const bucket = storage.publicOrigin;
  const headers: Record<string, string> = {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      "manifest-src 'self'",
      `connect-src 'self' ${bucket}`,
      `form-action 'self' ${bucket}`,
      "base-uri 'none'",
      // No page makes markup or scripts from strings, so none may.
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    // Not `no-referrer`: under it, forms send `Origin: null`, and a claim could not be told from a forged one.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
  };
  if (publicUrl.protocol === "https:") headers["strict-transport-security"] = "max-age=31536000";
  return headers;
}
