/** Every way in which a value that was handed to the signer can be wrong. The code is API, the message is for people. */
export const PRESIGN_CODES = [
  /**
   * Key, secret or token have characters that none has, or are empty. Look for a line end that was copied along, or for
   * a variable that is not set.
   */
  "credentials_invalid",
  /**
   * The credentials have ended, or end before the life that was asked for. Get new ones, ask for less, or allow less
   * with `onCredentialExpiry`.
   */
  "credentials_expired",
  /** The region is no region's name, or not the one that an ARN says. Give the bucket's own region. */
  "region_invalid",
  /** The bucket's name or ARN is none, or cannot be reached in this way. Take it from the console as it stands. */
  "bucket_invalid",
  /**
   * The endpoint is no `http(s)://host[:port]`, or has more than that. Give the address of the service alone, without
   * bucket and query.
   */
  "endpoint_invalid",
  /**
   * The clock gave no date, or a Date header was none. Hand in a function that returns a `Date`, and headers as they
   * came.
   */
  "clock_invalid",
  /**
   * The object's key is empty, too long, no Unicode, or has a segment `.` or `..`. Choose keys yourself, without the
   * names that users give to files.
   */
  "key_invalid",
  /**
   * The life of the URL is no whole number of seconds, or longer than S3 or the provider takes. Ask for less, and sign
   * again when somebody comes.
   */
  "expiry_invalid",
  /**
   * A query parameter is empty, given twice, of the signature's own, or belongs among the headers. Use the option of its
   * name, or `headers`.
   */
  "query_invalid",
  /**
   * A header has characters that none may have, is given twice, or is one that clients and proxies set themselves.
   * Leave it unsigned, or use the option of its name.
   */
  "header_invalid",
  /** Another option is out of its bounds, or excludes a second one. The message names it and what it may be. */
  "option_invalid",
  /** The provider does not have what was asked for. The message names what to do instead. */
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

/** Takes a user's name, a password and a query, which may hold a token, out of an address that goes into a message, also where it is no URL. */
export const hideInAddress = (address: string): string =>
  address.replace(/^([\w+.-]+:\/\/)?.*@/s, "$1***@").replace(/([?#]).+/s, "$1***");

export function requireString(argument: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new TypeError(`${argument} must be a string, got ${show(value)}`);
}

/** Answers the options of a call, of which nothing but what is their own may be read. */
export function requireOptions<Options>(call: string, options: Options): Options {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError(`${call}: options must be an object, got ${show(options)}`);
  requirePlain(call, options, ": options");
  return ownOf(options);
}

/** The same, which refuses a misspelt option: a limit that was ignored would be a hole. */
export function requireKnownOptions<Options>(call: string, options: Options, known: ReadonlySet<string>): Options {
  const own = requireOptions(call, options);
  for (const name in own) if (!known.has(name)) throw unknownOption(call, name, known);
  return own;
}

export const unknownOption = (call: string, name: string, known: Iterable<string>): TypeError =>
  new TypeError(`${call}: unknown option ${show(name)}; it takes ${[...known].sort().join(", ")}`);

/**
 * Of a Map or an instance of a class an object has no names of its own: whatever is in it would be ignored. A plain object may
 * be another realm's, as of a frame, a `vm` context or a test runner: its prototype is the root that has `hasOwnProperty`.
 */
export function requirePlain(argument: string, value: object, what = ""): void {
  if (Symbol.iterator in value)
    throw new TypeError(
      `${argument}${what} must be a plain object: Object.fromEntries makes one of a Map, Headers or URLSearchParams`,
    );
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype && (Object.getPrototypeOf(prototype) || !Object.hasOwn(prototype, "hasOwnProperty")))
    throw new TypeError(`${argument}${what} must be a plain object, without a class: what it inherits would be lost`);
}

/** The same, without what somebody added to `Object.prototype`: nothing that a program around does to it may become an option. */
export function ownOf<Value extends object>(value: Value): Value {
  for (const name in value) if (!Object.hasOwn(value, name)) return Object.assign(Object.create(null), value);
  return value;
}

export function requireRecord(argument: string, value: unknown): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError(`${argument} must be an object of names and values, got ${show(value)}`);
  requirePlain(argument, value);
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

/**
 * Milliseconds of a Date, NaN of an invalid one; undefined of what is none. By what makes it a Date and not by its class,
 * since it may be another realm's, as of a frame, a `vm` context or a test runner.
 */
export function timeOf(value: unknown): number | undefined {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}

/** A valid moment in the years 1970..9999, which HTTP and ISO 8601 can write. */
export function requireDate(argument: string, value: unknown): asserts value is Date {
  const ms = timeOf(value);
  if (ms === undefined) throw new TypeError(`${argument} must be a Date, got ${show(value)}`);
  if (!(ms >= 0 && ms < LATEST_MS))
    throw new PresignError(
      "option_invalid",
      `${argument} must be a valid Date in the years 1970..9999, got ${String(value)}`,
    );
}

const LATEST_MS = /* @__PURE__ */ Date.UTC(10_000, 0, 1);
