// What every operation gets and gives.
import type { VerifiedRequest } from "@daypass/presign";
import type { Controls } from "../controls.ts";
import type { Store } from "../disk/store.ts";
import { type Refused, refuse } from "../errors.ts";
import type { Answer } from "../http/answer.ts";
import type { RequestBody } from "../http/body.ts";
import type { Rights } from "../rights.ts";
import type { Identity } from "../types.ts";

/** A request whose signature is right, whose operation is found and whose signer may do it. */
export interface Call {
  readonly request: VerifiedRequest;
  readonly identity: Identity;
  /** What the signer may do beyond this operation, for those that touch more than they are named for. */
  readonly rights: Rights;
  /** Empty for ListBuckets. */
  readonly bucket: string;
  /** Empty for operations on the bucket itself. */
  readonly key: string;
  readonly controls: Controls;
  /** The signer's policy lets it make objects, not replace them. */
  readonly createOnly: boolean;
  readonly body: RequestBody;
  readonly store: Store;
  readonly region: string;
  readonly now: Date;
}

export interface Operation {
  /** S3's name of it. */
  readonly name: string;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly scope: "service" | "bucket" | "object";
  /** Query parameters that make a request this operation; `true` stands for any value. */
  readonly marks: Readonly<Record<string, string | true>>;
  /** A header that makes a request this operation, beside its marks. */
  readonly headerMark?: string | undefined;
  /** Further query parameters that it has. */
  readonly parameters: readonly string[];
  /** `x-amz-*` headers that it has, beside those of the signature. */
  readonly controls: readonly string[];
  /** IAM's name of the right. */
  readonly action: string;
  /**
   * What the right is about. `bucket` is all of it: a statement with a prefix does not give it. Keys that only the
   * document names are judged by the operation itself, each.
   */
  readonly appliesTo: "key" | "prefix" | "bucket" | "bucket-at-any-prefix" | "service" | "keys-of-the-document";
  /** Whether it is about a bucket that need not be there. */
  readonly makesBucket?: boolean | undefined;
  readonly takesBody: boolean;
  run(call: Call): Promise<Answer>;
}

export function readQuery(call: Pick<Call, "request">, name: string): string | undefined {
  return call.request.query.find(([key]) => key === name)?.[1];
}

export const namesVersion = (call: Pick<Call, "request">): boolean => readQuery(call, "versionId") !== undefined;

/** Repeated headers as HTTP joins them. */
export function readHeader(call: Call, name: string): string | undefined {
  return call.request.headers.get(name)?.join(",");
}

/** An integer in decimal digits within the bounds. Throws InvalidArgument that names it. */
export function readInteger(
  value: string | undefined,
  argument: { name: string; min: number; max: number; fallback?: number },
): number {
  if ((value === undefined || value === "") && argument.fallback !== undefined) return argument.fallback;
  const number = /^\d{1,10}$/.test(value ?? "") ? Number(value) : Number.NaN;
  if (number >= argument.min && number <= argument.max) return number;
  throw refuse("InvalidArgument", `${argument.name} must be an integer between ${argument.min} and ${argument.max}.`, {
    ArgumentName: argument.name,
    ArgumentValue: value ?? "",
  });
}

/** What a signer hears of a key that is not there: 404 only when it may list, because absence is knowledge too. */
export function missingKey(call: Pick<Call, "rights" | "bucket" | "key">): Refused {
  const { bucket, key } = call;
  const mayList = call.rights.allow({ action: "s3:ListBucket", bucket, key });
  return mayList ? refuse("NoSuchKey", undefined, { Key: key }) : refuse("AccessDenied");
}

/** Seconds, because S3's times have no fraction in headers. */
export const httpDate = (milliseconds: number): string => new Date(milliseconds).toUTCString();
export const isoDate = (milliseconds: number): string => new Date(milliseconds).toISOString();
export const quote = (etag: string): string => `"${etag}"`;
