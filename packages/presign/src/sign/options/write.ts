// Options of PutObject and DeleteObject.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
import { CHECKSUM_RULE, type Checksum, CONTENT_MD5_RULE } from "./checksum.ts";
import { IF_MATCH_RULE, makeWriteConditionRules, type WriteConditions } from "./conditions.ts";
import { CONTENT_LENGTH_RULE } from "./content-length.ts";
import { VERSION_RULE } from "./link.ts";
import { makeObjectRules, type ObjectOptions } from "./object.ts";
import { makeRequestRules, type RequestOptions } from "./request.ts";
import { defineCall, flagRule, putHeader } from "./rules.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export interface PutOptions extends RequestOptions, ObjectOptions, WriteConditions {
  /** Exact size of the body in bytes, 0..5 GiB. Signed: any other size is refused. */
  readonly contentLength?: number | undefined;
  /** Of the body. Signed: another body is refused. */
  readonly checksum?: Checksum | undefined;
  /** Base64 of the MD5 of the body, for services without other checksums. */
  readonly contentMd5?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export interface DeleteOptions extends RequestOptions {
  /** Deletes this version for good. Absent: a bucket with versions keeps them and hides the object. */
  readonly versionId?: string | undefined;
  /** An ETag: deletes only while the object has this one. */
  readonly ifMatch?: string | undefined;
  /** Deletes a version in spite of its GOVERNANCE retention, if the signer has the right to. */
  readonly bypassGovernanceRetention?: boolean | undefined;
}

export const PUT = /* @__PURE__ */ defineCall<PutOptions>("put", () => {
  const rules = {
    ...makeRequestRules(),
    ...makeObjectRules(),
    ...makeWriteConditionRules(),
    contentLength: CONTENT_LENGTH_RULE,
    checksum: CHECKSUM_RULE,
    contentMd5: CONTENT_MD5_RULE,
  };
  return {
    ...rules,
    objectLock: {
      feature: "objectLock",
      read(draft, value, options) {
        rules.objectLock.read(draft, value, options);
        if (options.checksum === undefined && options.contentMd5 === undefined)
          throw new TypeError("put: objectLock needs checksum or contentMd5, without which S3 refuses the upload");
      },
    },
  };
});

export const DELETE = defineCall<DeleteOptions>("delete", () => ({
  ...makeRequestRules(),
  versionId: VERSION_RULE,
  ifMatch: IF_MATCH_RULE,
  bypassGovernanceRetention: flagRule(
    "bypassGovernanceRetention",
    (draft) => putHeader(draft, "x-amz-bypass-governance-retention", "true"),
    "objectLock",
  ),
}));
