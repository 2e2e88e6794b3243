// How the options of a call become a request: one rule for each option, and one reader for all of them.
import {
  PresignError,
  requireDate,
  requireFlag,
  requireInteger,
  requireOptions,
  requireString,
  show,
  unknownOption,
} from "../../errors.ts";
import type { Feature } from "../../providers/provider.ts";
import type { Pair } from "../../sigv4/canonical.ts";
import { addHeader, type MutableHeaders } from "../headers.ts";

/** A request while its options are read. */
export interface Draft {
  readonly query: Pair[];
  /** Undefined as long as nothing but the host is to be signed. */
  headers: MutableHeaders | undefined;
  contentLength: number | undefined;
  expiresInSeconds: number;
  stableForSeconds: number | undefined;
}

export interface OptionRule {
  /** What the service must have for this option (with this value); absent: every service has it. */
  readonly feature?: Feature | ((value: unknown) => Feature | undefined);
  /** Writes the option into the request, or refuses the value. `options` are all of the call, for those that exclude each other. */
  read(draft: Draft, value: unknown, options: Readonly<Record<string, unknown>>): void;
}

/** A rule for each option that a call takes: one too few or too many is a type error. */
export type RulesFor<Options> = { readonly [Name in keyof Required<Options>]: OptionRule };

export interface Call {
  /** As in messages: `multipart.part`. */
  readonly name: string;
  readonly rules: ReadonlyMap<string, OptionRule>;
  /** Options that must be there, besides `expiresInSeconds`. */
  readonly required: readonly string[];
}

/** The rules are made when the call comes for the first time: a program that only signs GET needs those of no other. */
export const defineCall = /* @__NO_SIDE_EFFECTS__ */ <Options>(
  name: string,
  makeRules: () => RulesFor<Options>,
  required: readonly (keyof Options & string)[] = [],
): Call => {
  let rules: ReadonlyMap<string, OptionRule> | undefined;
  return {
    name,
    get rules() {
      rules ??= new Map(Object.entries(makeRules()));
      return rules;
    },
    required,
  };
};

export const createDraft = (): Draft => ({
  query: [],
  headers: undefined,
  contentLength: undefined,
  expiresInSeconds: Number.NaN,
  stableForSeconds: undefined,
});

/** Refuses an option that was read, where the place that signs it has no such thing. */
export type CheckOption = (rule: OptionRule, name: string, value: unknown) => void;

/** Reads options by the rules of a call. A misspelt option is refused: a limit that was ignored would be a hole. */
export function readOptions(call: Call, given: unknown, check?: CheckOption): Draft {
  const options = requireOptions(call.name, given) as Readonly<Record<string, unknown>>;
  const draft = createDraft();
  const { rules } = call;
  for (const name in options) {
    const rule = rules.get(name);
    if (rule === undefined) throw unknownOption(call.name, name, rules.keys());
    const value = options[name];
    if (value === undefined) continue;
    rule.read(draft, value, options);
    check?.(rule, name, value);
  }
  // A missing option is read as undefined, which its rule refuses in its own words.
  if (options.expiresInSeconds === undefined) requireInteger("expiresInSeconds", undefined, { min: 1, max: 1 });
  for (const name of call.required) if (options[name] === undefined) rules.get(name)!.read(draft, undefined, options);
  return draft;
}

/** Adds one signed header, checked. */
export function putHeader(draft: Draft, name: string, value: unknown): void {
  draft.headers ??= {};
  addHeader(draft.headers, name, value);
}

/** Adds one parameter of the query; none may come twice. */
export function putParameter(draft: Draft, name: string, value: string): void {
  for (const [other] of draft.query)
    if (other === name) throw new PresignError("query_invalid", `query parameter ${show(name)} is set already`);
  draft.query.push([name, value]);
}

/** A text of 1..1024 characters. */
export function requireText(argument: string, value: unknown): asserts value is string {
  requireString(argument, value);
  if (value === "" || value.length > 1024 || !value.isWellFormed())
    throw new PresignError(
      "option_invalid",
      `${argument} must be 1..1024 characters of well-formed Unicode, got ${show(value)}`,
    );
}

// Rules that many options share.

/** The value is the header's. */
export const headerRule = /* @__NO_SIDE_EFFECTS__ */ (header: string, feature?: Feature): OptionRule => ({
  ...(feature && { feature }),
  read: (draft, value) => putHeader(draft, header, value),
});

/** The value is a moment, and the header has it as HTTP writes dates. */
export const dateHeaderRule = /* @__NO_SIDE_EFFECTS__ */ (option: string, header: string): OptionRule => ({
  read: (draft, value) => putHeader(draft, header, httpDate(option, value)),
});

/** As HTTP writes a date: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
export function httpDate(argument: string, value: unknown): string {
  requireDate(argument, value);
  return value.toUTCString();
}

/** The value is a parameter of the query. */
export const textParameterRule = /* @__NO_SIDE_EFFECTS__ */ (
  option: string,
  parameter: string,
  feature?: Feature,
): OptionRule => ({
  ...(feature && { feature }),
  read(draft, value) {
    requireText(option, value);
    putParameter(draft, parameter, value);
  },
});

export const integerParameterRule = /* @__NO_SIDE_EFFECTS__ */ (
  option: string,
  parameter: string,
  bounds: { readonly min: number; readonly max: number },
): OptionRule => ({
  read(draft, value) {
    requireInteger(option, value, bounds);
    putParameter(draft, parameter, String(value));
  },
});

/** `true` does something, `false` nothing. */
export const flagRule = /* @__NO_SIDE_EFFECTS__ */ (
  option: string,
  apply: (draft: Draft) => void,
  feature?: Feature,
): OptionRule => ({
  feature: (value) => (value === true ? feature : undefined),
  read(draft, value) {
    requireFlag(option, value);
    if (value === true) apply(draft);
  },
});

/** One of a few words. */
export const wordRule = /* @__NO_SIDE_EFFECTS__ */ (
  option: string,
  words: readonly string[],
  apply: (draft: Draft, word: string) => void,
  feature?: Feature,
): OptionRule => ({
  ...(feature && { feature }),
  read(draft, value) {
    requireWord(option, value, words);
    apply(draft, value);
  },
});

export function requireWord(argument: string, value: unknown, words: readonly string[]): asserts value is string {
  if (!words.includes(value as string))
    throw new TypeError(`${argument} must be ${joinWords(words)}, got ${show(value)}`);
}

const joinWords = (words: readonly string[]): string =>
  words.length < 3 ? words.map(show).join(" or ") : `one of ${words.map(show).join(", ")}`;
