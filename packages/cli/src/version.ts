import { readFileSync } from "node:fs";

/** Of this package, in a checkout and as published: both have `package.json` one folder above. */
export const readVersion = (): string =>
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
