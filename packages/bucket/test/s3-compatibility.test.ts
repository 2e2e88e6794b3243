// The page that says what works is what the tables say, the tables know all of S3, and what they lack is refused by name.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import * as S3 from "@aws-sdk/client-s3";
import { PAGE, writePage } from "../../../tools/s3-compatibility.ts";
import { NOT_IMPLEMENTED } from "../src/operations/not-implemented.ts";
import { OPERATIONS } from "../src/operations/table.ts";
import { openLab, send } from "./support.ts";

test("the committed page is the one that the tables give [mend: node tools/s3-compatibility.ts]", () =>
  assert.equal(readFileSync(PAGE, "utf8"), writePage()));

test("every operation of the SDK is in one of the two tables, and in one only", () => {
  const known = Object.keys(S3)
    .filter((name) => name.endsWith("Command") && name !== "$Command")
    .map((name) => name.slice(0, -"Command".length))
    .filter((name) => name !== "");
  assert.ok(known.length > 100);
  const [have, lack] = [OPERATIONS.map(({ name }) => name), NOT_IMPLEMENTED.map(([name]) => name)];
  assert.deepEqual([...have, ...lack].sort(), known.sort());
});

describe("what is not implemented", async () => {
  const lab = await openLab();
  test("is refused with 501 and its name, each", async () => {
    for (const [name, method, scope, ...marks] of NOT_IMPLEMENTED) {
      if (marks.length === 0) continue;
      const query = Object.fromEntries(marks.map((mark) => [mark, ""]));
      const key = scope === "object" ? { key: "k" } : {};
      const answer = await send(lab.presigner().request({ method, query, ...key, expiresInSeconds: 60 } as never));
      const twins = NOT_IMPLEMENTED.filter(
        ([, otherMethod, otherScope, ...otherMarks]) =>
          otherMethod === method && otherScope === scope && otherMarks.join() === marks.join(),
      ).map(([twin]) => twin);
      assert.equal(answer.status, 501, name);
      const text = await answer.text();
      assert.ok(
        twins.some((twin) => text.includes(`<Message>${twin} is not implemented by this endpoint.</Message>`)),
        `${name}: ${text}`,
      );
    }
  });

  test("is not what is: a parameter beyond an operation is refused by its own name [canary]", async () => {
    const answer = await send(
      lab.presigner().request({ method: "GET", query: { location: "", acl: "" }, expiresInSeconds: 60 }),
    );
    assert.match(await answer.text(), /parameter acl is not implemented for GetBucketLocation/);
  });
});
