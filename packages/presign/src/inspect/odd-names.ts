/** Characters in a key that people do not see, or see otherwise than machines do. */
export function describeOddName(key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  if (/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u.test(key))
    return "The key holds control or invisible characters: it may look like another name.";
  if (key.includes("\\")) return "The key holds a backslash, which browsers read as a slash.";
  if (key !== key.trim()) return "The key begins or ends with a blank.";
  if (key !== key.normalize("NFC"))
    return "The key is not in the usual Unicode form (NFC), as names of macOS are: typed anew, it is another key.";
  return undefined;
}
