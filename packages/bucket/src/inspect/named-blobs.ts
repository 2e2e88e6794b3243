// Every blob that a row names, a page at a time: there may be millions.
import type { Database } from "../disk/database.ts";

export interface NamedBlob {
  readonly name: string;
  readonly sizeBytes: number;
  readonly bucket: string;
  readonly key: string;
  /** When it is a part of an upload that is not completed. */
  readonly uploadId?: string | undefined;
  /** MD5 in hex of exactly these bytes, where the index knows it. */
  readonly md5Hex?: string | undefined;
}

const PAGE = 1_000;

export function* readNamedBlobs(database: Database): Generator<NamedBlob, void, void> {
  yield* readObjectBlobs(database);
  yield* readPartBlobs(database);
}

function* readObjectBlobs(database: Database): Generator<NamedBlob, void, void> {
  let after: [number, number] = [-1, -1];
  for (;;) {
    const rows = database.all(
      `SELECT objectId, position, blob, b.sizeBytes AS sizeBytes, bucket, key, etag FROM objectBlobs b JOIN objects ON id = objectId
       WHERE (objectId, position) > (?, ?) ORDER BY objectId, position LIMIT ${PAGE}`,
      ...after,
    );
    for (const row of rows) {
      const etag = row.etag as string;
      yield {
        name: row.blob as string,
        sizeBytes: row.sizeBytes as number,
        bucket: row.bucket as string,
        key: row.key as string,
        // The ETag of what came in parts is no digest of the bytes.
        md5Hex: etag.includes("-") ? undefined : etag,
      };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = [last.objectId as number, last.position as number];
  }
}

function* readPartBlobs(database: Database): Generator<NamedBlob, void, void> {
  let after: [string, number] = ["", -1];
  for (;;) {
    const rows = database.all(
      `SELECT uploadId, number, blob, sizeBytes, etag, bucket, key FROM parts JOIN uploads ON id = uploadId
       WHERE (uploadId, number) > (?, ?) ORDER BY uploadId, number LIMIT ${PAGE}`,
      ...after,
    );
    for (const row of rows)
      yield {
        name: row.blob as string,
        sizeBytes: row.sizeBytes as number,
        bucket: row.bucket as string,
        key: row.key as string,
        uploadId: row.uploadId as string,
        md5Hex: row.etag as string,
      };
    const last = rows.at(-1);
    if (!last) return;
    after = [last.uploadId as string, last.number as number];
  }
}
