// Conditional requests: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
import { requireFlag } from "../../errors.ts";
import { dateHeaderRule, headerRule, type OptionRule, putHeader, type RulesFor } from "./rules.ts";

/** Conditions on reading, as signed headers: the caller must send exactly these. */
export interface ReadConditions {
  /** An ETag: answers 412 when the object has another. */
  readonly ifMatch?: string | undefined;
  /** An ETag: answers 304 when the object still has it. */
  readonly ifNoneMatch?: string | undefined;
  /** Answers 304 when the object has not been changed since. */
  readonly ifModifiedSince?: Date | undefined;
  /** Answers 412 when the object has been changed since. */
  readonly ifUnmodifiedSince?: Date | undefined;
}

/** Conditions on writing, as signed headers. */
export interface WriteConditions {
  /** Signs `If-None-Match: *`: the object is created, never replaced. */
  readonly createOnly?: boolean | undefined;
  /** An ETag: the object is replaced only while it has this one. Excludes `createOnly`. */
  readonly ifMatch?: string | undefined;
}

export const makeReadConditionRules = (): RulesFor<ReadConditions> => ({
  ifMatch: headerRule("if-match"),
  ifNoneMatch: headerRule("if-none-match"),
  ifModifiedSince: dateHeaderRule("ifModifiedSince", "if-modified-since"),
  ifUnmodifiedSince: dateHeaderRule("ifUnmodifiedSince", "if-unmodified-since"),
});

export const IF_MATCH_RULE: OptionRule = headerRule("if-match", "ifMatch");

export const makeWriteConditionRules = (): RulesFor<WriteConditions> => ({
  createOnly: {
    feature: (value) => (value === true ? "createOnly" : undefined),
    read(draft, value, { ifMatch }) {
      requireFlag("createOnly", value);
      if (value !== true) return;
      if (ifMatch !== undefined) throw new TypeError("createOnly and ifMatch exclude each other: give one");
      putHeader(draft, "if-none-match", "*");
    },
  },
  ifMatch: IF_MATCH_RULE,
});
