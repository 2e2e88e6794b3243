// Bodies that are nearly right, or nothing at all like it.
import type { Random } from "./random.ts";

const TOKENS = [
  "<",
  ">",
  "</",
  "/>",
  "&",
  "&amp;",
  "&#0;",
  "&#x110000;",
  "&lol;",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<?xml",
  "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "\0",
  "\uffff",
  "{",
  "}",
  "[",
  "]",
  '"',
  "\\",
  "\\u0000",
  "\\ud800",
  ":",
  ",",
  "1e999",
  "-",
  "null",
  "\r\n",
  "\r",
  "\n",
  "\r\n\r\n",
  "--",
  ";",
  "=",
  "0\r\n\r\n",
  "ffffffffffffffff\r\n",
  ";chunk-signature=",
  "x-amz-trailer-signature:",
  'Content-Disposition: form-data; name="',
  "filename*=",
  "%00",
  "é",
  "\u202e",
];

/** The valid body, changed in one to four ways. */
export function spoil(random: Random, valid: Buffer): Buffer {
  let body: Buffer = valid;
  for (let n = 1 + random.below(4); n > 0; n--) body = random.pick(WAYS)(random, body);
  return body;
}

const at = (random: Random, body: Buffer): number => random.below(body.length + 1);
const insert = (random: Random, body: Buffer, piece: Buffer): Buffer => {
  const place = at(random, body);
  return Buffer.concat([body.subarray(0, place), piece, body.subarray(place)]);
};

const WAYS: readonly ((random: Random, body: Buffer) => Buffer)[] = [
  (random, body) => {
    const changed = Buffer.from(body);
    for (let n = 1 + random.below(3); n > 0 && changed.length > 0; n--)
      changed[random.below(changed.length)] = random.below(256);
    return changed;
  },
  (random, body) => body.subarray(0, at(random, body)),
  (random, body) => body.subarray(at(random, body)),
  (random, body) => insert(random, body, Buffer.from(random.pick(TOKENS))),
  (random, body) => insert(random, body, random.bytes(1 + random.below(40))),
  (random, body) => {
    const from = at(random, body);
    return insert(random, body, body.subarray(from, from + random.below(60)));
  },
  (random, body) => insert(random, body, Buffer.from(random.pick(TOKENS).repeat(1 + random.below(300)))),
  (random, body) =>
    insert(
      random,
      body,
      Buffer.from(random.pick(["<a>", "[", '{"a":', "(", "<a b='"]).repeat(1 + random.below(4_000))),
    ),
  (random) => random.bytes(random.below(200)),
  () => Buffer.alloc(0),
];
