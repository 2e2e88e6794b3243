// What a bucket denies, whoever asks: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
// Rights are given by the identities of this endpoint; a bucket policy can only take away.
import { refuse } from "../errors.ts";

export interface DenyStatement {
  readonly sid?: string | undefined;
  /** `s3:GetObject`, `s3:Get*`, in lower case. */
  readonly actions: readonly string[];
  /** `bucket`, `bucket/prefix*`: what stands after `arn:aws:s3:::`. */
  readonly resources: readonly string[];
  readonly conditions: readonly PolicyCondition[];
}

export interface PolicyCondition {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface BucketPolicy {
  /** As it was put, and as GetBucketPolicy gives it back. */
  readonly text: string;
  readonly statements: readonly DenyStatement[];
}

/** What the conditions of a policy can ask about a request. */
export interface PolicyFacts {
  /** `s3:signatureAge`: milliseconds since it was signed. */
  readonly signatureAgeMilliseconds: number;
  /** `s3:authType` */
  readonly authType: "REST-HEADER" | "REST-QUERY-STRING" | "POST";
  /** `s3:x-amz-content-sha256` */
  readonly contentSha256: string;
  /** `aws:SecureTransport` */
  readonly isSecure: boolean;
}

/** S3's limit. */
export const MAX_POLICY_BYTES = 20 * 1024;
/** A list of values, in a condition, in its block, in a statement, in the list of them, in the policy: six. */
const MAX_DEPTH = 8;
const ARN = "arn:aws:s3:::";
const VERSIONS = ["2012-10-17", "2008-10-17"];
const NUMERIC: Record<string, (a: number, b: number) => boolean> = {
  NumericEquals: (a, b) => a === b,
  NumericGreaterThan: (a, b) => a > b,
  NumericGreaterThanEquals: (a, b) => a >= b,
  NumericLessThan: (a, b) => a < b,
  NumericLessThanEquals: (a, b) => a <= b,
};
/** Which operators each condition key takes. */
const CONDITIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["s3:signatureage", Object.keys(NUMERIC)],
  ["aws:securetransport", ["Bool"]],
  ["s3:authtype", ["StringEquals", "StringNotEquals"]],
  ["s3:signatureversion", ["StringEquals", "StringNotEquals"]],
  ["s3:x-amz-content-sha256", ["StringEquals", "StringNotEquals"]],
]);

/** What this endpoint asks about a bucket; a test holds both lists against its operations. */
export const BUCKET_ACTIONS: readonly string[] = [
  "s3:CreateBucket",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketPolicy",
  "s3:GetBucketVersioning",
  "s3:GetLifecycleConfiguration",
  "s3:ListAllMyBuckets",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutBucketCORS",
  "s3:PutBucketPolicy",
  "s3:PutLifecycleConfiguration",
];
/** And about an object, of which each that can name a version has a second name. */
export const OBJECT_ACTIONS: readonly string[] = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersion",
  "s3:DeleteObjectVersionTagging",
  "s3:GetObject",
  "s3:GetObjectAttributes",
  "s3:GetObjectTagging",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionAttributes",
  "s3:GetObjectVersionTagging",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectTagging",
  "s3:PutObjectVersionTagging",
];
/** Each costs time with every key that is judged. */
const MAX_WILDCARDS = 8;

type Json = Record<string, unknown>;

const malformed = (message: string) => refuse("MalformedPolicy", message);
const notImplemented = (what: string) =>
  refuse("NotImplemented", `A bucket policy of this endpoint has no ${what}: it denies, and its identities allow.`);

/** Reads the document of PutBucketPolicy. Refuses with MalformedPolicy, or NotImplemented for what IAM has beyond this. */
export function readBucketPolicy(text: string, bucket: string): BucketPolicy {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES)
    throw malformed(`A bucket policy has at most ${MAX_POLICY_BYTES} bytes.`);
  const skeleton = text.replace(/"(?:[^"\\]|\\.)*"/g, "");
  if (depthOf(skeleton) > MAX_DEPTH) throw malformed("The policy is nested too deep.");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Text that is no JSON is no object either.
  }
  if (!isObject(document)) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  // JSON.parse keeps the last of equal members, and other readers the first.
  if (countMembers(document) !== skeleton.split(":").length - 1)
    throw malformed("An object of the policy has two equal members.");
  checkMembers(document, ["Version", "Id", "Statement"]);
  if (!VERSIONS.includes(document.Version as string))
    throw malformed(`The policy must contain a valid version string: ${VERSIONS.join(" or ")}`);
  const statements = isObject(document.Statement) ? [document.Statement] : document.Statement;
  if (!Array.isArray(statements) || statements.length === 0) throw malformed("Missing required field Statement");
  return { text, statements: statements.map((statement) => readStatement(statement, bucket)) };
}

