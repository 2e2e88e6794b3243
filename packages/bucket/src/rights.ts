// What the sender of one request may do: what its identity's policy allows, less what the bucket's policy denies.
import { authorize, type Deed, type Permission } from "./authorize.ts";
import type { Buckets } from "./disk/buckets.ts";
import { Refused, refuse } from "./errors.ts";
import { findDenial, type PolicyFacts } from "./settings/bucket-policy.ts";
import type { Identity } from "./types.ts";

/** A policy that shuts everybody out can still be mended: by those whose identity has these rights. */
const NEVER_DENIED = ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"];

/** They ask about a prefix, but in IAM they are about the bucket. */
const LISTS = ["s3:ListBucket", "s3:ListBucketMultipartUploads"];

export class Rights {
  readonly #identity: Identity;
  readonly #buckets: Pick<Buckets, "getSetting">;
  readonly #facts: PolicyFacts;

  constructor(identity: Identity, buckets: Pick<Buckets, "getSetting">, facts: PolicyFacts) {
    this.#identity = identity;
    this.#buckets = buckets;
    this.#facts = facts;
  }

  /** Throws AccessDenied that names the action, the resource and who denies it. */
  demand(deed: Deed): Permission {
    const permission = authorize(this.#identity, deed);
    const policy = this.#buckets.getSetting(deed.bucket ?? "", "policy");
    if (!policy || NEVER_DENIED.includes(deed.action)) return permission;
    const { action: name } = deed;
    const denial = (deed.namesVersion ? [name, name.replace("Object", "ObjectVersion")] : [name])
      .map((action) => findDenial(policy, { action, resource: resourceOf(deed) }, this.#facts))
      .find((found) => found !== undefined);
    if (!denial) return permission;
    const statement = denial.sid === undefined ? "a statement" : `the statement ${denial.sid}`;
    throw refuse(
      "AccessDenied",
      `Access key ${this.#identity.accessKeyId} is not authorized to perform: ${deed.action} on resource: "arn:aws:s3:::${resourceOf(deed)}" with an explicit deny in ${statement} of the bucket's policy`,
    );
  }

  allow(deed: Deed): boolean {
    try {
      this.demand(deed);
      return true;
    } catch (failure) {
      if (failure instanceof Refused) return false;
      throw failure;
    }
  }

  /** Throws AccessDenied when not even one key of the bucket could be meant. */
  demandForSomeKey(deed: { readonly action: string; readonly bucket: string }): void {
    authorize(this.#identity, deed);
  }
}

function resourceOf({ action, bucket, key }: Deed): string {
  return !key || LISTS.includes(action) ? bucket! : `${bucket}/${key}`;
}
