// "The URL can do what its signer can do": what an identity's policy says about one action.
import { refuse } from "./errors.ts";
import type { Identity, Statement } from "./types.ts";

export interface Deed {
  /** As IAM names it: `s3:GetObject`. */
  readonly action: string;
  /** Absent for ListAllMyBuckets, which is about none. */
  readonly bucket?: string | undefined;
  /** The key, or the prefix that a list asks for. Empty: the bucket as a whole. Absent: the bucket, whatever the prefix. */
  readonly key?: string | undefined;
  /** The request names a version: a bucket's policy may deny that by `s3:GetObjectVersion` and the like. */
  readonly namesVersion?: boolean | undefined;
}

/** The statements that allow the deed; none means no. */
export const findStatements = (identity: Identity, deed: Deed): Statement[] =>
  identity.policy.filter(
    (statement) =>
      (statement.actions.includes(deed.action) || statement.actions.includes("s3:*")) &&
      (deed.bucket === undefined || statement.bucket === "*" || statement.bucket === deed.bucket) &&
      (deed.key === undefined || deed.key.startsWith(statement.keyPrefix)),
  );

export const isAllowed = (identity: Identity, deed: Deed): boolean => findStatements(identity, deed).length > 0;

/** What a permission carries: objects may be made but not replaced when every statement that allows it says so. */
export interface Permission {
  readonly createOnly: boolean;
}

/** Throws AccessDenied that names the action, the key and the resource. */
export function authorize(identity: Identity, deed: Deed): Permission {
  const statements = findStatements(identity, deed);
  if (statements.length > 0) return { createOnly: statements.every((statement) => statement.createOnly === true) };
  throw refuse(
    "AccessDenied",
    `Access key ${identity.accessKeyId} is not authorized to perform: ${deed.action} on resource: "${resourceOf(deed)}" because no statement of its policy allows the ${deed.action} action`,
  );
}

function resourceOf({ bucket, key }: Deed): string {
  if (bucket === undefined) return "arn:aws:s3:::*";
  return !key ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
}
