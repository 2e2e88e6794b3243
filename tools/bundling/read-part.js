// Built into an entry for Node: reads a part of the package from its file when one of its functions is first called.
// What entry and parts must have in common, classes of errors above all, is handed to each.
import * as shared from "first-use:shared";

/** `takenAlong` answers the part where a bundler that understands `require` has put both into one file. */
export function readPart(path, takenAlong) {
  let makePart;
  try {
    makePart = globalThis.process.getBuiltinModule("node:module").createRequire(import.meta.url)(path);
  } catch (cause) {
    try {
      makePart = takenAlong();
    } catch {
      throw new Error(
        `${path} of @daypass/presign is missing: copy the package as a whole, or let the bundler resolve with the condition "module"`,
        { cause },
      );
    }
  }
  return makePart(() => shared);
}
