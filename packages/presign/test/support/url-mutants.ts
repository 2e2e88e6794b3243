// One signed URL and what the tests of changed URLs share: an oracle for what a target means, whole-parameter changes, and
// verifiers that are broken as others were.
import { createPresigner, type RawRequest, verify } from "../../src/index.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const HOST = "127.0.0.1:9000";
export const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret-of-the-example" };
export const lookup = (id: string) => (id === credentials.accessKeyId ? credentials : undefined);
export const presigner = createPresigner({
  credentials,
  region: "eu-central-1",
  bucket: "b-1",
  endpoint: `http://${HOST}`,
  clock: () => NOW,
});
export const { url } = presigner.get("t/01J8/é a+b//c%2F.bin", {
  expiresInSeconds: 900,
  versionId: "v=1 &2",
  downloadAs: "é.txt",
  query: { "x-daypass-grant": "g1" },
});
export const TARGET = url.slice(`http://${HOST}`.length);
export const asRequest = (target: string): RawRequest => ({ method: "GET", target, rawHeaders: ["Host", HOST] });
export type Judge = (request: RawRequest) => boolean;
export const ours: Judge = (request) =>
  verify(request, lookup, NOW, { region: "eu-central-1", authorities: [HOST] }).ok;

/** What a request target means to S3, where a raw plus is a blank: bytes of the path, and the multiset of decoded pairs. Undefined: nothing sound. */
export function meaningOf(target: string): string | undefined {
  if (!/^\/[\x21-\x7e]*$/.test(target) || /[#\\]/.test(target)) return undefined;
  const decode = (text: string): string | undefined =>
    /%(?![0-9a-f]{2})/i.test(text)
      ? undefined
      : Buffer.from(
          text.replaceAll("+", " ").replace(/%([0-9a-f]{2})/gi, (_, h) => String.fromCharCode(Number.parseInt(h, 16))),
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

/** Whole parameters: twice, in front and behind, with other values, dropped, swapped, in another case. */
export function* structures(): Generator<string> {
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

/** Verifiers broken in ways that others have been: they change the request before the sound one looks at it. */
export const BROKEN: { says: string; caughtBy: "substitutions" | "insertions" | "structures"; judge: Judge }[] = [
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
export const MEANING = meaningOf(TARGET);
