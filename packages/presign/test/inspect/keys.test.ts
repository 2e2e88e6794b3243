// Keys are names: they are told whole, but for what somebody could use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, open, presigner, readPresigned } from "./urls.ts";

const PLANTED = "PLANTED".repeat(10);

for (const key of [
  "year=2026/auth=basic/part.csv",
  "logs/auth=oauth/part-0001/token=abc/file.parquet",
  "token=1/a.csv",
  "token=2/a.csv",
  "img/sig=v2,w=100/pic.png",
  "year=2026/secret=no/x.csv",
  "R&D/auth=basic/part.csv",
  "cookie: recipes/a.txt",
  "eyJ.txt",
])
  test(`a key is told whole: ${key}`, () => {
    assert.equal(readPresigned(presigner.get(key, open).url).key, key);
    const { url } = at({ endpoint: "http://127.0.0.1:9000" }).list({ ...open, prefix: key });
    assert.deepEqual(
      readPresigned(url).query.find(([name]) => name === "prefix"),
      ["prefix", key],
    );
  });

for (const [says, planted] of [
  ["a session token of AWS", `a/IQoJ${PLANTED}/b.txt`],
  ["a JSON web token", `share/eyJ${PLANTED}.${PLANTED}`],
  ["a JSON web token behind a name", `token=eyJ${PLANTED}/b.txt`],
  ["a signed URL", `https://h/k?X-Amz-Security-Token=${PLANTED}&a=b`],
  ["a signed URL that is encoded", encodeURIComponent(`https://h/k?X-Amz-Security-Token=${PLANTED}`)],
  ["a URL of another service", `https://h/k?sv=1&sig=${PLANTED}`],
  ["a URL with a token of another name", `https://h/k?access_token=${PLANTED}`],
] as const)
  test(`of a key it is not told: ${says}`, () => {
    const { key, query } = readPresigned(presigner.get(planted, open).url);
    // Of a signature the beginning is told.
    assert.doesNotMatch(JSON.stringify({ key, query }), /PLANTED.*PLANTED/);
    const { url } = at({ endpoint: "http://127.0.0.1:9000" }).list({ ...open, prefix: planted });
    assert.doesNotMatch(JSON.stringify(readPresigned(url)), /PLANTED.*PLANTED/);
  });
