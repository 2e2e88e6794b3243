// Built into an entry for Node: reads a part of the package from its file when one of its functions is first called.
// What entry and parts must have in common, classes of errors above all, is handed to each.

import * as shared from "first-use:shared";
import { createRequire } from "node:module";

/** Called with a path as it stands, it shows programs that gather the files of a package which ones belong to this. */
export const requireFile = createRequire(import.meta.url);

export function readPart(readFile) {
  let makePart;
  try {
    makePart = readFile();
  } catch (cause) {
    throw new Error(`@daypass/presign cannot read a part of itself: ${cause.message}`, { cause });
  }
  return makePart(() => shared);
}
