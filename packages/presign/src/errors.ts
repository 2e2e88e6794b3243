/** Every way in which a value that was handed to the signer can be wrong. The code is API, the message is for people. */
export const PRESIGN_CODES = [
  "credentials_invalid",
  "credentials_expired",
  "region_invalid",
  "bucket_invalid",
  "endpoint_invalid",
  "clock_invalid",
  "key_invalid",
  "expiry_invalid",
  "query_invalid",
  "header_invalid",
  "option_invalid",
  "unsupported_by_provider",
] as const;

/** One of `PRESIGN_CODES`. */
export type PresignCode = (typeof PRESIGN_CODES)[number];

/**
 * A value is out of its bounds: the message names the argument, the bound and the value that came.
 * A value of the wrong type, or an option that does not exist, is a plain `TypeError`.
 */
export class PresignError extends RangeError {
  override readonly name = "PresignError";
  readonly code: PresignCode;
  constructor(code: PresignCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A value as it may stand in a message: short, on one line, strings in quotes. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  if (value === null || typeof value === "number" || typeof value === "boolean" || typeof value === "undefined")
    return String(value);
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}

export function requireString(argument: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new TypeError(`${argument} must be a string, got ${show(value)}`);
}

/** Refuses a misspelt option: a limit that was ignored would be a hole. */
export function requireKnownOptions(call: string, options: unknown, known: ReadonlySet<string>): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError(`${call}: options must be an object, got ${show(options)}`);
  for (const name in options)
    if (!known.has(name))
      throw new TypeError(`${call}: unknown option ${show(name)}; it takes ${[...known].sort().join(", ")}`);
}

export function requireNumber(argument: string, value: unknown): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`${argument} must be a number, got ${show(value)}`);
}

/** An integer in `min..max`. A wrong type is a `TypeError`, a wrong value (also NaN) a `PresignError`. */
export function requireInteger(
  argument: string,
  value: unknown,
  bounds: { min: number; max: number },
): asserts value is number {
  requireNumber(argument, value);
  if (!Number.isInteger(value) || value < bounds.min || value > bounds.max)
    throw new PresignError(
      argument === "expiresInSeconds" ? "expiry_invalid" : "option_invalid",
      `${argument} must be an integer in ${bounds.min}..${bounds.max}, got ${value}`,
    );
}

export function requireFlag(argument: string, value: unknown): void {
  if (value !== undefined && typeof value !== "boolean")
    throw new TypeError(`${argument} must be true or false, got ${show(value)}`);
}

/** A valid moment in the years 1970..9999, which HTTP and ISO 8601 can write. */
export function requireDate(argument: string, value: unknown): asserts value is Date {
  if (!(value instanceof Date)) throw new TypeError(`${argument} must be a Date, got ${show(value)}`);
  const ms = value.getTime();
  if (!(ms >= 0 && ms < LATEST_MS))
    throw new PresignError(
      "option_invalid",
      `${argument} must be a valid Date in the years 1970..9999, got ${String(value)}`,
    );
}

const LATEST_MS = Date.UTC(10_000, 0, 1);
