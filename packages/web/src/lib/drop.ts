import type { UploadSource } from "@daypass/client";

const sourceOf = (file: File): UploadSource => ({ name: file.name, contentType: file.type, blob: file });

/** Files of an input. */
export const readInput = (input: HTMLInputElement): UploadSource[] => [...(input.files ?? [])].map(sourceOf);

/** Whether a drag carries files, and not text or a link of the page. */
export const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Files of a drop, folders opened. The entries must be taken before the first wait: the event's data dies with it. */
export async function readDrop(data: DataTransfer): Promise<UploadSource[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const files = [...data.files];
  if (!entries.some((entry) => entry?.isDirectory)) return files.map(sourceOf);
  const found: File[] = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return found.map(sourceOf);
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (entry.isFile) {
    found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives at most a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) await collect(child, found);
  }
}

/** Pasted pictures are all called image.png: the time tells them apart. */
export function readPaste(data: DataTransfer, now: Date): UploadSource[] {
  const stamp = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace("T", " ");
  return [...data.files].map((file) => {
    const source = sourceOf(file);
    const extension = /^image\.(\w+)$/.exec(file.name)?.[1];
    return extension ? { ...source, name: `Pasted ${stamp.replaceAll(":", ".")}.${extension}` } : source;
  });
}