function readStatement(statement: unknown, bucket: string): DenyStatement {
  if (!isObject(statement)) throw malformed("A statement must be an object.");
  for (const name of ["NotPrincipal", "NotAction", "NotResource"])
    if (Object.hasOwn(statement, name)) throw notImplemented(name);
  checkMembers(statement, ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"]);
  if (statement.Effect === "Allow") throw notImplemented('Effect "Allow"');
  if (statement.Effect !== "Deny") throw malformed("Invalid effect: it must be Deny.");
  const principal = isObject(statement.Principal) ? statement.Principal.AWS : statement.Principal;
  if (principal === undefined) throw malformed("Missing required field Principal");
  if (readTexts(principal, "Principal").some((name) => name !== "*")) throw notImplemented('Principal but "*"');
  const actions = readTexts(statement.Action, "Action").map((action) => action.toLowerCase());
  const resources = readTexts(statement.Resource, "Resource").map((resource) => {
    if (resource.includes("${")) throw notImplemented("variable in a Resource");
    const name = resource.startsWith(ARN) ? resource.slice(ARN.length) : "";
    if (name !== bucket && !name.startsWith(`${bucket}/`) && name !== `${bucket}*`)
      throw malformed("Policy has invalid resource");
    if (name.replace(/[^*?]/g, "").length > MAX_WILDCARDS)
      throw malformed(`A Resource of this endpoint has at most ${MAX_WILDCARDS} wildcards.`);
    return name;
  });
  checkReach(actions, resources, bucket);
  const sid = statement.Sid;
  if (sid !== undefined && typeof sid !== "string") throw malformed("Sid must be a text.");
  return { sid, actions, resources, conditions: readConditions(statement.Condition) };
}

/** A statement that can never deny is one that its writer believes in. */
function checkReach(actions: readonly string[], resources: readonly string[], bucket: string): void {
  const about = (known: readonly string[]) => (pattern: string) =>
    known.some((name) => fits(pattern, name.toLowerCase()));
  const [ofBucket, ofObjects] = [about(BUCKET_ACTIONS), about(OBJECT_ACTIONS)];
  const isBucket = (name: string) => !name.startsWith(`${bucket}/`);
  const isObjects = (name: string) => name !== bucket && name !== `${bucket}/`;
  for (const action of actions) {
    const isOfS3 = action === "*" || action.startsWith("s3:");
    if (!isOfS3 || (!ofBucket(action) && !ofObjects(action))) throw malformed(`Policy has invalid action ${action}`);
    if (!(ofBucket(action) && resources.some(isBucket)) && !(ofObjects(action) && resources.some(isObjects)))
      throw malformed(`Action does not apply to any resource(s) in statement: ${action}`);
  }
  for (const name of resources)
    if (!(isBucket(name) && actions.some(ofBucket)) && !(isObjects(name) && actions.some(ofObjects)))
      throw malformed(`Resource is not one that any action of the statement applies to: ${ARN}${name}`);
}

function readConditions(block: unknown): PolicyCondition[] {
  if (block === undefined) return [];
  if (!isObject(block)) throw malformed("Condition must be an object.");
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw malformed(`The condition ${operator} must be an object.`);
    return Object.entries(keys).map(([key, given]) => {
      const values = readTexts(given, key);
      const operators = CONDITIONS.get(key.toLowerCase());
      if (!operators) throw notImplemented(`condition key ${key}`);
      if (!operators.includes(operator)) throw notImplemented(`operator ${operator} for ${key}`);
      if (NUMERIC[operator] && !values.every((value) => /^\d{1,15}$/.test(value)))
        throw malformed(`Invalid value of ${key}: it must be a whole number.`);
      if (operator === "Bool" && !values.every((value) => value === "true" || value === "false"))
        throw malformed(`Invalid value of ${key}: it must be true or false.`);
      return { operator, key: key.toLowerCase(), values };
    });
  });
}

/** The statement that denies the deed, if any. */
export const findDenial = (
  policy: BucketPolicy,
  deed: { readonly action: string; readonly resource: string },
  facts: PolicyFacts,
): DenyStatement | undefined =>
  policy.statements.find(
    ({ actions, resources, conditions }) =>
      actions.some((pattern) => fits(pattern, deed.action.toLowerCase())) &&
      resources.some((pattern) => fits(pattern, deed.resource)) &&
      conditions.every((condition) => holds(condition, facts)),
  );

function holds({ operator, key, values }: PolicyCondition, facts: PolicyFacts): boolean {
  const actual = factOf(key, facts);
  const compare = NUMERIC[operator];
  if (compare) return values.some((value) => compare(Number(actual), Number(value)));
  return operator === "StringNotEquals" ? !values.includes(actual) : values.includes(actual);
}

function factOf(key: string, facts: PolicyFacts): string {
  switch (key) {
    case "s3:signatureage":
      return String(facts.signatureAgeMilliseconds);
    case "aws:securetransport":
      return String(facts.isSecure);
    case "s3:authtype":
      return facts.authType;
    case "s3:signatureversion":
      return "AWS4-HMAC-SHA256";
    default:
      return facts.contentSha256;
  }
}

/** `*` stands for any text, `?` for one character. One pass that goes back to the last star only. */
function fits(pattern: string, text: string): boolean {
  if (!pattern.includes("?")) return fitsStars(pattern.split("*"), text);
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (pattern[p] === "?" || pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}

/** Each text between stars where it first stands: the search is the engine's, which skips. */
function fitsStars([first, ...others]: readonly string[], text: string): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first!)) return false;
  let at = first!.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function checkMembers(object: Json, allowed: readonly string[]): void {
  const unknown = Object.keys(object).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw malformed(`Unknown field ${unknown}`);
}

function readTexts(value: unknown, name: string): string[] {
  const values = Array.isArray(value) ? value : [value];
  // IAM takes true and 600000 for "true" and "600000".
  const texts = values.map((one) => (typeof one === "boolean" || typeof one === "number" ? String(one) : one));
  if (texts.length === 0 || !texts.every((one) => typeof one === "string"))
    throw malformed(`${name} must be a text or a list of texts.`);
  return texts;
}

/** Of brackets and braces; the text has no strings any more. */
function depthOf(skeleton: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of skeleton) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

function countMembers(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + countMembers(one), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce((sum: number, one) => sum + 1 + countMembers(one), 0);
}
