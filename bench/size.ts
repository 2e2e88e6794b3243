// How much a bundle grows by the library, minified and gzipped, after `npm run build`.
import { gzipSync } from "node:zlib";
import { bundle, type Platform } from "./bundle.ts";
import { printTable } from "./measure.ts";
import { printTargets } from "./targets.ts";

const GET = 'export { presignGet } from "@daypass/presign/get";';
const ENTRIES: readonly (readonly [what: string, source: string])[] = [
  ["only signs GET: presignGet", GET],
  ["presignGet and attachmentDisposition", 'export { attachmentDisposition, presignGet } from "@daypass/presign/get";'],
  ["createGetPresigner", 'export { createGetPresigner } from "@daypass/presign/get";'],
  ["createPresigner, all calls", 'export { createPresigner } from "@daypass/presign";'],
  ["verify", 'export { verify } from "@daypass/presign";'],
  ["inspect", 'export { inspect } from "@daypass/presign/inspect";'],
  ["explain", 'export { explain } from "@daypass/presign/explain";'],
];
const PLATFORMS: readonly Platform[] = ["node", "browser"];

export async function run(_: readonly string[]): Promise<void> {
  const rows: string[][] = [];
  let smallest = Number.NaN;
  for (const [what, source] of ENTRIES)
    for (const platform of PLATFORMS) {
      const code = await bundle(source, platform);
      const gzipped = gzipSync(code, { level: 9 }).length;
      if (source === GET && platform === "node") smallest = gzipped;
      rows.push([`${what} (${platform})`, (code.length / 1000).toFixed(1), (gzipped / 1000).toFixed(1)]);
    }
  printTable(["bundle", "minified KB", "gzipped KB"], rows);
  printTargets([
    { what: "a bundle that only signs GET, gzipped", measured: smallest / 1000, unit: " KB", bound: { atMost: 5 } },
  ]);
}
