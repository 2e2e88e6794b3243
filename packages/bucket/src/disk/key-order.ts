/** Longer than what any key of 1,024 bytes can hold after its prefix, in the character that sorts last. */
const AFTER_EVERYTHING = "\u{10ffff}".repeat(256);

/** A text that sorts after every key with this prefix, and before every other key that sorts after the prefix. */
export const endOfPrefix = (prefix: string): string => prefix + AFTER_EVERYTHING;
