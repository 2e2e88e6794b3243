import type { BucketPolicy } from "./bucket-policy.ts";
import type { CorsRules } from "./cors-rules.ts";
import type { LifecycleRules } from "./lifecycle-rules.ts";

/** What can be configured for a bucket, by the name that its row has. */
export interface BucketSettings {
  cors: CorsRules;
  lifecycle: LifecycleRules;
  policy: BucketPolicy;
}
