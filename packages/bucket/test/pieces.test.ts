// The small parts alone: ranges, conditions, checksums, lists, documents. Rows and properties.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { findStatements, isAllowed } from "../src/authorize.ts";
import { CHECKSUM_ALGORITHMS, createChecksum, isChecksumValue, joinChecksums } from "../src/checksums.ts";
import { createCrc, joinCrcs, POLYNOMIALS } from "../src/crc.ts";
import { endOfPrefix } from "../src/disk/key-order.ts";
import { matchesEtag, type ObjectFacts } from "../src/disk/objects.ts";
import { S3_ERRORS } from "../src/errors.ts";
import { readBoundary, readForm } from "../src/http/form-reader.ts";
import { encodeListed, resumeAfter, rollUp } from "../src/listing.ts";
import { OPERATIONS } from "../src/operations/table.ts";
import { parseRange } from "../src/range.ts";
import { allowsRange, judgeRead } from "../src/read-conditions.ts";
import { escapeXml } from "../src/xml.ts";
import { identity } from "./support.ts";

const byUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe("ranges", () => {
  for (const { header, sizeBytes, want } of [
    { header: "bytes=0-4", sizeBytes: 10, want: { start: 0, end: 4 } },
    { header: "bytes=5-", sizeBytes: 10, want: { start: 5, end: 9 } },
    { header: "bytes=-3", sizeBytes: 10, want: { start: 7, end: 9 } },
    { header: "bytes=-30", sizeBytes: 10, want: { start: 0, end: 9 } },
    { header: "bytes=9-9", sizeBytes: 10, want: { start: 9, end: 9 } },
    { header: "bytes=5-500", sizeBytes: 10, want: { start: 5, end: 9 } },
    { header: "bytes=10-", sizeBytes: 10, want: "unsatisfiable" },
    { header: "bytes=-0", sizeBytes: 10, want: "unsatisfiable" },
    { header: "bytes=0-", sizeBytes: 0, want: "unsatisfiable" },
    { header: "bytes=-5", sizeBytes: 0, want: "unsatisfiable" },
    { header: "bytes=99999999999999999999-", sizeBytes: 10, want: "unsatisfiable" },
    { header: "bytes=0-99999999999999999999", sizeBytes: 10, want: { start: 0, end: 9 } },
    { header: "bytes=-99999999999999999999", sizeBytes: 10, want: { start: 0, end: 9 } },
    { header: "bytes=4-2", sizeBytes: 10, want: undefined },
    { header: "bytes=0-1,3-4", sizeBytes: 10, want: undefined },
    { header: "bytes=-", sizeBytes: 10, want: undefined },
    { header: "bytes=a-b", sizeBytes: 10, want: undefined },
    { header: "items=0-1", sizeBytes: 10, want: undefined },
    { header: "bytes=1.5-2", sizeBytes: 10, want: undefined },
    { header: undefined, sizeBytes: 10, want: undefined },
  ] as const)
    test(`${header} of ${sizeBytes} bytes`, () => assert.deepEqual(parseRange(header, sizeBytes), want));
});

describe("conditions of a read", () => {
  const object: ObjectFacts = {
    key: "k",
    etag: "abc",
    sizeBytes: 1,
    lastModifiedAt: Date.parse("2030-01-01T00:00:00.500Z"),
  };
  const same = "Tue, 01 Jan 2030 00:00:00 GMT";
  const before = "Mon, 31 Dec 2029 23:59:59 GMT";
  for (const { says, conditions, want } of [
    { says: "none", conditions: {}, want: "modified" },
    { says: "the same ETag", conditions: { ifNoneMatch: '"abc"' }, want: "unmodified" },
    { says: "a weak one in a list", conditions: { ifNoneMatch: '"x", W/"abc"' }, want: "unmodified" },
    { says: "any ETag", conditions: { ifNoneMatch: "*" }, want: "unmodified" },
    {
      says: "another ETag outranks the date",
      conditions: { ifNoneMatch: '"x"', ifModifiedSince: same },
      want: "modified",
    },
    { says: "not changed since that second", conditions: { ifModifiedSince: same }, want: "unmodified" },
    { says: "changed since", conditions: { ifModifiedSince: before }, want: "modified" },
    { says: "a date that is none", conditions: { ifModifiedSince: "soon" }, want: "modified" },
    { says: "If-Match holds", conditions: { ifMatch: '"abc"' }, want: "modified" },
    {
      says: "If-Match outranks the date",
      conditions: { ifMatch: '"abc"', ifUnmodifiedSince: before },
      want: "modified",
    },
    { says: "If-Match fails", conditions: { ifMatch: '"x"' }, want: "PreconditionFailed" },
    { says: "changed after all", conditions: { ifUnmodifiedSince: before }, want: "PreconditionFailed" },
    { says: "not changed", conditions: { ifUnmodifiedSince: same }, want: "modified" },
  ])
    test(`${says}: ${want}`, () => {
      let verdict: string;
      try {
        verdict = judgeRead(conditions, object);
      } catch (refusal) {
        verdict = (refusal as { code: string }).code;
      }
      assert.equal(verdict, want);
    });
  test("If-Range takes a strong ETag or the exact date", () => {
    const values = [undefined, '"abc"', same, 'W/"abc"', '"x"', before];
    assert.deepEqual(
      values.map((value) => allowsRange(value, object)),
      [true, true, true, false, false, false],
    );
  });
  test("an ETag matches with and without quotes, and not in part", () => {
    assert.ok(matchesEtag("abc", "abc") && matchesEtag('"abc"', "abc"));
    assert.ok(!matchesEtag('"ab"', "abc") && !matchesEtag("", "abc"));
  });
});

