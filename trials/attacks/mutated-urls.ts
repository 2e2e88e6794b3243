// A presigned URL changed in every byte, and in its parts at random: what is still taken must mean exactly the same. What a
// URL means is decided by an oracle that decodes for itself and knows nothing of the verifier.
import {
  asRequest,
  BROKEN,
  credentials,
  HOST,
  type Judge,
  MEANING,
  meaningOf,
  NOW,
  ours,
  structures,
  TARGET,
} from "../../packages/presign/test/support/url-mutants.ts";
import type { Canary } from "../support/canary.ts";
import { withLab } from "../support/lab.ts";
import { type Ledger, openLedger } from "../support/ledger.ts";
import { eachOf } from "../support/parallel.ts";
import { createRandom } from "../support/random.ts";
import { toWire, Wire } from "../support/wire.ts";

const BAR = 235_000;
const STRUCTURAL = 100_000;
const OVER_HTTP = 20_000;

export const canaries: readonly Canary[] = [
  ...BROKEN.map(({ says }, i) => ({ says, args: [`--broken=${i}`] })),
  {
    says: "a parameter of the signature may come twice",
    patch: {
      file: "presign/src/verify/query-parameters.ts",
      from: "if (values[index] !== undefined) return",
      to: "if (false) return",
    },
  },
  {
    says: "double slashes are folded where the signature is computed",
    patch: {
      file: "presign/src/verify/parts.ts",
      from: "path: encodePath(request.path)",
      to: 'path: encodePath(request.path.replace(/\\/\\/+/g, "//"))',
    },
  },
];

export async function run(args: readonly string[]): Promise<boolean> {
  const ledger = openLedger("mutated-urls");
  const broken = args.find((arg) => arg.startsWith("--broken="))?.slice("--broken=".length);
  const judge: Judge = broken === undefined ? ours : BROKEN[Number(broken)]!.judge;
  if (!judge(asRequest(TARGET)) || MEANING === undefined) ledger.miss("the URL as it is was refused");
  for (const target of mutants()) {
    if (ledger.isEnough) break;
    ledger.count("mutated URLs");
    if (judge(asRequest(target))) note(ledger, target);
  }
  if (broken === undefined) await tryOverHttp(ledger);
  return ledger.close({ "mutated URLs": BAR, "of them over HTTP": OVER_HTTP });
}

/** Counts a URL that was taken: as the same in another spelling, or as a miss. */
function note(ledger: Ledger, target: string): void {
  if (meaningOf(target) === MEANING) ledger.count("other spellings of the same, taken");
  else ledger.miss(`taken with another meaning: ${target}`);
}

/** The same targets to a running bucket, which has no such version: whoever hears of that was let in. */
async function tryOverHttp(ledger: Ledger): Promise<void> {
  const identity = { ...credentials, policy: [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }] };
  const options = {
    identities: [identity],
    buckets: ["b-1"],
    region: "eu-central-1",
    authorities: [HOST],
    clock: () => NOW,
  };
  await withLab(options, async (lab) => {
    const wires = Array.from({ length: 4 }, () => new Wire(lab.endpoint));
    const isTaken = async (target: string, wire: Wire): Promise<boolean> => {
      const answer = await wire.send(toWire("GET", target, [["Host", HOST]]));
      return answer?.code === "NoSuchVersion" || (answer?.status ?? 500) < 300;
    };
    if (!(await isTaken(TARGET, wires[0]!))) ledger.miss("the URL as it is was refused over HTTP");
    await eachOf(someOf(mutants(), 11, OVER_HTTP), wires.length, async (target, worker) => {
      if (ledger.isEnough) return;
      ledger.count("of them over HTTP");
      if (await isTaken(target, wires[worker]!)) note(ledger, target);
    });
    for (const wire of wires) wire.close();
  });
}

