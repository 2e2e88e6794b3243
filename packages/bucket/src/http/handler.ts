// One request, one direction: raw request → verify → authorize → operation → disk → answer.
import type { IncomingMessage } from "node:http";
import { type RawRequest, type VerifiedRequest, verify } from "@daypass/presign";
import { readControls } from "../controls.ts";
import { Refused, refuse } from "../errors.ts";
import { type Call, namesVersion, type Operation } from "../operations/operation.ts";
import { findOperation } from "../operations/table.ts";
import { Rights } from "../rights.ts";
import type { PolicyFacts } from "../settings/bucket-policy.ts";
import { findAddress, locate } from "./address.ts";
import type { Answer } from "./answer.ts";
import type { RequestBody } from "./body.ts";
import { answerPreflight } from "./cors.ts";
import { corsRulesFor, type Endpoint, lookupIn, type RequestFacts } from "./endpoint.ts";
import { handleForm, isForm, refuseOtherForm } from "./form-handler.ts";

/** SHA-256 of no bytes, which is what a request without a body must have signed if it signed any. */
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Operations whose body may come in aws-chunked encoding. */
const TAKES_CHUNKS = ["PutObject", "UploadPart"];

/** Answers the request or throws: `Refused` for an expected no, anything else for a failure of ours. */
export async function handle(
  endpoint: Endpoint,
  request: IncomingMessage,
  body: RequestBody,
  facts: RequestFacts,
): Promise<Answer> {
  const raw: RawRequest = { method: request.method!, target: request.url!, rawHeaders: request.rawHeaders };
  if (raw.method === "OPTIONS") {
    facts.operation = "Preflight";
    return answerPreflight(corsRulesFor(endpoint, raw), request.headers);
  }
  const address = findAddress(endpoint.authorities, raw);
  if (isForm(raw)) return handleForm(endpoint, { raw, address, body, facts });
  refuseOtherForm(raw, address, facts);

  const now = endpoint.clock();
  // Which hosts are ours has just been judged; the verifier sees again that there is only one.
  const verified = verify(raw, lookupIn(endpoint.identities), now, { region: endpoint.region });
  if (!verified.ok) throw new Refused(verified);
  facts.accessKeyId = verified.accessKeyId;
  const identity = endpoint.identities.get(verified.accessKeyId)!;
  const { scope, bucket, key } = locate(address, verified.path);
  const operation = findOperation({ ...verified, scope });
  facts.operation = operation.name;
  if (verified.payload.kind === "chunks" && !TAKES_CHUNKS.includes(operation.name))
    throw refuse("InvalidRequest", "Only PutObject and UploadPart can have a body in chunks (aws-chunked).");
  const controls = readControls(verified, operation);
  const { store, region } = endpoint;
  const rights = new Rights(identity, store.buckets, policyFactsOf(verified, now, endpoint.isBehindTls));
  const call = { request: verified, identity, rights, bucket, key, controls, body, store, region, now };
  const createOnly = demandRight(operation, call);
  if (scope !== "service" && !operation.makesBucket && !store.buckets.has(bucket))
    throw refuse("NoSuchBucket", undefined, { BucketName: bucket });
  if (!operation.takesBody) checkNoBody(operation, call);
  return operation.run({ ...call, createOnly });
}

/** Whether the right is one to create only. Throws AccessDenied. */
function demandRight(operation: Operation, call: Omit<Call, "createOnly">): boolean {
  const { action } = operation;
  const { rights, bucket, key } = call;
  switch (operation.appliesTo) {
    case "service":
      return rights.demand({ action }).createOnly;
    case "bucket":
      // Who is confined to a prefix has no say in what holds for every key.
      return rights.demand({ action, bucket, key: "" }).createOnly;
    case "bucket-at-any-prefix":
      return rights.demand({ action, bucket }).createOnly;
    case "key":
      return rights.demand({ action, bucket, key, namesVersion: namesVersion(call) }).createOnly;
    case "prefix": {
      const prefix = call.request.query.find(([name]) => name === "prefix")?.[1] ?? "";
      return rights.demand({ action, bucket, key: prefix }).createOnly;
    }
    case "keys-of-the-document":
      rights.demandForSomeKey({ action, bucket });
      return false;
    default:
      throw refuse("AccessDenied");
  }
}

function policyFactsOf(request: VerifiedRequest, now: Date, isSecure: boolean): PolicyFacts {
  const { payload } = request;
  return {
    signatureAgeMilliseconds: now.getTime() - request.signedAt.getTime(),
    authType: request.authentication === "query" ? "REST-QUERY-STRING" : "REST-HEADER",
    contentSha256:
      request.headers.get("x-amz-content-sha256")?.[0] ??
      (payload.kind === "sha256" ? payload.hex : "UNSIGNED-PAYLOAD"),
    isSecure,
  };
}

function checkNoBody(operation: Operation, { body, request }: Pick<Call, "body" | "request">): void {
  if (body.isAnnounced) throw refuse("InvalidRequest", `${operation.name} takes no body, but the request has one.`);
  if (request.payload.kind === "sha256" && request.payload.hex !== EMPTY_SHA256)
    throw refuse("XAmzContentSHA256Mismatch", undefined, {
      ClientComputedContentSHA256: request.payload.hex,
      S3ComputedContentSHA256: EMPTY_SHA256,
    });
}
