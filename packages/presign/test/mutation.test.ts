// A valid URL, changed in thousands of ways: what is still accepted must mean exactly the same. The oracle decodes for
// itself and knows nothing of the verifier. Each kind of change has a verifier that is broken in a known way, and must
// catch it: changes that cannot fail prove nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createPresigner, inspect, type RawRequest, verify, verifyForm } from "../src/index.ts";
import { hostileKeys } from "./support/keys.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const HOST = "127.0.0.1:9000";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const lookup = (id: string) => (id === credentials.accessKeyId ? credentials : undefined);
const presigner = createPresigner({
  credentials,
  region: "eu-central-1",
  bucket: "b-1",
  endpoint: `http://${HOST}`,
  clock: () => NOW,
});
const { url } = presigner.get("t/01J8/é a+b//c%2F.bin", {
  expiresInSeconds: 900,
  versionId: "v=1 &2",
  downloadAs: "é.txt",
  query: { "x-daypass-grant": "g1" },
});
const TARGET = url.slice(`http://${HOST}`.length);
const asRequest = (target: string): RawRequest => ({ method: "GET", target, rawHeaders: ["Host", HOST] });
type Judge = (request: RawRequest) => boolean;
const ours: Judge = (request) => verify(request, lookup, NOW, { region: "eu-central-1", authorities: [HOST] }).ok;

/** What a request target means: bytes of the path, and the multiset of decoded pairs. Undefined: nothing sound. */
function meaningOf(target: string): string | undefined {
  if (!/^\/[\x21-\x7e]*$/.test(target) || /[#\\]/.test(target)) return undefined;
  const decode = (text: string): string | undefined =>
    /%(?![0-9a-f]{2})/i.test(text)
      ? undefined
      : Buffer.from(
          text.replace(/%([0-9a-f]{2})/gi, (_, h) => String.fromCharCode(Number.parseInt(h, 16))),
          "latin1",
        ).toString("hex");
  const cut = target.indexOf("?");
  const path = decode(cut < 0 ? target : target.slice(0, cut));
  const pairs = (cut < 0 ? "" : target.slice(cut + 1))
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const equals = piece.indexOf("=");
      return `${decode(equals < 0 ? piece : piece.slice(0, equals))}=${equals < 0 ? "" : decode(piece.slice(equals + 1))}`;
    });
  if (path === undefined || pairs.some((pair) => pair.includes("undefined"))) return undefined;
  return JSON.stringify([path, pairs.sort()]);
}

const MEANING = meaningOf(TARGET);
const BYTES = "azAZ019%/&=?+;#\\ .-_~'\u0000\u00e9";

const PIECES = [...BYTES, "%2e", "%00", "&a=b", "/./", "/../"];
/** Six of the pieces at each place, others at the next: all of them come everywhere often enough. */
const piecesAt = (i: number): string[] => Array.from({ length: 6 }, (_, n) => PIECES[(i * 5 + n * 4) % PIECES.length]!);

function* substitutions(): Generator<string> {
  for (let i = 0; i < TARGET.length; i++)
    for (const piece of ["", ...piecesAt(i)]) yield TARGET.slice(0, i) + piece + TARGET.slice(i + 1);
}

function* insertions(): Generator<string> {
  for (let i = 0; i <= TARGET.length; i++)
    for (const piece of i === TARGET.length ? PIECES : piecesAt(i)) yield TARGET.slice(0, i) + piece + TARGET.slice(i);
}

/** Whole parameters: twice, in front and behind, with other values, dropped, swapped, in another case. */
function* structures(): Generator<string> {
  const cut = TARGET.indexOf("?");
  const path = TARGET.slice(0, cut);
  const pieces = TARGET.slice(cut + 1).split("&");
  const others = (name: string) =>
    ["", "0", "604800", "AWS4-HMAC-SHA256", "host", "f".repeat(64), "20261124T115959Z"].map(
      (value) => `${name}=${value}`,
    );
  for (const piece of pieces) {
    const name = piece.split("=")[0]!;
    yield `${path}?${pieces.filter((p) => p !== piece).join("&")}`;
    for (const added of [piece, ...others(name), ...others(name.toLowerCase()), ...others(name.toUpperCase())]) {
      yield `${path}?${[added, ...pieces].join("&")}`;
      yield `${path}?${[...pieces, added].join("&")}`;
      yield `${path}?${pieces.map((p) => (p === piece ? added : p)).join("&")}`;
    }
    for (const other of pieces)
      yield `${path}?${pieces.map((p) => (p === piece ? other : p === other ? piece : p)).join("&")}`;
  }
  for (const p of [
    path.replaceAll("//", "/"),
    `${path}/`,
    `/${path}`,
    path.replace("%20", "+"),
    path.toLowerCase(),
    path.replaceAll("%", "%25"),
  ])
    yield `${p}?${pieces.join("&")}`;
}

const KINDS = { substitutions, insertions, structures };

