import { resolveAddress } from "../address/address.ts";
import { PresignError, requireFlag, requireInteger, requireKnownOptions, requireString, show } from "../errors.ts";
import { createFormSigner } from "../post/form-signer.ts";
import type { Pair } from "../sigv4/canonical.ts";
import { createSigner } from "../sigv4/signer.ts";
import type { PresignedForm, PresignedRequest, PresignerOptions } from "../types.ts";
import { requireCredentials } from "./credentials.ts";
import { attachmentDisposition } from "./disposition.ts";
import {
  addCallerHeaders,
  addCallerQuery,
  addChecksum,
  addHeader,
  addObjectHeaders,
  type MutableHeaders,
  requireBodySize,
  requireChecksumAlgorithm,
} from "./headers.ts";
import { requireKey } from "./key.ts";
import type {
  CompleteOptions,
  CreateMultipartOptions,
  DeleteOptions,
  FormOptions,
  GeneralRequest,
  GetOptions,
  ListPartsOptions,
  PartOptions,
  PutOptions,
  RequestOptions,
  UploadIdOptions,
} from "./options.ts";
import { createUrlSigner, NO_HEADERS } from "./presign-url.ts";

/**
 * Signs requests to one bucket with one set of credentials. Nothing here touches the network: S3 judges a URL when it
 * is used, with the rights that the signer has then. Keys are plain text, never escaped: at most 1,024 bytes of UTF-8,
 * without `.` and `..` segments. A value out of bounds is a `PresignError`, a wrong type or unknown option a `TypeError`.
 */
export interface Presigner {
  /** GetObject. Also valid with a Range header, which is not signed. */
  get(key: string, options: GetOptions): PresignedRequest;
  /** HeadObject. S3 takes a HEAD at no URL that was signed for GET. */
  head(key: string, options: GetOptions): PresignedRequest;
  /** PutObject. */
  put(key: string, options: PutOptions): PresignedRequest;
  /** DeleteObject. */
  delete(key: string, options: DeleteOptions): PresignedRequest;
  readonly multipart: {
    /** CreateMultipartUpload. */
    create(key: string, options: CreateMultipartOptions): PresignedRequest;
    /** UploadPart. */
    part(key: string, options: PartOptions): PresignedRequest;
    /** CompleteMultipartUpload. Its body lists the parts and is not signed; send it without a Content-Type, and read its answer: S3 reports failures with status 200. */
    complete(key: string, options: CompleteOptions): PresignedRequest;
    /** AbortMultipartUpload. */
    abort(key: string, options: UploadIdOptions): PresignedRequest;
    /** ListParts. */
    listParts(key: string, options: ListPartsOptions): PresignedRequest;
  };
  /** A form for POST Object: the one way to allow a range of sizes. */
  post(options: FormOptions): PresignedForm;
  /** Any other request of S3, on an object or, without `key`, on the bucket. */
  request(request: GeneralRequest): PresignedRequest;
}

const OPTIONS = [
  "credentials",
  "region",
  "bucket",
  "endpoint",
  "addressing",
  "accelerate",
  "dualstack",
  "fips",
  "directoryBucketAuth",
  "clock",
];
const REQUEST = ["expiresInSeconds", "headers", "query", "requesterPays"];
const OBJECT = [
  "contentType",
  "contentDisposition",
  "contentEncoding",
  "contentLanguage",
  "cacheControl",
  "metadata",
  "tagging",
  "sse",
  "storageClass",
  "acl",
];
const KNOWN = {
  createPresigner: new Set(OPTIONS),
  get: new Set([...REQUEST, "versionId", "response", "downloadAs"]),
  put: new Set([...REQUEST, ...OBJECT, "contentLength", "checksum", "createOnly"]),
  delete: new Set([...REQUEST, "versionId"]),
  "multipart.create": new Set([...REQUEST, ...OBJECT, "checksumAlgorithm", "checksumType"]),
  "multipart.part": new Set([...REQUEST, "uploadId", "partNumber", "contentLength", "checksum"]),
  "multipart.complete": new Set([...REQUEST, "uploadId", "createOnly", "checksum"]),
  "multipart.abort": new Set([...REQUEST, "uploadId"]),
  "multipart.listParts": new Set([...REQUEST, "uploadId", "maxParts", "partNumberMarker"]),
  request: new Set([...REQUEST, "method", "key", "contentLength"]),
};
const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];

