import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_REMEMBERED, remember } from "../src/verify/remember.ts";

/** Counts how often a text had to be worked on. */
function counted(answer: (text: string) => string | undefined) {
  const asked: string[] = [];
  const ask = remember((text) => {
    asked.push(text);
    return answer(text);
  });
  return { ask, asked };
}

test("a text that comes again is worked on once, and each has its own answer", () => {
  const { ask, asked } = counted((text) => `of ${text}`);
  for (const text of ["a", "b", "a", "", "", "b", "\ud800", "\u{1f600}", "\ud800"])
    assert.equal(ask(text), `of ${text}`);
  assert.deepEqual(asked, ["a", "b", "", "\ud800", "\u{1f600}"]);
});

test("what had no answer is asked again: the next time may be another", () => {
  const answers = [undefined, "later"];
  const { ask, asked } = counted(() => answers.shift());
  assert.deepEqual([ask("a"), ask("a"), ask("a")], [undefined, "later", "later"]);
  assert.equal(asked.length, 2);
});

test("what had no answer takes no room from what had one", () => {
  const { ask, asked } = counted((text) => (text === "kept" ? text : undefined));
  ask("kept");
  for (let i = 0; i < MAX_REMEMBERED; i++) ask(String(i));
  assert.equal(ask("kept"), "kept");
  assert.equal(asked.filter((text) => text === "kept").length, 1);
});

test("no more is kept than a bound, however many come, and nothing long", () => {
  const { ask, asked } = counted((text) => text);
  for (let i = 0; i <= MAX_REMEMBERED; i++) ask(String(i));
  ask("0");
  assert.equal(asked.length, MAX_REMEMBERED + 2, "the first was forgotten when one too many came");
  ask(String(MAX_REMEMBERED));
  assert.equal(asked.length, MAX_REMEMBERED + 2, "the last was not");
  const [longest, tooLong] = ["x".repeat(256), "x".repeat(257)];
  for (const text of [longest, longest, tooLong, tooLong]) assert.equal(ask(text), text);
  assert.deepEqual(asked.slice(MAX_REMEMBERED + 2), [longest, tooLong, tooLong]);
});
