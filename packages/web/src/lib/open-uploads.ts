import type { Upload } from "@daypass/api/schemas";
import { type Api, cleanName, type Explanation, explain, type Transfers, type UploadSource } from "@daypass/client";
import type { BegunHere } from "./begun-here.ts";
import type { OtherTabs, TabUpload } from "./other-tabs.ts";
import { createStore, type Store } from "./store.ts";

/** An upload that the server keeps open, and what the bucket has of it. */
export interface OpenUpload extends Pick<Upload, "id" | "name" | "sizeBytes" | "createdAt" | "expiresAt"> {
  /** Null where the bucket did not say. */
  readonly arrivedBytes: number | null;
  /** When the last part arrived; null before the first. */
  readonly lastArrivedAt: string | null;
}

/** Uploads by who has them. Those of this page are in neither list. */
export interface SortedUploads {
  /** Nobody sends them: the same file chosen again goes on. */
  readonly cutOff: readonly OpenUpload[];
  /** On the list of another tab of this browser, or moved lately by who knows whom. */
  readonly elsewhere: readonly (OpenUpload & { readonly inTab: TabUpload | null })[];
}

/** Over this without a byte, an upload that was begun in another browser is taken for cut off. Parts of slow lines take a minute. */
export const STILL_MILLISECONDS = 3 * 60_000;

export const lastMovedAt = ({ createdAt, lastArrivedAt }: OpenUpload): string => lastArrivedAt ?? createdAt;

/** Pure: who has which upload. `owned` are those that this page has or had. */
export function sortUploads(
  uploads: readonly OpenUpload[],
  {
    owned,
    inTabs,
    begunHere,
    now,
  }: {
    readonly owned: ReadonlySet<string>;
    readonly inTabs: ReadonlyMap<string, TabUpload>;
    readonly begunHere: BegunHere;
    readonly now: Date;
  },
): SortedUploads {
  const cutOff: OpenUpload[] = [];
  const elsewhere: (OpenUpload & { inTab: TabUpload | null })[] = [];
  for (const upload of uploads) {
    if (owned.has(upload.id)) continue;
    const inTab = inTabs.get(upload.id) ?? null;
    // All tabs of this browser have said what they have: what it began and none has stands still.
    const isStill =
      begunHere.lastModifiedOf(upload.id) !== undefined ||
      now.getTime() - Date.parse(lastMovedAt(upload)) > STILL_MILLISECONDS;
    if (inTab === null && isStill) cutOff.push(upload);
    else elsewhere.push({ ...upload, inTab });
  }
  return { cutOff, elsewhere };
}

/** A chosen file, and the upload that was begun with it. */
export interface Match {
  readonly source: UploadSource;
  /** Null for a file that none was begun with. */
  readonly upload: OpenUpload | null;
  /** Name, size and time of the last change are the same; else the time is not known. */
  readonly isCertain: boolean;
}

/** Pure: which of the files go on with which upload. Of several that fit, the one of which most has arrived; each at most once. */
export function matchUploads(
  sources: readonly UploadSource[],
  cutOff: readonly OpenUpload[],
  begunHere: BegunHere,
): Match[] {
  const left = [...cutOff].sort((a, b) => (b.arrivedBytes ?? 0) - (a.arrivedBytes ?? 0));
  return sources.map((source) => {
    const changed = (source.blob as Partial<File>).lastModified ?? null;
    const fits = left.filter(
      ({ name, sizeBytes }) => name === cleanName(source.name) && sizeBytes === source.blob.size,
    );
    const isSame = ({ id }: OpenUpload) => changed !== null && begunHere.lastModifiedOf(id) === changed;
    const upload = fits.find(isSame) ?? fits.find(({ id }) => (begunHere.lastModifiedOf(id) ?? null) === null) ?? null;
    if (upload) left.splice(left.indexOf(upload), 1);
    return { source, upload, isCertain: upload !== null && isSame(upload) };
  });
}

/** The uploads that the server keeps open, as the screens know them. */
export interface OpenUploads {
  readonly failure: Store<Explanation | null>;
  readonly items: Store<readonly OpenUpload[]>;
  /** Asks server, bucket and the other tabs. Does not throw. */
  load(): Promise<void>;
  /** As they are known, after the first load. */
  sorted(now: Date): SortedUploads;
  /** The files, each with the upload that it goes on with. What was found is looked at once more, as it may be gone. */
  match(sources: readonly UploadSource[]): Promise<Match[]>;
  /** Throws it away. */
  discard(id: string): Promise<void>;
}

/** Files that were chosen do not wait for a server that is silent: they are queued, and the queue says what goes on. */
const LONGEST_LOOK_MILLISECONDS = 2000;
const patiently = (look: Promise<void>): Promise<void> =>
  Promise.race([look, new Promise<void>((resolve) => setTimeout(resolve, LONGEST_LOOK_MILLISECONDS))]);

/** Of more than this, the bucket is not asked how much it has. */
const MOST_LOOKED_AT = 20;

export function createOpenUploads(
  api: Api,
  transfers: Transfers,
  otherTabs: OtherTabs,
  begunHere: BegunHere,
): OpenUploads {
  const items = createStore<readonly OpenUpload[]>([]);
  const failure = createStore<Explanation | null>(null);
  const owned = new Set<string>();
  /** Thrown away here: an answer that was asked for before must not bring them back. */
  const thrownAway = new Set<string>();
  let loaded: Promise<void> | null = null;
  transfers.subscribe(() => {
    for (const { uploadId } of transfers.items) if (uploadId !== null) owned.add(uploadId);
  });

  async function look(upload: Upload): Promise<OpenUpload> {
    const parts = await api.getUpload(upload.id).then(
      (found) => found.parts ?? [],
      () => null,
    );
    const times = (parts ?? []).flatMap(({ arrivedAt }) => arrivedAt ?? []).sort();
    const arrivedBytes = parts?.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) ?? null;
    return { ...upload, arrivedBytes, lastArrivedAt: times.at(-1) ?? null };
  }
  async function ask(): Promise<void> {
    try {
      const [{ items: found }] = await Promise.all([api.listUploads({ limit: 100 }), otherTabs.ask()]);
      const rest = found.slice(MOST_LOOKED_AT).map((one) => ({ ...one, arrivedBytes: null, lastArrivedAt: null }));
      const all = [...(await Promise.all(found.slice(0, MOST_LOOKED_AT).map(look))), ...rest];
      items.set(all.filter(({ id }) => !thrownAway.has(id)));
      failure.set(null);
    } catch (error) {
      failure.set(explain(error));
    }
  }
  const load = () => {
    loaded = ask();
    return loaded;
  };
  const sorted = (now: Date) => sortUploads(items.get(), { owned, inTabs: otherTabs.uploads.get(), begunHere, now });
  const matchNow = (sources: readonly UploadSource[]) => matchUploads(sources, sorted(new Date()).cutOff, begunHere);
  return {
    failure,
    items,
    load,
    sorted,
    async match(sources) {
      await patiently(loaded ?? load());
      const matches = matchNow(sources);
      if (matches.every(({ upload }) => upload === null)) return matches;
      await patiently(load());
      return matchNow(sources);
    },
    async discard(id) {
      await api.abortUpload(id);
      thrownAway.add(id);
      items.set(items.get().filter((upload) => upload.id !== id));
    },
  };
}
