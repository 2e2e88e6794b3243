// Presigned GET through a multi-Region access point. No other JavaScript signer presigns with SigV4A without native code, so
// our own stand against what they cannot do without: one signature of `node:crypto`.
import { createPrivateKey, sign } from "node:crypto";
import { createPresigner } from "@daypass/presign";
import { isSignedWith } from "../../packages/presign/test/support/verify-sigv4a.ts";
import { CREDENTIALS, EXPIRES, type Group, keyOf } from "./common.ts";

const HOST = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
const OURS_4A = "@daypass/presign, SigV4A by node:crypto";
const PORTABLE_4A = "@daypass/presign, SigV4A in plain TypeScript";
const ECDSA = "(node:crypto: one ECDSA signature, nothing else)";

const presigner = createPresigner({
  credentials: CREDENTIALS,
  bucket: "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap",
});
const options = { expiresInSeconds: EXPIRES };
// Stable URLs are signed with the ECDSA that runs where there is no node:crypto.
const stableOptions = { ...options, stableForSeconds: 60 };

const scalar = Buffer.from("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", "hex");
const SEC1 = [Buffer.from("30310201010420", "hex"), scalar, Buffer.from("a00a06082a8648ce3d030107", "hex")];
const privateKey = createPrivateKey({ key: Buffer.concat(SEC1), format: "der", type: "sec1" });

export const MULTI_REGION: Group = {
  title: "Presigned GET through a multi-Region access point (SigV4A), a new key each call",
  rival: PORTABLE_4A,
  check: (name, made, i) => {
    if (name === ECDSA) return;
    const url = String(made);
    if (!url.startsWith(`https://${HOST}/${keyOf(i)}?`))
      throw new Error(`${name} made a URL of something else: ${url}`);
    if (!isSignedWith(CREDENTIALS, { method: "GET", url, headers: { host: HOST } }))
      throw new Error(`${name} made a URL that does not verify: ${url}`);
  },
  contestants: [
    { name: OURS_4A, work: (i) => presigner.get(keyOf(i), options).url },
    { name: PORTABLE_4A, work: (i) => presigner.get(keyOf(i), stableOptions).url },
    { name: ECDSA, work: (i) => sign("sha256", Buffer.from(keyOf(i)), privateKey) },
  ],
};