/** Checks what does not change between calls once, and derives the signing key once a day. */
export function createPresigner(options: PresignerOptions): Presigner {
  requireKnownOptions("createPresigner", options, KNOWN.createPresigner);
  if (options.clock !== undefined && typeof options.clock !== "function")
    throw new TypeError(`clock must be a function that returns a Date, got ${show(options.clock)}`);
  const { bucket, clock = () => new Date() } = options;
  requireCredentials(options.credentials);
  const credentials = { ...options.credentials };
  const address = resolveAddress(options);
  if (address.signing === "sigv4a")
    throw new PresignError(
      "bucket_invalid",
      `bucket must not be a multi-Region access point: it takes signatures of version 4A, got ${show(bucket)}`,
    );
  if (address.tokenParameter === "X-Amz-S3session-Token" && credentials.sessionToken === undefined)
    throw new TypeError(
      'credentials.sessionToken must be given for a directory bucket: sign with what CreateSession gave, or with directoryBucketAuth "iam"',
    );
  const now = createSigner({ credentials, region: address.region, service: address.service, clock });
  const sign = createUrlSigner(address, credentials, now);
  const signForm = createFormSigner({ address, bucket, credentials, now });

  /** Signs an operation on a key; `query` and `headers` are those of the operation, the caller's come on top. */
  function signObject(
    method: string,
    key: string,
    options: RequestOptions & { readonly contentLength?: number | undefined },
    query: Pair[],
    headers?: MutableHeaders,
  ): PresignedRequest {
    requireKey("key", key);
    requireBodySize(options.contentLength);
    addCallerQuery(query, options);
    let signed: Readonly<Record<string, string>> = headers ?? NO_HEADERS;
    if (options.headers !== undefined) {
      const all = headers ?? {};
      addCallerHeaders(all, options.headers);
      signed = all;
    }
    const { expiresInSeconds, contentLength } = options;
    return sign({ method, key, query, headers: signed, contentLength, expiresInSeconds });
  }

  const read = (method: "GET" | "HEAD") => (key: string, options: GetOptions) => {
    requireKnownOptions(method.toLowerCase(), options, KNOWN.get);
    const query: Pair[] = [];
    addVersion(query, options.versionId);
    addResponseHeaders(query, options);
    return signObject(method, key, options, query);
  };

  return {
    get: read("GET"),
    head: read("HEAD"),
    put(key, options) {
      requireKnownOptions("put", options, KNOWN.put);
      const headers: MutableHeaders = {};
      addObjectHeaders(headers, options);
      if (options.checksum !== undefined) addChecksum(headers, options.checksum);
      addCreateOnly(headers, options.createOnly);
      return signObject("PUT", key, options, [], headers);
    },
    delete(key, options) {
      requireKnownOptions("delete", options, KNOWN.delete);
      const query: Pair[] = [];
      addVersion(query, options.versionId);
      return signObject("DELETE", key, options, query);
    },
    multipart: {
      create(key, options) {
        requireKnownOptions("multipart.create", options, KNOWN["multipart.create"]);
        const { checksumAlgorithm, checksumType } = options;
        const headers: MutableHeaders = {};
        addObjectHeaders(headers, options);
        if (checksumAlgorithm !== undefined) {
          requireChecksumAlgorithm("checksumAlgorithm", checksumAlgorithm);
          addHeader(headers, "x-amz-checksum-algorithm", checksumAlgorithm);
        }
        if (checksumType !== undefined) {
          if (checksumType !== "COMPOSITE" && checksumType !== "FULL_OBJECT")
            throw new TypeError(`checksumType must be "COMPOSITE" or "FULL_OBJECT", got ${show(checksumType)}`);
          addHeader(headers, "x-amz-checksum-type", checksumType);
        }
        return signObject("POST", key, options, [["uploads", ""]], headers);
      },
      part(key, options) {
        requireKnownOptions("multipart.part", options, KNOWN["multipart.part"]);
        requireInteger("partNumber", options.partNumber, { min: 1, max: 10_000 });
        const headers: MutableHeaders = {};
        if (options.checksum !== undefined) addChecksum(headers, options.checksum);
        return signObject(
          "PUT",
          key,
          options,
          [["partNumber", String(options.partNumber)], uploadId(options)],
          headers,
        );
      },
      complete(key, options) {
        requireKnownOptions("multipart.complete", options, KNOWN["multipart.complete"]);
        const headers: MutableHeaders = {};
        if (options.checksum !== undefined) addChecksum(headers, options.checksum);
        addCreateOnly(headers, options.createOnly);
        return signObject("POST", key, options, [uploadId(options)], headers);
      },
      abort(key, options) {
        requireKnownOptions("multipart.abort", options, KNOWN["multipart.abort"]);
        return signObject("DELETE", key, options, [uploadId(options)]);
      },
      listParts(key, options) {
        requireKnownOptions("multipart.listParts", options, KNOWN["multipart.listParts"]);
        const { maxParts, partNumberMarker } = options;
        const query: Pair[] = [uploadId(options)];
        if (maxParts !== undefined) {
          requireInteger("maxParts", maxParts, { min: 1, max: 1000 });
          query.push(["max-parts", String(maxParts)]);
        }
        if (partNumberMarker !== undefined) {
          requireInteger("partNumberMarker", partNumberMarker, { min: 0, max: 10_000 });
          query.push(["part-number-marker", String(partNumberMarker)]);
        }
        return signObject("GET", key, options, query);
      },
    },
    post: signForm,
    request(options) {
      requireKnownOptions("request", options, KNOWN.request);
      const { method, key, contentLength, expiresInSeconds } = options;
      if (!METHODS.includes(method))
        throw new TypeError(`request: method must be one of ${METHODS.join(", ")}, got ${show(method)}`);
      if (key !== undefined) return signObject(method, key, options, []);
      requireBodySize(contentLength);
      const query: Pair[] = [];
      addCallerQuery(query, options);
      const headers: MutableHeaders = {};
      addCallerHeaders(headers, options.headers);
      return sign({ method, query, headers, contentLength, expiresInSeconds });
    },
  };
}

