// Built into an entry for Node: reads a part of the package from its file when one of its functions is first called.
// What entry and parts must have in common, classes of errors above all, is handed to each.
import * as shared from "first-use:shared";

export function readPart(path) {
  let makePart;
  try {
    // Not imported: that alone takes half a millisecond, and most programs that sign a download read no part.
    makePart = process.getBuiltinModule("node:module").createRequire(import.meta.url)(path);
  } catch (cause) {
    throw new Error(`@daypass/presign cannot read a part of itself: ${cause.message}`, { cause });
  }
  return makePart(() => shared);
}