describe("checksums", () => {
  // Check values of "123456789": https://reveng.sourceforge.io/crc-catalogue/all.htm
  for (const { name, hex } of [
    { name: "CRC32", hex: "cbf43926" },
    { name: "CRC32C", hex: "e3069283" },
    { name: "CRC64NVME", hex: "ae8b14860a799888" },
  ] as const) {
    test(`${name} of 123456789, in one piece and in two`, () => {
      for (const pieces of [["123456789"], ["1234", "56789"]]) {
        const crc = createCrc(name);
        for (const piece of pieces) crc.update(Buffer.from(piece));
        assert.equal(crc.digest().toString("hex"), hex);
      }
    });
    test(`${name}: joined checksums are that of the whole [property]`, () => {
      const crcOf = (bytes: Uint8Array) => {
        const crc = createCrc(name);
        crc.update(bytes);
        return crc.digest();
      };
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) => {
          const joined = joinCrcs(name, crcOf(a), crcOf(b), b.length);
          return joined.equals(crcOf(Buffer.concat([a, b]))) && joined.length === Number(POLYNOMIALS[name].width) / 8;
        }),
      );
    });
  }
  test("a value must be strict base64 of the right length", () => {
    for (const algorithm of CHECKSUM_ALGORITHMS) {
      const good = createChecksum(algorithm).digest().toString("base64");
      assert.ok(isChecksumValue(algorithm, good));
      for (const bad of ["", `${good} `, good.replaceAll("=", ""), `${good}AAAA`, "!!!!"])
        if (bad !== good) assert.ok(!isChecksumValue(algorithm, bad), `${algorithm} ${bad}`);
    }
  });
  test("ten thousand parts are joined within a second", () => {
    const parts = Array.from({ length: 10_000 }, () => ({ value: "AAAAAAAAAAA=", sizeBytes: 5 * 1024 ** 2 + 1 }));
    const startedAt = process.cpuUsage();
    joinChecksums("CRC64NVME", "FULL_OBJECT", parts);
    const { user } = process.cpuUsage(startedAt);
    assert.ok(user < 1_000_000, `${user} microseconds`);
  });
  test("SHA has no joined form of the whole", () =>
    assert.throws(() => joinChecksums("SHA256", "FULL_OBJECT", []), TypeError));
});

describe("lists", () => {
  const character = fc.constantFrom("a", "b", "/", "-", "é", "\uffff", "\u{1f600}", "\u{10ffff}");
  const key = fc.array(character, { minLength: 1, maxLength: 6 }).map((characters) => characters.join(""));

  /** What S3 says, with nothing clever: every key in order, rolled up one by one. */
  const expected = (keys: string[], prefix: string, delimiter: string): string[] => {
    const entries = keys
      .filter((each) => each.startsWith(prefix))
      .map((each) => {
        const end = delimiter === "" ? -1 : each.indexOf(delimiter, prefix.length);
        return end < 0 ? each : `P:${each.slice(0, end + delimiter.length)}`;
      });
    return [...new Set(entries)];
  };

  test("pages of any size give every entry once, in order [property]", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 30 }),
        fc.constantFrom("", "a", "a/", "é", "\u{10ffff}"),
        fc.constantFrom("", "/", "-", "a/"),
        fc.integer({ min: 1, max: 7 }),
        (unordered, prefix, delimiter, max) => {
          const keys = unordered.sort(byUtf8);
          const seen: string[] = [];
          for (let after = ""; ; ) {
            const page = rollUp<{ key: string }, { after: string }>({
              prefix,
              delimiter,
              max,
              start: { after },
              after: (item) => ({ after: item.key }),
              afterKey: (each) => ({ after: each }),
              fetch: (place, limit) =>
                keys
                  .filter((each) => byUtf8(each, place.after) > 0 && each.startsWith(prefix))
                  .slice(0, limit)
                  .map((each) => ({ key: each })),
            });
            const entries = [...page.items.map((item) => item.key), ...page.commonPrefixes.map((each) => `P:${each}`)];
            assert.ok(entries.length <= max);
            seen.push(...entries);
            if (!page.isTruncated) break;
            after = resumeAfter(page.last!);
          }
          assert.deepEqual(seen.sort(), expected(keys, prefix, delimiter).sort());
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a thousand common prefixes cost a few rows each, however many keys they hold", () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `${String(i).padStart(4, "0")}/`);
    let rows = 0;
    const page = rollUp<{ key: string }, { after: string }>({
      prefix: "",
      delimiter: "/",
      max: 1000,
      start: { after: "" },
      after: (item) => ({ after: item.key }),
      afterKey: (each) => ({ after: each }),
      fetch: (place, limit) => {
        const next = keys.find((each) => byUtf8(`${each}999`, place.after) > 0);
        const found = next === undefined ? [] : Array.from({ length: limit }, (_, i) => ({ key: `${next}${100 + i}` }));
        rows += found.length;
        return found;
      },
    });
    assert.equal(page.commonPrefixes.length, 1000);
    assert.ok(rows <= 4_000, `${rows} rows`);
  });

  test("the end of a prefix is after all its keys and before every other [property]", () => {
    fc.assert(
      fc.property(key, key, (prefix, other) => {
        const isAfter = byUtf8(other, endOfPrefix(prefix)) > 0;
        return isAfter === (byUtf8(other, prefix) > 0 && !other.startsWith(prefix));
      }),
    );
  });

  test("keys are encoded as S3 encodes them", () =>
    assert.equal(encodeListed("a b/ü+(1)*'!~"), "a%20b/%C3%BC%2B%281%29%2A%27%21~"));
});

