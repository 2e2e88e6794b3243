// The upload that a plain HTML form makes. Its signature is in its fields, so it has its own way to the store.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
import type { VerifiedForm } from "@daypass/presign";
import { CHECKSUM_CONTROLS, checkControl, NEW_OBJECT_CONTROLS } from "../controls.ts";
import type { Store } from "../disk/store.ts";
import { refuse } from "../errors.ts";
import type { Answer } from "../http/answer.ts";
import type { FormFile } from "../http/form-reader.ts";
import { checkHeaderValue, readMetadata, readStoredHeaders, toHeaderBytes } from "../object-headers.ts";
import { MAX_PUT_BYTES, readChecksum, receive } from "../receive.ts";
import type { Rights } from "../rights.ts";
import { readTagging, type Tags } from "../settings/tags.ts";
import { writeDocument } from "../xml.ts";
import { expirationHeaders } from "./expiration.ts";
import { quote } from "./operation.ts";
import { checksumHeaders, commitDraft } from "./write-object.ts";

export const POST_OBJECT = { name: "PostObject", controls: [...CHECKSUM_CONTROLS, ...NEW_OBJECT_CONTROLS] };

/** Fields of the signature itself, judged by the verifier. */
const ENVELOPE = ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token"];
/** Fields that would mean something that this endpoint does not do. */
const NOT_IMPLEMENTED = ["if-match", "if-none-match"];

export interface FormCall {
  readonly form: VerifiedForm;
  readonly file: FormFile["file"];
  readonly rights: Rights;
  readonly bucket: string;
  /** Origin and path of the bucket, for Location. */
  readonly bucketUrl: string;
  readonly store: Store;
  readonly now: Date;
}

export async function postObject(call: FormCall): Promise<Answer> {
  const { form, store, bucket } = call;
  const { createOnly } = call.rights.demand({ action: "s3:PutObject", bucket, key: form.key });
  if (!store.buckets.has(bucket)) throw refuse("NoSuchBucket", undefined, { BucketName: bucket });
  const fields = new Map([...form.fields].map(([name, value]) => [name, toHeaderBytes(value)]));
  const controls = readFormControls(fields);
  const headers = readStoredHeaders(fields);
  const metadata = readMetadata(controls);
  const tags = readTags(call);
  const answerTo = readSuccessAction(form);
  if (createOnly && store.objects.find(bucket, form.key))
    throw refuse("PreconditionFailed", undefined, { Condition: "If-None-Match" });
  const range = form.sizeRangeBytes;
  const received = await receive(store.blobs, call.file, {
    minBytes: range?.min,
    maxBytes: Math.min(range?.max ?? MAX_PUT_BYTES, MAX_PUT_BYTES),
    contentMd5: form.fields.get("content-md5"),
    checksum: readChecksum(controls),
  });
  const object = {
    key: form.key,
    etag: received.md5Hex,
    sizeBytes: received.sizeBytes,
    lastModifiedAt: call.now.getTime(),
    checksum: received.checksum,
    headers,
    metadata,
    tags,
    blobs: [{ name: received.draft.name, sizeBytes: received.sizeBytes }],
  };
  const replaced = await commitDraft(store, received, () => store.objects.put(bucket, object, { createOnly }));
  await store.blobs.remove(replaced);
  const etag = quote(received.md5Hex);
  const answer = answerTo({ bucket, key: form.key, etag, bucketUrl: call.bucketUrl });
  return {
    ...answer,
    headers: { etag, ...checksumHeaders(received), ...expirationHeaders(call, object), ...answer.headers },
  };
}

/** A form has them as the document of PutObjectTagging. To set some takes a right of its own. */
function readTags({ form, rights, bucket }: FormCall): Tags {
  const document = form.fields.get("tagging");
  const tags = document === undefined || document === "" ? [] : readTagging(document);
  if (tags.length > 0) rights.demand({ action: "s3:PutObjectTagging", bucket, key: form.key });
  return tags;
}

function readFormControls(fields: ReadonlyMap<string, string>): Map<string, string> {
  const controls = new Map<string, string>();
  for (const [name, value] of fields) {
    if (NOT_IMPLEMENTED.includes(name))
      throw refuse("NotImplemented", `The form field ${name} is not implemented by this endpoint.`, { Field: name });
    if (name === "acl") checkControl("x-amz-acl", value, POST_OBJECT);
    if (!name.startsWith("x-amz-") || ENVELOPE.includes(name)) continue;
    checkControl(name, value, POST_OBJECT);
    controls.set(name, value);
  }
  return controls;
}

interface Stored {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly bucketUrl: string;
}

/** What the form wants to hear: a page elsewhere, or 200, 201 with a document, or 204. Judged before the file is read. */
function readSuccessAction(form: VerifiedForm): (stored: Stored) => Answer {
  const redirect = form.fields.get("success_action_redirect") ?? form.fields.get("redirect");
  if (redirect !== undefined && redirect !== "") {
    const target = URL.canParse(redirect) ? new URL(redirect) : undefined;
    if (!target || (target.protocol !== "https:" && target.protocol !== "http:"))
      throw refuse("InvalidArgument", "success_action_redirect must be an http or https URL.", {
        ArgumentName: "success_action_redirect",
        ArgumentValue: redirect,
      });
    checkHeaderValue("success_action_redirect", redirect);
    return ({ bucket, key, etag }) => {
      target.search += `${target.search === "" ? "?" : "&"}${new URLSearchParams({ bucket, key, etag })}`;
      return { status: 303, headers: { location: target.href } };
    };
  }
  const status = form.fields.get("success_action_status");
  return (stored) => {
    const location = `${stored.bucketUrl}/${stored.key.split("/").map(encodeURIComponent).join("/")}`;
    if (status === "200") return { status: 200, headers: { location } };
    if (status !== "201") return { status: 204, headers: { location } };
    return {
      status: 201,
      headers: { location },
      xml: writeDocument("PostResponse", {
        Location: location,
        Bucket: stored.bucket,
        Key: stored.key,
        ETag: stored.etag,
      }),
    };
  };
}
