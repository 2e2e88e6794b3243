// Everything that a bucket has, as one text: what changes nothing leaves it the same.
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Lab } from "./lab.ts";

/** Of a copy, because the index belongs to its process alone. Only while no request runs. */
export async function readState(lab: Lab): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "daypass-trial-state-"));
  try {
    for (const name of await readdir(lab.dir))
      if (/^index\.sqlite(-wal)?$/.test(name)) await copyFile(join(lab.dir, name), join(folder, name));
    return JSON.stringify([readTables(join(folder, "index.sqlite")), await lab.listFiles()]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readTables(file: string): unknown {
  const database = new DatabaseSync(file);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    return tables.map(({ name }) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]);
  } finally {
    database.close();
  }
}
