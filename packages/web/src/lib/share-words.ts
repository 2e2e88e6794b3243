import type { Event, Share } from "@daypass/api/schemas";
import { plural } from "./format.ts";

/** What a link is called where it has no title. */
export function nameOf({ title, files }: Pick<Share, "title" | "files">): string {
  if (title) return title;
  if (files.length === 0) return "A link without files";
  return files.length === 1 ? files[0]!.name : `${files[0]!.name} and ${plural(files.length - 1, "more", "more")}`;
}

export const STATES: Record<Share["state"], { readonly label: string; readonly tag: string }> = {
  open: { label: "Open", tag: "good" },
  used_up: { label: "Used up", tag: "warn" },
  expired: { label: "Expired", tag: "" },
  revoked: { label: "Withdrawn", tag: "" },
};

/** For a link whose limits are open and whose files were all deleted. */
export const NO_FILES = { label: "No files", tag: "warn" } as const;

/** Whether a recipient finds something: a link that lost its files is none to them. */
export const works = ({ state, files }: Pick<Share, "state" | "files">): boolean =>
  state === "open" && files.length > 0;

export const sizeOf = ({ files }: Pick<Share, "files">): number =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** `0 of 5`, or `31` where there is no limit. */
export const countOf = ({ claimCount, maxClaims }: Share): string =>
  maxClaims === null ? claimCount.toLocaleString("en-US") : `${claimCount} of ${maxClaims}`;

/** One line of the audit trail as a sentence, and what it was about. */
export function tellEvent({ kind, details }: Event): { text: string; about: string | null } {
  const fileName = typeof details.fileName === "string" ? details.fileName : null;
  const words: Record<string, string> = {
    "share.created": "Link made",
    "share.changed": "Limits changed",
    "share.revoked": "Link withdrawn",
    "share.password_wrong": "Wrong password",
    "claim.made": fileName ? "Download handed out:" : "Download handed out",
    "claim.resumed": fileName ? "The same download again:" : "The same download again",
    "share.file_deleted": fileName ? "File deleted:" : "File deleted",
  };
  return { text: words[kind] ?? kind.replace(/[._]/g, " "), about: fileName };
}

/** Who did it, in the eyes of whoever is signed in. What a token did is never "You": it may have been stolen. */
export function tellActor({ actor, tokenId }: Event, login: string): string {
  if (tokenId !== null) return "An API token";
  if (actor === login) return "You";
  return actor === "recipient" ? "Recipient" : actor;
}