function* someOf<T>(all: Iterable<T>, every: number, atMost: number): Generator<T> {
  let at = 0;
  let given = 0;
  for (const item of all) {
    if (given === atMost) return;
    if (at++ % every !== 0) continue;
    given++;
    yield item;
  }
}

function* mutants(): Generator<string> {
  yield* structures();
  yield* combinations();
  for (let i = 0; i < TARGET.length; i++) {
    const [before, after] = [TARGET.slice(0, i), TARGET.slice(i + 1)];
    yield before + after;
    for (let byte = 0; byte < 256; byte++)
      if (byte !== TARGET.charCodeAt(i)) yield before + String.fromCharCode(byte) + after;
    for (let byte = 0x20; byte < 0x7f; byte++) yield before + String.fromCharCode(byte) + TARGET.slice(i);
  }
}

/** One to three changes of whole parameters, of percent signs, of slashes and of letters. */
function* combinations(): Generator<string> {
  const random = createRandom(20_261_124);
  const cut = TARGET.indexOf("?");
  const values = [
    "",
    "0",
    "604800",
    "host",
    "f".repeat(64),
    "AWS4-HMAC-SHA256",
    "20261124T115959Z",
    "a%3Db",
    "%00",
    "%252F",
  ];
  const changes: ((target: { path: string; pieces: string[] }) => void)[] = [
    ({ pieces }) => void pieces.splice(random.below(pieces.length + 1), 0, random.pick(pieces)),
    ({ pieces }) => void pieces.splice(random.below(pieces.length), 1),
    ({ pieces }) =>
      void pieces.splice(
        random.below(pieces.length + 1),
        0,
        `${random.pick(pieces).split("=")[0]}=${random.pick(values)}`,
      ),
    ({ pieces }) =>
      void pieces.splice(
        random.below(pieces.length + 1),
        0,
        random.pick([
          "",
          "=",
          "&",
          "a",
          "a=b",
          "x-amz-acl=public-read",
          "X-Amz-Expires",
          "versionId=null",
          "%58-Amz-Expires=9",
        ]),
      ),
    ({ pieces }) => void pieces.sort(() => random.below(3) - 1),
    ({ pieces }) => {
      const at = random.below(pieces.length);
      const [name = "", ...value] = pieces[at]!.split("=");
      pieces[at] =
        `${random.pick([name.toLowerCase(), name.toUpperCase(), `${name}%00`, ` ${name}`, `${name}[]`])}=${value.join("=")}`;
    },
    (target) => {
      target.path = random.pick([
        (path: string) => path.replace("%20", "+"),
        (path: string) => path.replaceAll("%", "%25"),
        (path: string) => path.replace("//", "/"),
        (path: string) => path.replace("/t/", "/t/./"),
        (path: string) => path.replace("/t/", "/t/../t/"),
        (path: string) => path.replace("/t/", "/%74/"),
        (path: string) => path.replace("/t/", "%2Ft/"),
        (path: string) => path.replace(/%[0-9A-F]{2}/, (hex) => hex.toLowerCase()),
        (path: string) => `/${path}`,
        (path: string) => `${path}/`,
        (path: string) => path.replace("b-1", "B-1"),
      ])(target.path);
    },
    ({ pieces }) => {
      const at = random.below(pieces.length);
      const piece = pieces[at] ?? "";
      const char = random.below(piece.length || 1);
      const hex = (piece.charCodeAt(char) || 0).toString(16).padStart(2, "0");
      pieces[at] = `${piece.slice(0, char)}%${random.chance(50) ? hex : hex.toUpperCase()}${piece.slice(char + 1)}`;
    },
  ];
  for (let i = 0; i < STRUCTURAL; i++) {
    const target = { path: TARGET.slice(0, cut), pieces: TARGET.slice(cut + 1).split("&") };
    for (let n = 1 + random.below(3); n > 0; n--) if (target.pieces.length > 0) random.pick(changes)(target);
    yield `${target.path}?${target.pieces.join("&")}`;
  }
}
