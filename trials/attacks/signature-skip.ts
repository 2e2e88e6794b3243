// Every operation, with every value of x-amz-content-sha256, signed by nobody, wrongly, emptily or with another key, in the
// header, the query, both or a form: nothing may be done. A value that chose a way without a check was the hole of others.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Operation } from "../../packages/bucket/src/operations/operation.ts";
import { OPERATIONS } from "../../packages/bucket/src/operations/table.ts";
import { signHead, type Target, timestampOf } from "../../packages/bucket/test/signed-requests.ts";
import { encodeChunks } from "../../packages/presign/test/support/chunk-signer.ts";
import { signQuery } from "../../packages/presign/test/support/hand-signer.ts";
import type { Canary } from "../support/canary.ts";
import { encodeForm } from "../support/form.ts";
import { BUCKET, type Lab, withLab } from "../support/lab.ts";
import { openLedger } from "../support/ledger.ts";
import { readState } from "../support/state.ts";
import { toWire, Wire, type WireAnswer } from "../support/wire.ts";

export const canaries: readonly Canary[] = [
  {
    says: "an unsigned trailer needs no signature of the request",
    patch: {
      file: "presign/src/verify/parts.ts",
      from: "if (missing.length === 0 && isSameSignature(given.signature, expected))",
      to: 'if (given.payloadHash === "STREAMING-UNSIGNED-PAYLOAD-TRAILER" || isSameSignature(given.signature, expected))',
    },
  },
  {
    says: "the signature of a form is not compared",
    patch: {
      file: "presign/src/verify/form.ts",
      from: '!isSameSignature(get("x-amz-signature"), expected(policyText))',
      to: "false",
    },
  },
  {
    says: "a request without a signature is let in",
    patch: {
      file: "presign/src/verify/verify.ts",
      from: 'return refuse("AccessDenied", "Access Denied");',
      to: 'return { ok: true, authentication: "header", accessKeyId: lookup("OWNER") ? "OWNER" : "", signedAt: now, method: parsed.method, path: parsed.path, query: parsed.query, headers: parsed.headers, signedHeaders: [], payload: { kind: "unsigned" } };',
    },
  },
];

const OWNER = { accessKeyId: "OWNER", secretAccessKey: "secret-of-the-owner" };
const EVERYTHING = [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }];
const IDENTITIES = [
  { ...OWNER, policy: EVERYTHING },
  { accessKeyId: "MALLORY", secretAccessKey: "secret-of-mallory", policy: [] },
];
const DATA = Buffer.from("what the attacker sends");
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const md5 = (data: string | Buffer) => createHash("md5").update(data).digest("base64");

const HASHES: readonly string[] = [
  "UNSIGNED-PAYLOAD",
  sha256(""),
  sha256(DATA),
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
  "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
  "STREAMING-UNSIGNED-PAYLOAD",
  "streaming-unsigned-payload-trailer",
  "",
  "none",
];
type Signed = "by nobody" | "wrongly" | "emptily" | "with another key";
const SIGNED: readonly Signed[] = ["by nobody", "wrongly", "emptily", "with another key"];
type Place = "header" | "query" | "both";
const PLACES: readonly Place[] = ["header", "query", "both"];

/** Documents that would do something. */
const DOCUMENTS: Record<string, string> = {
  DeleteObjects: "<Delete><Object><Key>there</Key></Object></Delete>",
  PutBucketCors:
    "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>",
  PutBucketLifecycleConfiguration:
    "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
  PutBucketPolicy:
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}',
  PutObjectTagging: "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
};

interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

function attemptOf(operation: Operation, hash: string, uploadId: string): Attempt {
  const path = { service: "/", bucket: `/${operation.makesBucket ? "made" : BUCKET}`, object: `/${BUCKET}/there` }[
    operation.scope
  ];
  const marks = Object.entries(operation.marks).map(
    ([name, value]) => [name, name === "uploadId" ? uploadId : value === true ? "1" : value] as const,
  );
  const document = DOCUMENTS[operation.name];
  const body = document === undefined ? DATA : Buffer.from(document);
  const headers: Record<string, string> = {};
  if (document !== undefined) headers["content-md5"] = md5(document);
  if (operation.headerMark !== undefined) headers[operation.headerMark] = `/${BUCKET}/there`;
  if (!operation.takesBody) return { method: operation.method, path, query: marks, headers, body: Buffer.alloc(0) };
  if (!hash.startsWith("STREAMING-")) return { method: operation.method, path, query: marks, headers, body };
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(body));
  const trailer = hash.endsWith("-TRAILER") ? (["x-amz-checksum-crc32", value.toString("base64")] as const) : undefined;
  const signing = {
    secret: "secret-of-mallory",
    timestamp: timestampOf(new Date()),
    scope: "a/b/c/d",
    seed: "0".repeat(64),
  };
  headers["x-amz-decoded-content-length"] = String(body.length);
  if (trailer) headers["x-amz-trailer"] = trailer[0];
  return {
    method: operation.method,
    path,
    query: marks,
    headers,
    body: Buffer.concat(
      encodeChunks({ chunks: [body], trailer, signing: hash.includes("HMAC") ? signing : undefined }),
    ),
  };
}

