// SigV4A against a signer that others wrote: that of AWS's SDK in plain JavaScript, which npm brings. It cannot presign, but it
// derives the key, writes the canonical request and signs, each of which is held to ours; and what it signs, the verifier of
// the tests must take. What npm cannot bring is SKIPPED.
import { createHash, createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createPresigner, type PresignedRequest, type Presigner } from "@daypass/presign";
import fc from "fast-check";
import { hostileKeys } from "../packages/presign/test/support/keys.ts";
import { isSignedWith } from "../packages/presign/test/support/verify-sigv4a.ts";
import { installOnce } from "../tools/install-once.ts";
import type { Canary } from "./support/canary.ts";
import { openLedger } from "./support/ledger.ts";
import { createRandom, type Random } from "./support/random.ts";

export const canaries: readonly Canary[] = [
  {
    says: "the key is derived from another prefix",
    patch: { file: "presign/src/sigv4a/derive-key.ts", from: "utf8Bytes(`AWS4A${", to: "utf8Bytes(`AWS4${" },
  },
  {
    says: "the key is the candidate itself",
    patch: { file: "presign/src/sigv4a/derive-key.ts", from: "return addOne(candidate);", to: "return candidate;" },
  },
  {
    says: "the scope names a region",
    patch: { file: "presign/src/sigv4a/scheme.ts", from: "/aws4_request", to: "/*/aws4_request" },
  },
  {
    says: "the set of regions is not encoded",
    patch: {
      file: "presign/src/sigv4a/scheme.ts",
      from: 'encodeComponent(regionSet.join(","))',
      to: 'regionSet.join(",")',
    },
  },
  {
    says: "the signature is that of another number",
    patch: { file: "presign/src/sigv4a/ecdsa/portable.ts", from: ") + r * secret", to: ") + 2n * r * secret" },
  },
];

const CASES = 600;
const PACKAGE = "@smithy/signature-v4a";
const NOW = new Date("2026-11-24T12:00:00Z");
const HOST = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Of the package's class, in its own words; the last two are not for everybody. */
interface ForeignSigner {
  sign(request: object): Promise<unknown>;
  createCanonicalRequest(request: object, headers: object, payloadHash: string): string;
  createStringToSign(date: string, scope: string, canonical: string, algorithm: string): Promise<string>;
  getSignature(privateKey: Uint8Array, toSign: string): Promise<string>;
}
type ForeignSignerClass = new (options: object) => ForeignSigner;

/** As the package wants a hash: with a key it is an HMAC. */
class Sha256 {
  readonly #hash;
  constructor(key?: Uint8Array) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
}

export async function run(): Promise<boolean> {
  const folder = await installOnce({ area: "trials", packages: { [PACKAGE]: "3.6.2" } });
  if (folder === undefined) {
    console.log(`sigv4a: SKIPPED, npm could not bring ${PACKAGE}`);
    return true;
  }
  const { SignatureV4a } = createRequire(join(folder, "package.json"))(PACKAGE) as { SignatureV4a: ForeignSignerClass };
  const ledger = openLedger("sigv4a");
  const random = createRandom(7);
  const keys = fc.sample(hostileKeys, { numRuns: CASES, seed: 7 });
  for (const key of keys) {
    if (ledger.isEnough) break;
    const credentials = makeCredentials(random);
    const regionSet = random.pick([["*"], ["us-east-1"], ["eu-west-1", "us-*"]]);
    const presigner = createPresigner({
      credentials,
      bucket: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
      regionSet,
      clock: () => NOW,
    });
    const request = random.pick(CALLS)(presigner, key, { expiresInSeconds: 900 });
    const theirs = await signAsForeign(SignatureV4a, credentials, request);
    const sent = { ...request, headers: { ...request.headers, ...request.sentByClient } };
    const [url] = cutSignature(request.url);
    ledger.count("signatures verified");
    if (!isSignedWith(credentials, sent)) ledger.miss(`does not verify: ${request.url}`);
    if (!isSignedWith(credentials, { ...sent, url: `${url}&X-Amz-Signature=${theirs}` }))
      ledger.miss(`what the package signs does not verify: ${url}`);
    const other = { ...credentials, secretAccessKey: `${credentials.secretAccessKey}x` };
    if (isSignedWith(other, sent)) ledger.miss(`verifies with another secret: ${request.url}`);
    // Only what is signed without chance can be compared.
    const stable = presigner.get(key, { expiresInSeconds: 900, stableForSeconds: 60, versionId: "v=1 &2" });
    ledger.count("signatures the same");
    if (lowOf(cutSignature(stable.url)[1]) !== lowOf(await signAsForeign(SignatureV4a, credentials, stable)))
      ledger.miss(`another signature of ${stable.url}`);
  }
  return ledger.close({ "signatures verified": CASES, "signatures the same": CASES });
}

