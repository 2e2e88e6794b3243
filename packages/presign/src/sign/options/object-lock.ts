// Retention and legal hold of a new object, as the headers of a put and the fields of a form.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
import { requireDate, requireKnownOptions } from "../../errors.ts";
import { addHeader, type MutableHeaders } from "../headers.ts";
import { requireWord } from "./rules.ts";

/** What keeps an object from being deleted or replaced. */
export interface ObjectLock {
  /** Goes with `retainUntil`. */
  readonly mode?: "GOVERNANCE" | "COMPLIANCE" | undefined;
  /** Goes with `mode`. Written in whole seconds. */
  readonly retainUntil?: Date | undefined;
  /** Holds until it is taken off, whatever the retention. */
  readonly legalHold?: "ON" | "OFF" | undefined;
}

const MEMBERS = new Set(["mode", "retainUntil", "legalHold"]);

export function addObjectLock(headers: MutableHeaders, lock: ObjectLock): void {
  const { mode, retainUntil, legalHold } = requireKnownOptions("objectLock", lock, MEMBERS);
  if (mode === undefined && retainUntil === undefined && legalHold === undefined)
    throw new TypeError("objectLock must have mode and retainUntil, or legalHold, or all");
  if ((mode === undefined) !== (retainUntil === undefined))
    throw new TypeError("objectLock.mode and objectLock.retainUntil go together: give both or none");
  if (mode !== undefined) {
    requireWord("objectLock.mode", mode, ["GOVERNANCE", "COMPLIANCE"]);
    requireDate("objectLock.retainUntil", retainUntil);
    addHeader(headers, "x-amz-object-lock-mode", mode);
    addHeader(headers, "x-amz-object-lock-retain-until-date", `${retainUntil.toISOString().slice(0, 19)}Z`);
  }
  if (legalHold === undefined) return;
  requireWord("objectLock.legalHold", legalHold, ["ON", "OFF"]);
  addHeader(headers, "x-amz-object-lock-legal-hold", legalHold);
}
