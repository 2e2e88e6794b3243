// A second reader of POST policies, written from AWS's page and apart from the verifier, so that the two can disagree.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
import { createHmac } from "node:crypto";

export interface Sent {
  readonly bucket: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly fileName: string;
  readonly fileBytes: number;
  readonly now: Date;
}

/** Why S3 would refuse; undefined where it would store. */
export function refusalOf(sent: Sent, secret: string): string | undefined {
  const form = new Map(sent.fields.map(([name, value]) => [name.toLowerCase(), value]));
  if (form.size !== sent.fields.length) return "a field came twice";
  const text = form.get("policy") ?? "";
  if (form.get("x-amz-signature") !== signatureOf(text, form.get("x-amz-credential") ?? "", secret)) return "signature";

  const { expiration, conditions } = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  if (sent.now.getTime() > Date.parse(expiration)) return "expired";
  const name = sent.fileName.split(/[/\\]/).at(-1)!;
  form.set("key", (form.get("key") ?? "").split("$" + "{filename}").join(name));
  // "bucket" is where the form goes to.
  form.set("bucket", sent.bucket);

  const spokenOf = new Set<string>();
  for (const condition of conditions) {
    const [operator, field, wanted, most] = Array.isArray(condition)
      ? [condition[0], String(condition[1]), condition[2], condition[2]]
      : ["eq", `$${Object.keys(condition)[0]}`, Object.values(condition)[0], undefined];
    if (operator === "content-length-range") {
      if (sent.fileBytes < Number(field) || sent.fileBytes > most) return "size";
      continue;
    }
    const of = field.slice(1).toLowerCase();
    spokenOf.add(of);
    const value = form.get(of);
    if (value === undefined) return `missing ${of}`;
    if (operator === "eq" ? value !== wanted : !startsWith(of, value, wanted)) return `condition on ${of}`;
  }
  for (const field of form.keys())
    if (!spokenOf.has(field) && !["x-amz-signature", "policy", "file"].includes(field) && !/^x-ignore-/.test(field))
      return `extra ${field}`;
  return undefined;
}

function startsWith(field: string, value: string, wanted: string): boolean {
  const parts = field === "content-type" ? value.split(",").map((part) => part.trim()) : [value];
  return parts.every((part) => part.slice(0, wanted.length) === wanted);
}

function signatureOf(policy: string, credential: string, secret: string): string {
  const [, ...scope] = credential.split("/");
  const key = scope.reduce<Buffer | string>(
    (last, part) => createHmac("sha256", last).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac("sha256", key).update(policy).digest("hex");
}
