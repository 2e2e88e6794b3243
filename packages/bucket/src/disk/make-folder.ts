import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes the folder and those above it that are missing, for their owner alone. Not with Node's own `recursive`: where the
 * kernel says ENOENT although the parent is there, as in /proc, that one never comes back.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path, { mode: 0o700 }).catch(async (failure: NodeJS.ErrnoException) => {
    // Somebody else may have made it meanwhile.
    if (failure.code !== "EEXIST" || !(await isFolder(path))) throw failure;
  });
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