describe("documents", () => {
  test("text is escaped, control characters too", () =>
    assert.equal(escapeXml('<a & "b">\u0001\r\n'), "&lt;a &amp; &quot;b&quot;&gt;&#x1;&#xd;&#xa;"));
});

describe("policies", () => {
  const who = identity(
    "who",
    { actions: ["s3:GetObject"], bucket: "one", keyPrefix: "a/" },
    { actions: ["s3:*"], bucket: "two", keyPrefix: "" },
  );
  for (const { deed, want } of [
    { deed: { action: "s3:GetObject", bucket: "one", key: "a/b" }, want: true },
    { deed: { action: "s3:GetObject", bucket: "one", key: "a" }, want: false },
    { deed: { action: "s3:GetObject", bucket: "one", key: "b/a/" }, want: false },
    { deed: { action: "s3:PutObject", bucket: "one", key: "a/b" }, want: false },
    { deed: { action: "s3:PutObject", bucket: "two", key: "a/b" }, want: true },
    { deed: { action: "s3:PutObject", bucket: "three", key: "a/b" }, want: false },
    { deed: { action: "s3:getobject", bucket: "one", key: "a/b" }, want: false },
  ])
    test(`${deed.action} on ${deed.bucket}/${deed.key}: ${want}`, () => assert.equal(isAllowed(who, deed), want));
  test("nothing is allowed without a statement", () =>
    assert.deepEqual(findStatements(identity("none"), { action: "s3:GetObject", bucket: "one", key: "a" }), []));
});

describe("forms", () => {
  const boundary = "b0undary";
  const chunked = async function* (body: Buffer, sizes: readonly number[]) {
    for (let at = 0, i = 0; at < body.length; i++) {
      const size = sizes[i % sizes.length]!;
      yield body.subarray(at, at + size);
      at += size;
    }
  };
  test("any file comes out as it went in, however the bytes are cut [property]", async () => {
    const hostile = fc.constantFrom("\r\n", "--", boundary, "\r\n--", `\r\n--${boundary.slice(0, -1)}`, "\r", "x");
    const content = fc.array(hostile, { maxLength: 12 }).map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (raw, sizes) => {
          const text = raw.replaceAll(`\r\n--${boundary}`, "");
          if (text.includes(`\r\n--${boundary}`)) return;
          const body = Buffer.from(
            `--${boundary}\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: a/b\r\n\r\n${text}\r\n--${boundary}--\r\n`,
          );
          const { fields, fileName, file } = await readForm(chunked(body, sizes), boundary);
          let got = "";
          for await (const chunk of file) got += chunk.toString("latin1");
          assert.deepEqual([fields, fileName, got], [[["key", "k"]], "f", text]);
        },
      ),
      { numRuns: 300 },
    );
  });
  for (const { type, want } of [
    { type: "multipart/form-data; boundary=abc", want: "abc" },
    { type: 'multipart/form-data; charset=utf-8; boundary="a b;c"', want: "a b;c" },
    { type: "Multipart/Form-Data;BOUNDARY=abc; x=y", want: "abc" },
  ])
    test(`boundary of ${type}`, () => assert.equal(readBoundary(type), want));
  test("a boundary of more than 70 characters is none", () =>
    assert.throws(() => readBoundary(`multipart/form-data; boundary=${"a".repeat(71)}`), {
      code: "MalformedPOSTRequest",
    }));
});

describe("tables", () => {
  test("every operation is named once and says what right it needs", () => {
    const names = OPERATIONS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { action } of OPERATIONS) assert.match(action, /^s3:[A-Z][A-Za-z]+$/);
  });
  test("every error code has a status and a sentence", () => {
    for (const [code, [status, message]] of Object.entries(S3_ERRORS)) {
      assert.match(code, /^[A-Z][A-Za-z0-9]+$/);
      assert.ok(status >= 400 && status < 600 && message.length > 5);
    }
  });
});