function countWrong(judge: Judge, mutants: () => Generator<string>): { wrong: number; accepted: number; all: number } {
  const count = { wrong: 0, accepted: 0, all: 0 };
  for (const target of mutants()) {
    count.all++;
    if (!judge(asRequest(target))) continue;
    count.accepted++;
    if (meaningOf(target) !== MEANING) count.wrong++;
  }
  return count;
}

test("the URL itself is accepted", () => assert.ok(ours(asRequest(TARGET)) && MEANING !== undefined));

for (const [kind, mutants] of Object.entries(KINDS))
  test(`no ${kind} of a valid URL with another meaning is accepted`, () => {
    const { wrong, all } = countWrong(ours, mutants);
    assert.equal(wrong, 0);
    assert.ok(all > 500, String(all));
  });

/** Verifiers broken in ways that others have been: they change the request before the sound one looks at it. */
const CANARIES: { says: string; caughtBy: keyof typeof KINDS; judge: Judge }[] = [
  {
    says: "the first of two parameters wins",
    caughtBy: "structures",
    judge: (r) => {
      const [path, query = ""] = r.target.split("?");
      const seen = new Set<string>();
      const kept = query.split("&").filter((piece) => seen.size !== seen.add(piece.split("=")[0]!).size);
      return ours({ ...r, target: `${path}?${kept.join("&")}` });
    },
  },
  {
    says: "the signature is read by a decoder that skips what is not hex",
    caughtBy: "insertions",
    judge: (r) =>
      ours({
        ...r,
        target: r.target.replace(
          /(X-Amz-Signature=)([^&]*)/,
          (_, name, value) => name + Buffer.from(value, "hex").toString("hex"),
        ),
      }),
  },
  {
    says: "the path goes through new URL()",
    caughtBy: "insertions",
    judge: (r) => {
      const parsed = URL.canParse(`http://h${r.target}`) ? new URL(`http://h${r.target}`) : undefined;
      return parsed !== undefined && ours({ ...r, target: parsed.pathname + parsed.search });
    },
  },
  {
    says: "the target is cut at #",
    caughtBy: "insertions",
    judge: (r) => ours({ ...r, target: r.target.split("#")[0]! }),
  },
  {
    says: "only known parameters are looked at",
    caughtBy: "structures",
    judge: (r) => {
      const [path, query = ""] = r.target.split("?");
      const known = new Set(
        TARGET.split("?")[1]!
          .split("&")
          .map((piece) => piece.split("=")[0]!),
      );
      return ours({
        ...r,
        target: `${path}?${query
          .split("&")
          .filter((piece) => known.has(piece.split("=")[0]!))
          .join("&")}`,
      });
    },
  },
  {
    says: "slashes are folded",
    caughtBy: "insertions",
    judge: (r) => ours({ ...r, target: r.target.replace(/^\/+/, "/") }),
  },
];
for (const { says, caughtBy, judge } of CANARIES)
  test(`canary: ${caughtBy} catch a verifier where ${says}`, () => {
    assert.ok(judge(asRequest(TARGET)));
    // Stops at the first one: that it can fail is all there is to show.
    let caught = false;
    for (const target of KINDS[caughtBy]()) {
      caught = judge(asRequest(target)) && meaningOf(target) !== MEANING;
      if (caught) break;
    }
    assert.ok(caught);
  });

test("a browser leaves every URL that we sign as it is", () => {
  fc.assert(
    fc.property(hostileKeys, fc.string({ unit: "binary", maxLength: 8 }), (key, versionId) => {
      fc.pre(versionId !== "" && versionId.isWellFormed());
      const signed = presigner.get(key, { expiresInSeconds: 60, versionId }).url;
      assert.equal(new URL(signed).href, signed);
    }),
    { numRuns: 500 },
  );
});

test("nothing that comes over the wire makes verify, verifyForm or inspect throw", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      TARGET,
      url,
      "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%2F%2F%2F%2F",
      "AWS4-HMAC-SHA256 ,,",
      "https://h/?X-Amz-Signature=",
    ),
  );
  const names = fc.oneof(
    text,
    fc.constantFrom(
      "Host",
      "Authorization",
      "x-amz-date",
      "x-amz-content-sha256",
      "key",
      "policy",
      "x-amz-signature",
      "x-amz-credential",
      "x-amz-date",
      "x-amz-algorithm",
    ),
  );
  fc.assert(
    fc.property(text, text, fc.array(fc.tuple(names, text), { maxLength: 8 }), (method, target, pairs) => {
      const options = { region: "eu-central-1" };
      assert.equal(verify({ method, target, rawHeaders: pairs.flat() }, lookup, NOW, options).ok, false);
      assert.equal(
        verify({ method: "GET", target, rawHeaders: ["Host", "h", ...pairs.flat()] }, lookup, NOW, options).ok,
        false,
      );
      assert.equal(verifyForm({ bucket: "b", fields: pairs, fileName: target }, lookup, NOW, options).ok, false);
      assert.equal(typeof inspect(target, NOW).kind, "string");
    }),
    { numRuns: 1500 },
  );
});
