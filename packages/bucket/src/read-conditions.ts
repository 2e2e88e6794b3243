// Conditions of a read, in the order of https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
import { matchesEtag, type ObjectFacts } from "./disk/objects.ts";
import { refuse } from "./errors.ts";

export interface ReadConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

/** "modified" when the object is to be sent, "unmodified" for a 304. Throws PreconditionFailed. */
export function judgeRead(conditions: ReadConditions, object: ObjectFacts): "modified" | "unmodified" {
  const { ifMatch, ifNoneMatch } = conditions;
  const ifUnmodifiedSince = parseSeconds(conditions.ifUnmodifiedSince);
  const ifModifiedSince = parseSeconds(conditions.ifModifiedSince);
  const lastModified = Math.floor(object.lastModifiedAt / 1000);
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, object.etag)) throw refuse("PreconditionFailed", undefined, { Condition: "If-Match" });
  } else if (ifUnmodifiedSince !== undefined && lastModified > ifUnmodifiedSince)
    throw refuse("PreconditionFailed", undefined, { Condition: "If-Unmodified-Since" });
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, object.etag) ? "unmodified" : "modified";
  return ifModifiedSince !== undefined && lastModified <= ifModifiedSince ? "unmodified" : "modified";
}

/** Whether If-Range lets the Range count: a strong ETag that is ours, or a date not before the last change. */
export function allowsRange(ifRange: string | undefined, object: ObjectFacts): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === `"${object.etag}"`;
  return Math.floor(object.lastModifiedAt / 1000) === parseSeconds(ifRange);
}

/** A date that cannot be read counts as none, as HTTP says. */
function parseSeconds(date: string | undefined): number | undefined {
  const milliseconds = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isFinite(milliseconds) ? Math.floor(milliseconds / 1000) : undefined;
}
