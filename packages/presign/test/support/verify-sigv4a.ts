// A verifier of SigV4A URLs, written apart from the signer: from AWS's description, with `node:crypto` alone.
import { createECDH, createHash, createHmac, createPublicKey, verify } from "node:crypto";

/** The public key of credentials. Only for those whose first candidate serves, which are nearly all. */
function publicKeyOf(accessKeyId: string, secretAccessKey: string) {
  const input = Buffer.concat([
    Buffer.from("00000001", "hex"),
    Buffer.from(`AWS4-ECDSA-P256-SHA256\0${accessKeyId}`),
    Buffer.from("0100000100", "hex"),
  ]);
  const candidate = createHmac("sha256", `AWS4A${secretAccessKey}`).update(input).digest("hex");
  const curve = createECDH("prime256v1");
  curve.setPrivateKey((BigInt(`0x${candidate}`) + 1n).toString(16).padStart(64, "0"), "hex");
  const point = curve.getPublicKey("hex");
  const coordinate = (from: number) => Buffer.from(point.slice(from, from + 64), "hex").toString("base64url");
  return createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: coordinate(2), y: coordinate(66) } });
}

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whether the signature in a URL is that of the request as it is sent, with these credentials. */
export function isSignedWith(
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
  { method, url, headers }: SentRequest,
): boolean {
  const [, , path = "", search = ""] = /^(https:\/\/[^/]+)([^?]*)\?(.*)$/.exec(url) ?? [];
  const pairs = search.split("&");
  const read = (name: string) =>
    decodeURIComponent(pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "");
  const names = read("X-Amz-SignedHeaders");
  const canonical = [
    method,
    path,
    pairs
      .filter((pair) => !pair.startsWith("X-Amz-Signature="))
      .sort()
      .join("&"),
    ...names.split(";").map((name) => `${name}:${headers[name]}`),
    "",
    names,
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const scope = read("X-Amz-Credential").split("/").slice(1).join("/");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const toSign = ["AWS4-ECDSA-P256-SHA256", read("X-Amz-Date"), scope, digest].join("\n");
  const { accessKeyId, secretAccessKey } = credentials;
  const signature = Buffer.from(read("X-Amz-Signature"), "hex");
  return verify("sha256", Buffer.from(toSign), publicKeyOf(accessKeyId, secretAccessKey), signature);
}
