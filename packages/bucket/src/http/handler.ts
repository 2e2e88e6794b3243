// One request, one direction: raw request → verify → authorize → operation → disk → answer.
import type { IncomingMessage } from "node:http";
import { type KeyLookup, type RawRequest, type Refusal, verify, verifyForm } from "@daypass/presign";
import { authorize } from "../authorize.ts";
import { readControls } from "../controls.ts";
import type { Store } from "../disk/store.ts";
import { Refused, refuse } from "../errors.ts";
import type { Call, Operation } from "../operations/operation.ts";
import { postObject } from "../operations/post-object.ts";
import { findOperation } from "../operations/table.ts";
import type { Identity } from "../types.ts";
import type { Answer } from "./answer.ts";
import type { RequestBody } from "./body.ts";
import { answerPreflight, type CorsRule } from "./cors.ts";
import { readBoundary, readForm } from "./form-reader.ts";

/** SHA-256 of no bytes, which is what a request without a body must have signed if it signed any. */
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Operations whose body may come in aws-chunked encoding. */
const TAKES_CHUNKS = ["PutObject", "UploadPart"];

const BUCKET_PATH = /^\/([A-Za-z0-9.-]{3,63})\/?$/;
/** S3's limit. */
const MAX_HEADER_SECTION_BYTES = 8 * 1024;

type Fields = readonly (readonly [name: string, value: string])[];

/** What stays the same from request to request. */
export interface Endpoint {
  readonly store: Store;
  readonly region: string;
  readonly identities: ReadonlyMap<string, Identity>;
  /** Host values that are answered to; undefined means any single one. */
  readonly authorities: readonly string[] | undefined;
  readonly cors: CorsRule;
  readonly clock: () => Date;
}

/** What is known of a request so far, for its line in the log. */
export interface RequestFacts {
  operation: string;
  accessKeyId?: string | undefined;
}

/** Answers the request or throws: `Refused` for an expected no, anything else for a failure of ours. */
export async function handle(
  endpoint: Endpoint,
  request: IncomingMessage,
  body: RequestBody,
  facts: RequestFacts,
): Promise<Answer> {
  if (request.method === "OPTIONS") {
    facts.operation = "Preflight";
    return answerPreflight(endpoint.cors, request.headers);
  }
  const raw: RawRequest = { method: request.method!, target: request.url!, rawHeaders: request.rawHeaders };
  if (isForm(raw)) return handleForm(endpoint, raw, body, facts);
  if (isFormOfAnotherType(raw)) {
    facts.operation = "PostObject";
    checkAuthority(endpoint, raw);
    throw refuse("PreconditionFailed", undefined, {
      Condition: "Bucket POST must be of the enclosure-type multipart/form-data",
    });
  }

  const now = endpoint.clock();
  const { region, authorities } = endpoint;
  const verified = verify(raw, lookupIn(endpoint.identities), now, { region, authorities });
  if (!verified.ok) throw toRefused(verified);
  facts.accessKeyId = verified.accessKeyId;
  const identity = endpoint.identities.get(verified.accessKeyId)!;
  const { scope, bucket, key } = readPath(verified.path);
  const operation = findOperation({ method: verified.method, scope, query: verified.query });
  facts.operation = operation.name;
  if (verified.payload.kind === "chunks" && !TAKES_CHUNKS.includes(operation.name))
    throw refuse("InvalidRequest", "Only PutObject and UploadPart can have a body in chunks (aws-chunked).");
  const controls = readControls(verified, operation);
  const call: Call = {
    request: verified,
    identity,
    bucket,
    key,
    controls,
    createOnly: false,
    body,
    store: endpoint.store,
    region,
    now,
  };
  const { createOnly } = authorize(identity, {
    action: operation.action,
    bucket: scope === "service" ? undefined : bucket,
    key: subjectOf(operation, call),
  });
  if (scope !== "service" && !endpoint.store.objects.hasBucket(bucket))
    throw refuse("NoSuchBucket", undefined, { BucketName: bucket });
  if (!operation.takesBody) checkNoBody(operation, call);
  return operation.run({ ...call, createOnly });
}

function subjectOf(operation: Operation, call: Call): string | undefined {
  if (operation.appliesTo === "itself") return undefined;
  if (operation.appliesTo === "key") return call.key;
  return call.request.query.find(([name]) => name === "prefix")?.[1] ?? "";
}

