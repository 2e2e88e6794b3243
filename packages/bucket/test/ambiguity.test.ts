// Requests that two readers could read differently, over raw sockets: each is refused, once, and what hides in it is not done.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { AMBIGUOUS, type Base } from "./rows/ambiguous-http.ts";
import { openLab, sendRaw } from "./support.ts";

describe("ambiguous requests (N17)", async () => {
  const lab = await openLab();
  let base: Base;
  before(async () => {
    await lab.put("there", "x");
    const { host } = new URL(lab.endpoint);
    const targetOf = ({ url }: { url: string }) => url.slice(lab.endpoint.length);
    const minute = { expiresInSeconds: 600 };
    const presigner = lab.presigner();
    const remove = targetOf(presigner.delete("there", minute));
    base = {
      host,
      put: targetOf(presigner.put("k", minute)),
      get: targetOf(presigner.get("there", minute)),
      hidden: `DELETE ${remove} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    };
  });

  for (const { says, bytes } of AMBIGUOUS)
    test(says, async () => {
      const answer = await sendRaw(lab.endpoint, [Buffer.from(bytes(base), "latin1")], { end: true });
      const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
      assert.ok(statuses.length <= 1, answer);
      assert.ok(
        statuses.every((status) => status >= 400 && status < 502),
        answer,
      );
      assert.equal((await lab.get("there")).status, 200);
      assert.equal((await lab.get("k")).status, 404);
    });

  test("the requests that they are made from are served, one after the other [the canary of the rows above]", async () => {
    const { host, put, get, hidden } = base;
    const two = `PUT ${put} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\n\r\na`;
    const read = `GET ${get} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const last = hidden.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const answer = await sendRaw(lab.endpoint, [two, read, last]);
    assert.deepEqual(
      [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => match[1]),
      ["200", "200", "204"],
    );
    await fetch(lab.presigner().delete("k", { expiresInSeconds: 60 }).url, { method: "DELETE" });
  });
});
