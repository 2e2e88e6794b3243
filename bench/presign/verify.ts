// The verifier, as an S3 endpoint runs it: raw requests in, facts out. Nobody else verifies, so there is no rival.
import assert from "node:assert/strict";
import { createPresigner, type RawRequest, type VerifiedRequest, verify } from "@daypass/presign";
import { BUCKET, CREDENTIALS, EXPIRES, type Group, HOST, keyOf, PUT_HEADERS, REGION } from "./common.ts";

export const VERIFY_GET = "verify of a presigned GET";
const VERIFY_KEYS = "verify of a presigned GET, a thousand keys in turn";
const VERIFY_PUT = "verify of a presigned PUT with three headers";
const VERIFY_FORGED = "verify of a forged GET";

const presigner = createPresigner({ credentials: CREDENTIALS, region: REGION, bucket: BUCKET });
const ids = Array.from({ length: 256 }, (_, i) => i);
const requestOf = (method: string, url: string, headers: Readonly<Record<string, string>>): RawRequest => ({
  method,
  target: url.slice(`https://${HOST}`.length),
  rawHeaders: ["Host", HOST, "User-Agent", "curl/8.15.0", "Accept", "*/*", ...Object.entries(headers).flat()],
});
const gets = ids.map((i) => requestOf("GET", presigner.get(keyOf(i), { expiresInSeconds: EXPIRES }).url, {}));
const puts = ids.map((i) => {
  const { url, headers } = presigner.put(keyOf(i), {
    expiresInSeconds: EXPIRES,
    contentType: PUT_HEADERS["content-type"],
    createOnly: true,
    metadata: { owner: PUT_HEADERS["x-amz-meta-owner"] },
  });
  return requestOf("PUT", url, headers);
});
const forged = gets.map(({ method, target, rawHeaders }) => ({
  method,
  target: target.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
  rawHeaders,
}));
/** What the verifier remembers of a key must not be what makes it fast: these are more than any small endpoint has. */
const manyKeys = new Map(
  Array.from({ length: 1000 }, (_, i) => {
    const accessKeyId = `AKIADAYPASSBENCH${String(i).padStart(4, "0")}`;
    return [accessKeyId, { accessKeyId, secretAccessKey: `${CREDENTIALS.secretAccessKey}${i}` }];
  }),
);
const ofManyKeys = [...manyKeys.values()].map((credentials, i) =>
  requestOf(
    "GET",
    createPresigner({ credentials, region: REGION, bucket: BUCKET }).get(keyOf(i & 255), { expiresInSeconds: EXPIRES })
      .url,
    {},
  ),
);
const lookup = (id: string) => (id === CREDENTIALS.accessKeyId ? CREDENTIALS : undefined);
const judge = (requests: readonly RawRequest[]) => (i: number) =>
  verify(requests[i & 255]!, lookup, new Date(), { region: REGION });

const judgeOfManyKeys = (i: number) =>
  verify(ofManyKeys[i % 1000]!, (id) => manyKeys.get(id), new Date(), { region: REGION });

export const VERIFY: Group = {
  title: "Verification of presigned URLs",
  rival: VERIFY_GET,
  check: (name, made, i) => {
    const result = made as VerifiedRequest | { ok: false; code: string };
    if (name === VERIFY_FORGED) assert.equal(!result.ok && result.code, "SignatureDoesNotMatch");
    else assert.equal(result.ok && result.path, `/${keyOf((name === VERIFY_KEYS ? i % 1000 : i) & 255)}`);
  },
  contestants: [
    { name: VERIFY_GET, work: judge(gets) },
    { name: VERIFY_KEYS, work: judgeOfManyKeys },
    { name: VERIFY_PUT, work: judge(puts) },
    { name: VERIFY_FORGED, work: judge(forged) },
  ],
};
