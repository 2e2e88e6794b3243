import assert from "node:assert/strict";
import { test } from "node:test";
import { PUBLIC_URL, startDaypass } from "./support/daypass.ts";

test("what needs the database of a closed server is said to be cut off, without a stack that looks like a fault", async () => {
  const daypass = await startDaypass();
  const asked = `${PUBLIC_URL}/s/${"a".repeat(26)}`;
  assert.equal((await daypass.server.fetch(new Request(asked))).status, 404);
  await daypass.close();
  assert.equal((await daypass.server.fetch(new Request(asked))).status, 500);
  const lines = daypass.log.lines.map((line) => JSON.parse(line)).filter(({ level }) => level !== "info");
  assert.deepEqual(
    lines.map(({ level, message, err }) => ({ level, message, err })),
    [{ level: "warn", message: "request was cut off: the server was closed", err: undefined }],
  );
});
