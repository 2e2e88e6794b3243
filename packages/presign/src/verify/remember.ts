/** Enough for the keys that one endpoint sees in a day. */
export const MAX_REMEMBERED = 1024;
const MAX_CHARACTERS = 256;

/**
 * The same function, which remembers its answers for the texts that came lately: access key and day are in every URL that
 * a key signs on a day. Nothing undefined is remembered. For texts that are no secret: that one was seen takes less time.
 */
export function remember<Value>(work: (text: string) => Value | undefined): (text: string) => Value | undefined {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || text.length > MAX_CHARACTERS) return found ?? work(text);
    // A copy: what was cut out of a request would keep the whole of it in memory, signature and all.
    const copy = [...text].join("");
    const value = work(copy);
    if (value === undefined) return undefined;
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(copy, value);
    return value;
  };
}
