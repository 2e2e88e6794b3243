import type { Transfers } from "@daypass/client";

/** Which uploads this browser began, and with a file that was last changed when: it outlives the page. */
export interface BegunHere {
  /** Milliseconds since 1970; null where the file did not say; undefined for an upload that was begun elsewhere. */
  lastModifiedOf(uploadId: string): number | null | undefined;
}

const KEY = "daypass-begun";
const MOST = 200;

/** `storage` may be absent or full, as in some private windows: then all uploads were begun elsewhere. */
export function createBegunHere(transfers: Transfers, storage: Pick<Storage, "getItem" | "setItem"> | null): BegunHere {
  let text: string | null = null;
  let known: ReadonlyMap<string, number | null> = new Map();
  /** Other tabs write it too; it is parsed only when it changed. */
  function read(): ReadonlyMap<string, number | null> {
    try {
      const found = storage?.getItem(KEY) ?? "[]";
      if (found === text) return known;
      text = found;
      const pairs: unknown = JSON.parse(found);
      const isPair = (pair: unknown): pair is [string, number | null] => Array.isArray(pair) && pair.length === 2;
      known = new Map(Array.isArray(pairs) ? pairs.filter(isPair) : []);
    } catch {
      known = new Map();
    }
    return known;
  }
  const noted = new Set<string>();
  transfers.subscribe(() => {
    const begun = transfers.items.flatMap(({ uploadId, lastModified }) =>
      uploadId === null || noted.has(uploadId) ? [] : [[uploadId, lastModified] as const],
    );
    if (begun.length === 0) return;
    for (const [id] of begun) noted.add(id);
    try {
      const all = new Map(read());
      for (const [id, lastModified] of begun) all.set(id, lastModified);
      storage?.setItem(KEY, JSON.stringify([...all].slice(-MOST)));
    } catch {
      // Without a place to write, the next page asks a person.
    }
  });
  return {
    lastModifiedOf: (uploadId) => read().get(uploadId),
  };
}
