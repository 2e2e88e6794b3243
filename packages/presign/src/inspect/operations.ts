// What a URL stands for. It does not name its method, so for each method there is the operation that S3 would do: S3 goes by
// the method, by whether there is a key, and by the parameters that name a part of an object or bucket, and passes over
// whatever else an operation has no use for.
import { DIRECTORY_BUCKET } from "./hosts.ts";
import { LISTS, OF_BUCKET, OF_OBJECT } from "./subresources.ts";
import { findMethodsWithUse } from "./uses.ts";

export type Method = "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
export type Query = ReadonlyMap<string, string>;

/** The operation of each method that has one, the readings first. */
type Possible = ReadonlyMap<Method, string>;

const METHODS: readonly Method[] = ["GET", "PUT", "DELETE", "POST"];
const PLAIN_OBJECT: Possible = /* @__PURE__ */ new Map([
  ["GET", "GetObject"],
  ["HEAD", "HeadObject"],
  ["PUT", "PutObject"],
  ["DELETE", "DeleteObject"],
]);

/** What of a URL tells its operation. */
export interface Asked {
  readonly query: Query;
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Of the host. */
  readonly features: readonly string[];
}

/** What S3 would do by each method. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
function findPossible({ query, signedHeaders, bucket, key, features }: Asked): Possible {
  const subresources = key === undefined ? OF_BUCKET : OF_OBJECT;
  const sub = Object.keys(subresources).find((name) => query.has(name));
  if (sub !== undefined)
    return new Map(
      subresources[sub]!.flatMap((name, at) => (name ? [[METHODS[at]!, listsInstead(name, query)] as const] : [])),
    );
  if (bucket === undefined)
    return new Map([["GET", features.includes(DIRECTORY_BUCKET) ? "ListDirectoryBuckets" : "ListBuckets"]]);
  if (key === undefined)
    return new Map([
      ["GET", query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects"],
      ["HEAD", "HeadBucket"],
      ["PUT", "CreateBucket"],
      ["DELETE", "DeleteBucket"],
    ]);
  const copies = signedHeaders.includes("x-amz-copy-source");
  if (!query.has("uploadId")) return copies ? new Map([...PLAIN_OBJECT, ["PUT", "CopyObject"]]) : PLAIN_OBJECT;
  const ofAnUpload: [Method, string][] = [
    ["GET", "ListParts"],
    ["POST", "CompleteMultipartUpload"],
    ["DELETE", "AbortMultipartUpload"],
  ];
  if (query.has("partNumber")) ofAnUpload.unshift(["PUT", copies ? "UploadPartCopy" : "UploadPart"]);
  return new Map(ofAnUpload);
}

function listsInstead(name: string, query: Query): string {
  const [parameter, lists] = (Object.hasOwn(LISTS, name) && LISTS[name]) || [];
  return parameter === undefined || query.has(parameter) ? name : lists!;
}

/** What a URL can stand for, the likely first; with the method that was signed, that one operation. */
export function findOperations(
  method: string | undefined,
  asked: Asked,
): { operations: string[]; likely: string[]; isUseless: boolean } {
  const possible = findPossible(asked);
  const known = possible.get(method?.toUpperCase() as Method);
  if (known !== undefined) return { operations: [known], likely: [known], isUseless: false };
  const likely = findLikely(possible, asked);
  const others = [...possible.values()].filter((name) => !likely.includes(name));
  return { operations: [...likely, ...others], likely, isUseless: method !== undefined };
}

/**
 * Of the possible operations those that have a use for all that is signed, and of these the one that an SDK names in
 * `x-id`. Whoever signs may write anything there, and S3 does not look at it: it makes no other operation impossible.
 */
function findLikely(possible: Possible, { query, signedHeaders }: Asked): string[] {
  const useful = findMethodsWithUse(query, signedHeaders);
  const isOfADeletion = query.has("versionId") || signedHeaders.includes("x-amz-bypass-governance-retention");
  const names = [...possible]
    .filter(([method, name]) => useful.has(method) && !(name === "PutObject" && isOfADeletion))
    .map(([, name]) => name);
  const id = query.get("x-id");
  const likely = names.length > 0 ? names : [...possible.values()];
  return id !== undefined && [...possible.values()].includes(id) ? [id] : likely;
}

/** The method of each operation that an inspection names. */
export const methodOf = (operation: string): Method => allMethods().get(operation) ?? "PUT";

/** Whether S3 has an operation of this name, as SDKs write it into `x-id`. */
export const isOperation = (name: string): boolean => allMethods().has(name);

function allMethods(): ReadonlyMap<string, Method> {
  methods ??= makeMethods();
  return methods;
}

let methods: ReadonlyMap<string, Method> | undefined;

const makeMethods = (): ReadonlyMap<string, Method> =>
  new Map([
    ...[OF_OBJECT, OF_BUCKET].flatMap((subresources) =>
      Object.values(subresources).flatMap((names) =>
        names.flatMap((name, at) => (name ? [[name, METHODS[at]!] as const] : [])),
      ),
    ),
    ...Object.values(LISTS).map(([, lists]) => [lists, "GET"] as const),
    ...[...PLAIN_OBJECT].map(([method, name]) => [name, method] as const),
    ["ListBuckets", "GET"],
    ["ListDirectoryBuckets", "GET"],
    ["ListObjects", "GET"],
    ["ListObjectsV2", "GET"],
    ["HeadBucket", "HEAD"],
    ["DeleteBucket", "DELETE"],
    ["ListParts", "GET"],
    ["CompleteMultipartUpload", "POST"],
    ["AbortMultipartUpload", "DELETE"],
    ["CreateBucket", "PUT"],
    ["CopyObject", "PUT"],
    ["UploadPart", "PUT"],
    ["UploadPartCopy", "PUT"],
    // What a function behind an Object Lambda access point answers with.
    ["WriteGetObjectResponse", "POST"],
  ]);
