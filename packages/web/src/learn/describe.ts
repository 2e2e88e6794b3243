// What the parts of a presigned URL say, in words and with their values.
import type { PresignedInspection } from "@daypass/presign";
import { formatDuration } from "../lib/format.ts";
import { isLongLifeTaken } from "./long-life.ts";
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
  const { origin, key, query, signedHeaders, expiresInSeconds } = facts;
  const isAsymmetric = facts.algorithm === "AWS4-ECDSA-P256-SHA256";
  const beside = signedHeaders.filter((name) => name !== "host");
  return [
    {
      part: "where",
      name: "Where",
      value: origin,
      says: `${describeWhere(facts)} The host is a header of the request, and signed.`,
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
      says: `${facts.likely.length === 1 ? "The one operation that fits all that is signed" : "One of these"}: the URL does not say its method, which is under the proof.`,
    },
    {
      part: "who",
      name: "Whose permission",
      value: facts.accessKeyId,
      says: `The signer's access key ID, which is no secret. The signature holds for ${describeRegion(facts.region)} and the service ${facts.service}.${facts.isTemporary ? " The key is a temporary one: when it ends, the URL ends." : ""}`,
    },
    {
      part: "when",
      name: "From when, how long",
      value: `${formatUtc(facts.signedAt)}, for ${expiresInSeconds === 0 ? "no time at all" : formatDuration(expiresInSeconds)}`,
      says: `Until ${formatUtc(facts.expiresAt)}. ${describeLongest(facts)}`,
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
      value: isAsymmetric ? "some 140 hex digits" : "64 hex digits",
      says: isAsymmetric
        ? "An ECDSA signature over the method and all the rest, with a private key made from the signer's secret. S3 checks it with the public key that belongs to it. Neither key nor secret is in the URL."
        : "HMAC-SHA256 over the method and all the rest, with a key made from the signer's secret. The secret is not in the URL.",
    },
  ];
}

function describeWhere({ provider, addressing, bucket, isPlaceGuessed }: PresignedInspection): string {
  const where = addressing === "path" ? "path" : "host's name";
  if (isPlaceGuessed)
    return `The host is none of a service that this page knows, so it is a guess that the bucket${bucket === undefined ? "" : ` is ${bucket} and`} stands in the ${where}.`;
  return `This is ${provider}. The bucket${bucket === undefined ? "" : ` ${bucket}`} stands in the ${where}.`;
}

/** Of SigV4A it is a set: regions, beginnings of their names, or all. */
const describeRegion = (region: string): string => (region === "*" ? "all regions" : region);

function describeLongest(facts: PresignedInspection): string {
  return isLongLifeTaken(facts)
    ? `${facts.provider} takes that much; S3 itself takes at most seven days.`
    : "S3 takes at most 604,800 seconds: seven days.";
}