/** The request's bytes, signed in the wrong way at that place. */
function sign(
  target: Target,
  attempt: Attempt,
  { hash, signed, place }: { hash: string; signed: Signed; place: Place },
): Buffer {
  const spoil = (signature: string): string =>
    signed === "emptily"
      ? ""
      : signed === "wrongly"
        ? `${signature.slice(1)}${signature.startsWith("0") ? 1 : 0}`
        : signature;
  const secret = signed === "with another key" ? "secret-of-mallory" : OWNER.secretAccessKey;
  const host = new URL(target.endpoint).host;
  const at = timestampOf(new Date());
  const headers: [string, string][] = [["host", host], ...Object.entries(attempt.headers)];
  let requestTarget = `${attempt.path}${toQuery(attempt.query)}`;
  if (place !== "header" && signed !== "by nobody") {
    const inQuery = signQuery({
      method: attempt.method,
      path: attempt.path,
      secret,
      credential: `${OWNER.accessKeyId}/${at.slice(0, 8)}/${target.region}/s3/aws4_request`,
      date: at,
      headers: [...headers].sort(),
      signedHeaders: headers
        .map(([name]) => name)
        .sort()
        .join(";"),
      extra: [...attempt.query, ["X-Amz-Content-Sha256", hash]],
      payloadHash: hash,
    });
    requestTarget = inQuery.target.replace(/(X-Amz-Signature=)(\w+)/, (_, name, signature) => name + spoil(signature));
  }
  if (place !== "query" || signed === "by nobody") {
    const { head } = signHead(target, {
      method: attempt.method,
      path: attempt.path,
      query: attempt.query,
      headers: attempt.headers,
      payloadHash: hash,
      secret,
    });
    for (const name of ["x-amz-content-sha256", "x-amz-date"])
      headers.push([name, new RegExp(`^${name}: (.*)\r$`, "m").exec(head)?.[1] ?? hash]);
    const authorization = /^Authorization: (.*)\r$/m.exec(head)![1]!;
    if (signed !== "by nobody")
      headers.push([
        "authorization",
        authorization.replace(/(Signature=)(\w+)/, (_, name, signature) => name + spoil(signature)),
      ]);
  }
  if (attempt.body.length > 0) headers.push(["content-length", String(attempt.body.length)]);
  return toWire(attempt.method, requestTarget, headers, attempt.body);
}

const toQuery = (pairs: Attempt["query"]): string =>
  pairs.length === 0 ? "" : `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;

function* signForms(lab: Lab): Generator<{ says: string; bytes: Buffer }> {
  const { url, fields } = lab
    .presigner()
    .post({ key: "there", expiresInSeconds: 900, contentLengthRange: { min: 0, max: 1000 } });
  const { host, pathname } = new URL(url);
  for (const hash of HASHES)
    for (const signed of SIGNED) {
      const changed = Object.entries(fields).flatMap(([name, value]): [string, string][] => {
        if (name.toLowerCase() !== "x-amz-signature") return [[name, value]];
        if (signed === "by nobody") return [];
        return [
          [
            name,
            signed === "emptily"
              ? ""
              : signed === "wrongly"
                ? value.replace(/^./, (c) => (c === "0" ? "1" : "0"))
                : sha256(value),
          ],
        ];
      });
      const { body, contentType } = encodeForm({ fields: changed, file: DATA });
      const headers: [string, string][] = [
        ["host", host],
        ["content-type", contentType],
        ["content-length", String(body.length)],
      ];
      // A form has no x-amz-* headers; without one it is the form's own signature that decides.
      if (hash !== "none") headers.push(["x-ignored-content-sha256", hash]);
      yield {
        says: `PostObject, ${hash || "an empty hash"}, signed ${signed}`,
        bytes: toWire("POST", pathname, headers, body),
      };
    }
}

export function run(): Promise<boolean> {
  return withLab({ identities: IDENTITIES }, async (lab) => {
    const ledger = openLedger("signature-skip");
    const minute = { expiresInSeconds: 900 };
    const presigner = lab.presigner();
    await fetch(presigner.put("there", minute).url, { method: "PUT", body: "what must stay" });
    const created = await fetch(presigner.multipart.create("there", minute).url, { method: "POST" });
    const uploadId = /<UploadId>(.*?)</.exec(await created.text())![1]!;
    const before = await readState(lab);
    const wire = new Wire(lab.endpoint);

    const check = async (says: string, bytes: Buffer, method: string): Promise<void> => {
      const answer = await wire.send(bytes, method);
      ledger.count("combinations");
      if (!isRefusal(answer)) ledger.miss(`${says}: ${answer ? `${answer.status} ${answer.code ?? ""}` : "nothing"}`);
    };
    for (const operation of OPERATIONS) {
      for (const hash of HASHES)
        for (const signed of SIGNED)
          for (const place of PLACES) {
            if (ledger.isEnough) break;
            const says = `${operation.name}, ${hash || "an empty hash"}, signed ${signed} in ${place}`;
            const attempt = attemptOf(operation, hash, uploadId);
            await check(says, sign(lab, attempt, { hash, signed, place }), operation.method);
          }
      ledger.count("operations");
      if ((await readState(lab)) !== before) {
        ledger.miss(`${operation.name} changed something`);
        break;
      }
    }
    for (const { says, bytes } of signForms(lab)) if (!ledger.isEnough) await check(says, bytes, "POST");
    if ((await readState(lab)) !== before) ledger.miss("a form changed something");

    // The same requests, signed right, are taken: else the trial would refuse for another reason than the signature.
    const right = attemptOf(OPERATIONS.find(({ name }) => name === "PutObject")!, "UNSIGNED-PAYLOAD", uploadId);
    const { head } = signHead(lab, {
      method: "PUT",
      path: right.path,
      unsigned: { "content-length": String(DATA.length) },
    });
    const taken = await wire.send(Buffer.concat([Buffer.from(head), DATA]), "PUT");
    if (taken?.status !== 200) ledger.miss(`a right PutObject was answered ${taken?.status} ${taken?.code}`);
    wire.close();
    return ledger.close({ combinations: 2_000, operations: OPERATIONS.length });
  });
}

const isRefusal = (answer: WireAnswer | undefined): boolean =>
  answer !== undefined && ((answer.status >= 400 && answer.status < 500) || answer.status === 501);
