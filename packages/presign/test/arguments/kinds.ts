// Which arguments there are, from the types: one without rows is an error of types, so `npm run check` finds an option that
// somebody adds and does not try.
import { runInNewContext } from "node:vm";
import { HEADER_BOUNDS, TEXT_MISTAKES } from "../rows/option-kinds.ts";

/** An argument, or a member of one, and the values that it must refuse. */
export interface Leaf {
  /** Wrong types: a `TypeError`. */
  readonly mistakes: readonly unknown[];
  /** Out of bounds: a `PresignError`. */
  readonly bounds: readonly unknown[];
  /** Read, whatever it is. */
  readonly taken?: readonly unknown[];
  /** How the message names it, where it is not by its own name. */
  readonly named?: RegExp;
  /** What else must be there. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** An argument with members of its own. */
export interface Tree<Members> extends Leaf {
  readonly members: Members;
  /** Further members are not refused, and why. */
  readonly takesMore?: string;
}

type Simple =
  | string
  | number
  | boolean
  | Date
  | Blob
  | Uint8Array
  | readonly unknown[]
  | Readonly<Record<string, string>>
  | undefined;
type Given<T> = Exclude<NonNullable<T>, (...all: never[]) => unknown>;

/** What an argument of the type T needs: rows, and of an object rows for each member, however deep. */
export type Argument<T> = [Given<T>] extends [Simple] ? Leaf : Tree<ArgumentsOf<Given<T>>>;
/** One for each member: none may be left out. */
export type ArgumentsOf<T> = { readonly [Name in keyof Required<T>]: Argument<T[Name]> };

/** A function with the arguments of one good call. */
export interface Tried<Parameters extends readonly unknown[]> {
  readonly call: (...all: Parameters) => unknown;
  readonly good: () => Parameters;
  /** Names and rows, in order. */
  readonly rows: {
    readonly [Index in keyof Required<Parameters>]: readonly [name: string, rows: Argument<Parameters[Index]>];
  };
}

/** For each function its rows. */
export type Matrix<Functions> = {
  readonly [Name in keyof Functions as Functions[Name] extends (...all: never[]) => unknown
    ? Name
    : never]: Functions[Name] extends (...all: infer All) => unknown ? Tried<All> : never;
};

export const anything: Leaf = {
  mistakes: [],
  bounds: [],
  taken: [undefined, null, 7, Number.NaN, true, Symbol("s"), 7n, {}, [], Object.create(null), () => "a", "", "\ud800"],
};
export const text = (...bounds: readonly unknown[]): Leaf => ({ mistakes: TEXT_MISTAKES, bounds });
export const headerText: Leaf = { mistakes: TEXT_MISTAKES, bounds: HEADER_BOUNDS };
export const integer = (min: number, max: number): Leaf => ({
  mistakes: ["5", null, true, {}, [5], 5n],
  bounds: [min - 1, max + 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY],
});
export const flag: Leaf = { mistakes: ["true", 1, 0, null, "", {}, Number.NaN], bounds: [] };
export const onlyTrue: Leaf = { mistakes: ["true", 1, 0, null, "", {}, false], bounds: [] };
export const word: Leaf = { mistakes: [...TEXT_MISTAKES, "", "toString", "PATH"], bounds: [] };
/** What looks like a Date holds no time. */
const COUNTERFEITS = [Object.create(Date.prototype), { [Symbol.toStringTag]: "Date", getTime: () => 0 }];
const NO_DATES = ["2026-11-24", 0, null, {}, Number.NaN, ...COUNTERFEITS];
/** Of another realm, as of a frame or a test runner: its class is not ours. */
const FOREIGN_DATE: unknown = runInNewContext('new Date("2030-01-01")');
export const date: Leaf = {
  mistakes: NO_DATES,
  bounds: [new Date(Number.NaN), new Date(-1), runInNewContext("new Date(NaN)")],
  taken: [FOREIGN_DATE],
};
/** Where a date that is none is a mistake of the endpoint like any other. */
export const anyDate: Leaf = { mistakes: [...NO_DATES, new Date(Number.NaN)], bounds: [], taken: [FOREIGN_DATE] };
export const NO_RECORDS = ["a", 7, null, true, [], ["a"], new Map([["a", "b"]])];
export const record = (mistakes: readonly unknown[], bounds: readonly unknown[]): Leaf => ({
  mistakes: [...NO_RECORDS, ...mistakes],
  bounds,
});
export const list = (mistakes: readonly unknown[], bounds: readonly unknown[] = []): Leaf => ({
  mistakes: ["a", 7, null, true, {}, [7], [null], ...mistakes],
  bounds,
});
export const tree = <Members>(members: Members, more: Partial<Tree<Members>> = {}): Tree<Members> => ({
  mistakes: ["a", 7, null, true, [], () => ({})],
  bounds: [],
  members,
  ...more,
});
