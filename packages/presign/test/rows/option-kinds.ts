// Kinds of options, and the values that each kind is tried with.

/** What a value becomes in the request. */
export interface Effect {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentLength?: string;
}

export interface OptionRow {
  readonly good: readonly (readonly [value: unknown, effect: Effect])[];
  /** Wrong types: a `TypeError`. */
  readonly mistakes: readonly unknown[];
  /** Out of bounds: a `PresignError`. */
  readonly bounds: readonly unknown[];
  /** What else must be there for the good values. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

export const HEADER_BOUNDS = ["", " a", "a ", "a\r\nb: c", "é", "a\u0000", "\ud800"];
export const TEXT_MISTAKES = [7, null, true, Number.NaN, {}, [], Symbol("s"), 7n, () => "a"];

export const header = (name: string, ...values: string[]): OptionRow => ({
  good: values.map((value) => [value, { headers: { [name]: value } }]),
  mistakes: TEXT_MISTAKES,
  bounds: HEADER_BOUNDS,
});

export const text = (parameter: string, ...values: string[]): OptionRow => ({
  good: values.map((value) => [value, { query: { [parameter]: value } }]),
  mistakes: TEXT_MISTAKES,
  bounds: ["", "\ud800", "a".repeat(1025)],
});

export const integer = (min: number, max: number, effect: (value: number) => Effect): OptionRow => ({
  good: [min, max].map((value) => [value, effect(value)]),
  mistakes: ["5", null, true, {}, [5], 5n],
  bounds: [min - 1, max + 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -5],
});

export const flag = (effect: Effect): OptionRow => ({
  good: [
    [true, effect],
    [false, {}],
  ],
  mistakes: ["true", 1, 0, null, "", {}, Number.NaN],
  bounds: [],
});

export const word = (words: readonly string[], effect: (value: string) => Effect): OptionRow => ({
  good: words.map((value) => [value, effect(value)]),
  mistakes: [
    ...TEXT_MISTAKES,
    "",
    words[0]!.toLowerCase() === words[0] ? words[0]!.toUpperCase() : words[0]!.toLowerCase(),
    "toString",
  ],
  bounds: [],
});

export const date = (effect: (http: string) => Effect): OptionRow => ({
  good: [
    [new Date("2026-11-24T12:00:00.789Z"), effect("Tue, 24 Nov 2026 12:00:00 GMT")],
    [new Date(0), effect("Thu, 01 Jan 1970 00:00:00 GMT")],
  ],
  mistakes: ["2026-11-24", 0, null, {}, Number.NaN],
  bounds: [new Date(Number.NaN), new Date(-1), new Date(Date.UTC(10_000, 0, 1))],
});

export const record = (
  good: OptionRow["good"],
  mistakes: readonly unknown[],
  bounds: readonly unknown[],
): OptionRow => ({
  good,
  mistakes: ["a", 7, null, true, [], ["a"], ...mistakes],
  bounds,
});
