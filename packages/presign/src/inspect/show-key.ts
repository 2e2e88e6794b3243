// Keys as they may be shown. A key is a name: `year=2026/auth=basic/part.csv` is told whole, and `token=1/` apart from `token=2/`.
// Only where a URL stands in it, or a token by its shape, is something hidden.
import { hideNamed } from "./hide-named.ts";

/** A parameter of a signature, in whatever state its name is, or any query. */
const HOLDS_QUERY = /x[\W_]{0,3}amz|(?:[?&]|%(?:25)*(?:3f|26))[\w.-]{1,60}(?:=|%(?:25)*3d)/i;
/** As in other texts, but the slash in front of it is of the key. */
const TOKEN = /(?<![\w+])(?:(?:IQoJ|FwoG|FQoG|AQoD)[\w+/=%-]{60,}|(?:eyJ|eyA|ewo|ew0K)[\w+/=.-]{60,})/g;

/** A key, or the beginning of keys, without what somebody could use. */
export const showKey = (key: string): string =>
  HOLDS_QUERY.test(key) ? hideNamed(key) : key.replace(TOKEN, (token) => `(${token.length} characters)`);

const OF_KEYS = /* @__PURE__ */ new Set(["prefix", "marker", "start-after", "key-marker"]);

/** Whether the value of a parameter is a key, or the beginning of one. */
export const holdsKey = (parameter: string): boolean => OF_KEYS.has(parameter);
