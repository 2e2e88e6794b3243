import { createPresigner, inspect, type PresignedInspection } from "../../src/index.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const open = { expiresInSeconds: 900 };
const base = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  region: "eu-central-1",
  bucket: "photos",
  clock: () => NOW,
};
/** A presigner that differs from the usual one in some options. */
export const at = (options: object) => createPresigner({ ...base, ...options });
export const presigner = at({});
export const get = presigner.get("k", open).url;
/** The usual URL, changed after it was signed. */
export const edit = (from: string | RegExp, to: string, url = get): string => url.replace(from, to);

export function readPresigned(url: string, now?: Date): PresignedInspection {
  const found = inspect(url, { now });
  if (found.kind !== "presigned") throw new Error(`${found.kind}: ${found.text}`);
  return found;
}
