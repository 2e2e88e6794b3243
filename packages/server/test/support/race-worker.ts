// One server process of a race: claims a link as often as it was told, and says how many it got.
import { createServer } from "@daypass/server";
import { INSTANCE_KEY, NO_BUCKET, PUBLIC_URL } from "./daypass.ts";
import { createMemoryLog } from "./log.ts";

const [file, path, fileId, tries] = process.argv.slice(2) as [string, string, string, string];
const server = await createServer({
  version: "race",
  publicUrl: PUBLIC_URL,
  database: { kind: "sqlite", file },
  bucket: NO_BUCKET,
  instanceKeys: [INSTANCE_KEY],
  log: createMemoryLog(),
});
process.stdout.write("ready\n");
process.stdin.once("data", async () => {
  const statuses = await Promise.all(
    Array.from({ length: Number(tries) }, async () => {
      const headers = { accept: "application/json" };
      const request = new Request(`${PUBLIC_URL}${path}/files/${fileId}/claim`, { method: "POST", headers });
      return (await server.fetch(request)).status;
    }),
  );
  const count = (status: number) => statuses.filter((each) => each === status).length;
  process.stdout.write(`${JSON.stringify({ won: count(201), lost: count(404), tries: statuses.length })}\n`);
  await server.close();
  process.stdin.destroy();
});
