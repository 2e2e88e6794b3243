import { CODES, type Code } from "@daypass/api/codes";
import type { Problem } from "@daypass/api/schemas";

type Extras = Partial<Pick<Problem, "errors" | "shares" | "triesLeft" | "retryAfterSeconds">>;

/** An expected no, on its way to becoming an RFC 9457 problem document or a page. A value, not an exception. */
export class Refused {
  readonly code: Code;
  /** What happened, what was kept, what to do. */
  readonly detail: string;
  readonly extras: Extras;
  constructor(code: Code, detail: string, extras: Extras = {}) {
    this.code = code;
    this.detail = detail;
    this.extras = extras;
  }
  get status(): number {
    return CODES[this.code].status;
  }
}

export const refuse = (code: Code, detail: string, extras?: Extras): Refused => new Refused(code, detail, extras);

/** One field of the request that is wrong. */
export const refuseField = (field: string, message: string): Refused =>
  refuse("invalid_request", `${field}: ${message}`, { errors: [{ field, message }] });

export function toProblem(refused: Refused, requestId: string): Problem {
  const { status, title } = CODES[refused.code];
  return {
    type: `urn:daypass:problem:${refused.code}`,
    title,
    status,
    code: refused.code,
    detail: refused.detail,
    requestId,
    ...refused.extras,
  };
}

export function problemResponse(refused: Refused, requestId: string): Response {
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (refused.extras.retryAfterSeconds !== undefined)
    headers.set("retry-after", String(refused.extras.retryAfterSeconds));
  if (refused.code === "not_signed_in") headers.set("www-authenticate", 'Bearer realm="Daypass"');
  return new Response(JSON.stringify(toProblem(refused, requestId)), { status: refused.status, headers });
}