function checkNoBody(operation: Operation, { body, request }: Call): void {
  if (body.isAnnounced) throw refuse("InvalidRequest", `${operation.name} takes no body, but the request has one.`);
  if (request.payload.kind === "sha256" && request.payload.hex !== EMPTY_SHA256)
    throw refuse("XAmzContentSHA256Mismatch", undefined, {
      ClientComputedContentSHA256: request.payload.hex,
      S3ComputedContentSHA256: EMPTY_SHA256,
    });
}

/** Path style only: the bucket is the first segment, the key everything after its slash. */
function readPath(path: string): { scope: Operation["scope"]; bucket: string; key: string } {
  const [, bucket, key] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path)!;
  if (bucket === "") {
    if (path !== "/") throw refuse("InvalidBucketName", "The path names no bucket.", { BucketName: "" });
    return { scope: "service", bucket: "", key: "" };
  }
  return { scope: key ? "object" : "bucket", bucket: bucket!, key: key ?? "" };
}

const lookupIn =
  (identities: ReadonlyMap<string, Identity>): KeyLookup =>
  (accessKeyId) => {
    const identity = identities.get(accessKeyId);
    return identity && { secretAccessKey: identity.secretAccessKey };
  };

const toRefused = (refusal: Refusal): Refused => new Refused(refusal);

const headerValues = (raw: RawRequest, name: string): string[] =>
  raw.rawHeaders.filter((_, i) => i % 2 === 1 && raw.rawHeaders[i - 1]!.toLowerCase() === name);

/** A POST of a form carries its signature in its fields; with one elsewhere it is judged as any other request. */
const isForm = (raw: RawRequest): boolean =>
  raw.method === "POST" &&
  headerValues(raw, "content-type").some((value) => /^multipart\/form-data\s*(;|$)/i.test(value)) &&
  headerValues(raw, "authorization").length === 0 &&
  !/[?&](x-amz-|uploads|uploadId|signature|awsaccesskeyid)/i.test(raw.target);

/** A POST to a bucket that is signed nowhere can only have been meant as a form. */
const isFormOfAnotherType = (raw: RawRequest): boolean =>
  raw.method === "POST" && BUCKET_PATH.test(raw.target) && headerValues(raw, "authorization").length === 0;

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

async function handleForm(
  endpoint: Endpoint,
  raw: RawRequest,
  body: RequestBody,
  facts: RequestFacts,
): Promise<Answer> {
  facts.operation = "PostObject";
  const authority = checkAuthority(endpoint, raw);
  checkFormHeaders(raw);
  const match = BUCKET_PATH.exec(raw.target);
  if (!match) throw refuse("MethodNotAllowed", "A form is posted to the bucket: /BUCKET, without key and query.");
  const bucket = match[1]!;
  const contentTypes = headerValues(raw, "content-type");
  if (contentTypes.length !== 1) throw refuse("InvalidRequest", "A request has one Content-Type.");
  const boundary = readBoundary(contentTypes[0]!);
  if (body.declaredBytes === undefined) throw refuse("MissingContentLength");

  const chunks = body.chunks();
  try {
    const { fields, fileName, file } = await readForm(chunks, boundary);
    const now = endpoint.clock();
    const options = { region: endpoint.region, redirectOrigins: redirectOrigins(endpoint.cors, fields) };
    const form = verifyForm({ bucket, fields, fileName }, lookupIn(endpoint.identities), now, options);
    if (!form.ok) throw toRefused(form);
    facts.accessKeyId = form.accessKeyId;
    const identity = endpoint.identities.get(form.accessKeyId)!;
    const bucketUrl = `http://${authority}/${bucket}`;
    const answer = await postObject({ form, file, identity, bucket, bucketUrl, store: endpoint.store, now });
    // What comes after the file is ignored, as on S3, but taken in, so that the connection can serve the next request.
    for await (const _ of chunks);
    return answer;
  } finally {
    await chunks.return();
  }
}

/** Where a form may send the browser afterwards: to origins that may talk to the bucket. Its signature names the page. */
function redirectOrigins({ allowedOrigins }: CorsRule, fields: Fields): readonly string[] {
  if (!allowedOrigins.includes("*")) return allowedOrigins;
  const redirects = fields.filter(([name]) => /^(success_action_)?redirect$/i.test(name)).map(([, value]) => value);
  return redirects.filter((value) => URL.canParse(value)).map((value) => new URL(value).origin);
}

function checkAuthority({ authorities }: Endpoint, raw: RawRequest): string {
  const hosts = headerValues(raw, "host");
  if (hosts.length !== 1 || (authorities && !authorities.includes(hosts[0]!.toLowerCase())))
    throw refuse("InvalidRequest", "The Host header does not name this endpoint.");
  return hosts[0]!;
}