function addVersion(query: Pair[], versionId: unknown): void {
  if (versionId === undefined) return;
  requireText("versionId", versionId);
  query.push(["versionId", versionId]);
}

function uploadId(options: UploadIdOptions): Pair {
  requireText("uploadId", options.uploadId);
  return ["uploadId", options.uploadId];
}

function requireText(argument: string, value: unknown): asserts value is string {
  requireString(argument, value);
  if (value === "" || value.length > 1024 || !value.isWellFormed())
    throw new PresignError(
      "option_invalid",
      `${argument} must be 1..1024 characters of well-formed Unicode, got ${show(value)}`,
    );
}

function addCreateOnly(headers: MutableHeaders, createOnly: unknown): void {
  requireFlag("createOnly", createOnly);
  if (createOnly === true) addHeader(headers, "if-none-match", "*");
}

const RESPONSE: Record<string, string> = {
  contentType: "response-content-type",
  contentDisposition: "response-content-disposition",
  contentEncoding: "response-content-encoding",
  contentLanguage: "response-content-language",
  cacheControl: "response-cache-control",
  expires: "response-expires",
};
const RESPONSE_NAMES = new Set(Object.keys(RESPONSE));

function addResponseHeaders(query: Pair[], { response, downloadAs }: GetOptions): void {
  if (response !== undefined) {
    requireKnownOptions("response", response, RESPONSE_NAMES);
    for (const [name, value] of Object.entries(response)) {
      if (value === undefined) continue;
      requireString(`response.${name}`, value);
      // S3 cannot write other characters into a header of its answer.
      if (!/^[\x20-\x7e]+$/.test(value))
        throw new PresignError(
          "option_invalid",
          `response.${name} must be printable ASCII (for a file name use downloadAs), got ${show(value)}`,
        );
      query.push([RESPONSE[name]!, value]);
    }
  }
  if (downloadAs === undefined) return;
  requireString("downloadAs", downloadAs);
  if (response?.contentDisposition !== undefined)
    throw new TypeError("downloadAs and response.contentDisposition exclude each other: give one");
  query.push(["response-content-disposition", attachmentDisposition(downloadAs)]);
}
