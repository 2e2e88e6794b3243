// What the parts of a presigned URL say, in words and with their values.
import type { PresignedInspection } from "@daypass/presign";
import { formatDuration } from "../lib/format.ts";
import type { Part } from "./pieces.ts";

export interface Described {
  readonly part: Exclude<Part, null>;
  readonly name: string;
  readonly value: string;
  readonly says: string;
}

/** `2026-11-24 14:05:02 UTC` */
export const formatUtc = (at: Date): string => `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;

export function describeParts(facts: PresignedInspection): Described[] {
  const { origin, provider, addressing, bucket, key, query, signedHeaders, expiresInSeconds } = facts;
  const beside = signedHeaders.filter((name) => name !== "host");
  return [
    {
      part: "where",
      name: "Where",
      value: origin,
      says: `${provider === undefined ? "" : `This is ${provider}. `}The bucket${bucket === undefined ? "" : ` ${bucket}`} stands in the ${addressing === "path" ? "path" : "host's name"}. The host is a header of the request, and signed.`,
    },
    {
      part: "what",
      name: "Which object",
      value: key ?? "none: the bucket itself",
      says:
        key === undefined ? "" : "Its name in the bucket, which S3 calls the key. One object, never a folder of them.",
    },
    {
      part: "what",
      name: "What it allows",
      value: facts.likely.join(", "),
      says: `${facts.likely.length === 1 ? "By what else is signed." : "One of these."} The method is under the proof, but the URL does not say it.`,
    },
    {
      part: "who",
      name: "Whose permission",
      value: facts.accessKeyId,
      says: `The signer's access key ID, which is no secret. The signature holds for ${facts.region} and the service ${facts.service}.${facts.isTemporary ? " The key is a temporary one: when it ends, the URL ends." : ""}`,
    },
    {
      part: "when",
      name: "From when, how long",
      value: `${formatUtc(facts.signedAt)}, for ${expiresInSeconds === 0 ? "no time at all" : formatDuration(expiresInSeconds)}`,
      says: `Until ${formatUtc(facts.expiresAt)}. S3 takes at most 604,800 seconds: seven days.`,
    },
    {
      part: "how",
      name: "What was signed, and how",
      value: `${facts.algorithm}, ${signedHeaders.join(", ")}`,
      says:
        beside.length === 0
          ? "Of the headers only the host is signed. Others may be sent, but none that begins with x-amz-."
          : `Whoever uses the URL must send ${beside.join(", ")} with the very values that were signed.`,
    },
    ...query.map(([name, value]) => ({
      part: "more" as const,
      name: "Further",
      value: value === "" ? name : `${name}: ${value}`,
      says: name.startsWith("response-")
        ? "S3 puts it into its answer."
        : "Any parameter is under the signature: none can be changed, taken off or added.",
    })),
    {
      part: "proof",
      name: "The proof",
      value: "64 hex digits",
      says: "HMAC-SHA256 over the method and all the rest, with a key made from the signer's secret. The secret is not in the URL.",
    },
  ];
}
