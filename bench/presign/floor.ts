// The least that any signer must do: build the strings and hash three times, with nothing checked and all else fixed.
import { createHmac, hash } from "node:crypto";
import { CREDENTIALS, EXPIRES, HOST, keyOf, REGION } from "./common.ts";

export function createFloor(): (i: number) => string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${stamp.slice(0, 8)}/${REGION}/s3/aws4_request`;
  let key: string | Buffer = `AWS4${CREDENTIALS.secretAccessKey}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  const inner = Buffer.alloc(1024);
  const outer = Buffer.alloc(96);
  for (let i = 0; i < 64; i++) {
    inner[i] = ((key as Buffer)[i] ?? 0) ^ 0x36;
    outer[i] = ((key as Buffer)[i] ?? 0) ^ 0x5c;
  }
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${CREDENTIALS.accessKeyId}/${scope}`)}&X-Amz-Date=${stamp}&X-Amz-Expires=${EXPIRES}&X-Amz-SignedHeaders=host`;
  return (i) => {
    const path = `/${keyOf(i)}`;
    const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash("sha256", `GET\n${path}\n${query}\nhost:${HOST}\n\nhost\nUNSIGNED-PAYLOAD`, "hex")}`;
    inner.write(text, 64, "latin1");
    outer.write(hash("sha256", inner.subarray(0, 64 + text.length), "binary"), 64, "binary");
    return `https://${HOST}${path}?${query}&X-Amz-Signature=${hash("sha256", outer, "hex")}`;
  };
}
