// A POST of an HTML form: it carries its signature in its fields, so it has its own way from the wire to the store.
import { type RawRequest, verifyForm } from "@daypass/presign";
import { Refused, refuse } from "../errors.ts";
import { postObject } from "../operations/post-object.ts";
import { Rights } from "../rights.ts";
import { type Address, bucketUrl, headerValues } from "./address.ts";
import type { Answer } from "./answer.ts";
import type { RequestBody } from "./body.ts";
import { redirectOrigins } from "./cors.ts";
import { corsRulesFor, type Endpoint, lookupIn, type RequestFacts } from "./endpoint.ts";
import { readBoundary, readForm } from "./form-reader.ts";

const BUCKET_PATH = /^\/([A-Za-z0-9.-]{3,63})\/?$/;
/** S3's limit. */
const MAX_HEADER_SECTION_BYTES = 8 * 1024;

/** With a signature elsewhere than in its fields it is judged as any other request. */
export const isForm = (raw: RawRequest): boolean =>
  raw.method === "POST" &&
  headerValues(raw, "content-type").some((value) => /^multipart\/form-data\s*(;|$)/i.test(value)) &&
  headerValues(raw, "authorization").length === 0 &&
  !/[?&](x-amz-|uploads|uploadId|signature|awsaccesskeyid)/i.test(raw.target);

/** A POST to a bucket that is signed nowhere can only have been meant as a form. */
export function refuseOtherForm(raw: RawRequest, address: Address, facts: RequestFacts): void {
  if (raw.method !== "POST" || bucketOf(raw, address) === undefined) return;
  if (headerValues(raw, "authorization").length > 0) return;
  facts.operation = "PostObject";
  throw refuse("PreconditionFailed", undefined, {
    Condition: "Bucket POST must be of the enclosure-type multipart/form-data",
  });
}

/** The bucket that a form is posted to: nothing may stand behind it. */
function bucketOf({ target }: RawRequest, address: Address): string | undefined {
  if (address.bucket !== undefined) return target === "/" ? address.bucket : undefined;
  return BUCKET_PATH.exec(target)?.[1];
}

export async function handleForm(
  endpoint: Endpoint,
  exchange: { raw: RawRequest; address: Address; body: RequestBody; facts: RequestFacts },
): Promise<Answer> {
  const { raw, address, body, facts } = exchange;
  const { store, identities, region } = endpoint;
  facts.operation = "PostObject";
  checkFormHeaders(raw);
  const bucket = bucketOf(raw, address);
  if (bucket === undefined)
    throw refuse("MethodNotAllowed", "A form is posted to the bucket: /BUCKET, without key and query.");
  const contentTypes = headerValues(raw, "content-type");
  if (contentTypes.length !== 1) throw refuse("InvalidRequest", "A request has one Content-Type.");
  const boundary = readBoundary(contentTypes[0]!);
  if (body.declaredBytes === undefined) throw refuse("MissingContentLength");

  const chunks = body.chunks();
  try {
    const { fields, fileName, file } = await readForm(chunks, boundary);
    const now = endpoint.clock();
    const allowed = redirectOrigins(corsRulesFor(endpoint, raw), fields);
    const form = verifyForm({ bucket, fields, fileName }, lookupIn(identities), now, {
      region,
      redirectOrigins: allowed,
    });
    if (!form.ok) throw new Refused(form);
    facts.accessKeyId = form.accessKeyId;
    const rights = new Rights(identities.get(form.accessKeyId)!, store.buckets, {
      signatureAgeMilliseconds: now.getTime() - readTimestamp(form.fields.get("x-amz-date")!),
      authType: "POST",
      contentSha256: "UNSIGNED-PAYLOAD",
      isSecure: endpoint.isBehindTls,
    });
    const url = bucketUrl(address, bucket, endpoint.isBehindTls);
    return await postObject({ form, file, rights, bucket, bucketUrl: url, store, now });
  } finally {
    await chunks.return();
  }
}

/** `20301231T235959Z`, as the verifier has let it through. */
const readTimestamp = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** The verifier holds the headers of other requests to the same. */
function checkFormHeaders({ rawHeaders }: RawRequest): void {
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  if (bytes > MAX_HEADER_SECTION_BYTES)
    throw refuse("RequestHeaderSectionTooLarge", undefined, { MaxSizeAllowed: String(MAX_HEADER_SECTION_BYTES) });
  const control = rawHeaders.find((name, i) => i % 2 === 0 && /^x-amz-/i.test(name));
  if (control !== undefined)
    throw refuse("NotImplemented", `The fields of a form say what it wants, so it has no ${control} header.`, {
      Header: control,
    });
}