type Call = (presigner: Presigner, key: string, life: { readonly expiresInSeconds: number }) => PresignedRequest;

const CALLS: readonly Call[] = [
  (presigner, key, life) => presigner.get(key, { ...life, downloadAs: "a + b.txt" }),
  (presigner, key, life) => presigner.head(key, { ...life, query: { "x-b": "'(*)!", "x-A": "~ +", "x-a": "é" } }),
  (presigner, key, life) =>
    presigner.put(key, {
      ...life,
      contentType: "text/plain",
      contentLength: 5,
      createOnly: true,
      metadata: { a: "1", b: "2 3" },
    }),
  (presigner, key, life) => presigner.delete(key, life),
];

const PRINTABLE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
const OF_KEY_ID = PRINTABLE.filter((char) => char !== "/" && char !== ",");

/** Also secrets beyond the 64 bytes that HMAC takes as they are. */
function makeCredentials(random: Random): Credentials {
  const text = (chars: readonly string[], length: number) => Array.from({ length }, () => random.pick(chars)).join("");
  return {
    accessKeyId: text(OF_KEY_ID, 1 + random.below(40)),
    secretAccessKey: text(PRINTABLE, 1 + random.below(90)),
    ...(random.chance(30) && { sessionToken: text(PRINTABLE, 1 + random.below(200)) }),
  };
}

/** The signature that the package gives the request of one of our URLs, in hexadecimal. */
async function signAsForeign(
  SignatureV4a: ForeignSignerClass,
  credentials: Credentials,
  { method, url, headers, sentByClient }: PresignedRequest,
): Promise<string> {
  let privateKey: Uint8Array | undefined;
  class Presigner extends SignatureV4a {
    override getSignature(key: Uint8Array, toSign: string): Promise<string> {
      privateKey = key;
      return super.getSignature(key, toSign);
    }
  }
  const signer = new Presigner({ credentials, region: "*", service: "s3", sha256: Sha256, uriEscapePath: false });
  // The only way to its key: a request that nobody sends.
  await signer.sign({ method: "GET", protocol: "https:", hostname: HOST, path: "/", query: {}, headers: {} });
  const [path = "", search = ""] = url.slice(`https://${HOST}`.length).split("?");
  const query = Object.fromEntries(search.split("&").map((pair) => pair.split("=").map(decodeURIComponent)));
  delete query["X-Amz-Signature"];
  const { "X-Amz-Credential": credential = "", "X-Amz-Date": date = "" } = query as Record<string, string>;
  const canonical = signer.createCanonicalRequest(
    { method, path, query },
    { host: HOST, ...headers, ...sentByClient },
    "UNSIGNED-PAYLOAD",
  );
  const scope = `${date.slice(0, 8)}/s3/aws4_request`;
  if (credential !== `${credentials.accessKeyId}/${scope}`) return "0";
  const toSign = await signer.createStringToSign(date, scope, canonical, "AWS4-ECDSA-P256-SHA256");
  return signer.getSignature(privateKey!, toSign);
}

function cutSignature(url: string): [url: string, signature: string] {
  const at = url.lastIndexOf("&X-Amz-Signature=");
  return [url.slice(0, at), url.slice(at + "&X-Amz-Signature=".length)];
}

/** r and the smaller of the two s that are both right: https://www.secg.org/sec1-v2.pdf, 4.1.3. The package always gives that one. */
function lowOf(signature: string): string {
  const [, r, s] = /^30..02(..)/.test(signature) ? readDer(signature) : [];
  if (r === undefined || s === undefined) return `none: ${signature}`;
  return `${r} ${s < ORDER - s ? s : ORDER - s}`;
}

function readDer(hex: string): [all: string, r: bigint, s: bigint] {
  const lengthOfR = Number.parseInt(hex.slice(6, 8), 16) * 2;
  const s = hex.slice(8 + lengthOfR + 4);
  return [hex, BigInt(`0x${hex.slice(8, 8 + lengthOfR)}`), BigInt(`0x${s}`)];
}
