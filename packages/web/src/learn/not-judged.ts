// What the verifier of this page refuses or cannot read, and S3 or a service like it takes.
import type { PresignedInspection } from "@daypass/presign";
import { isLongLifeTaken } from "./long-life.ts";

export interface NotJudged {
  readonly title: string;
  readonly why: string;
}

const SERVICES: Readonly<Record<string, string>> = {
  s3express: "a directory bucket (S3 Express)",
  "s3-outposts": "S3 on Outposts",
  "s3-object-lambda": "an Object Lambda access point",
};
const CANNOT = "Its parts can be read here, its proof cannot be judged.";

/**
 * Why this page must not say what the answer would be; undefined where it may.
 * @param signed the URL as it was given: what was changed in it since is judged like any other.
 */
export function findNotJudged(
  signed: PresignedInspection,
  now: PresignedInspection,
  target: string,
): NotJudged | undefined {
  if (now.algorithm === "AWS4-ECDSA-P256-SHA256")
    return {
      title: "Signed for all regions at once",
      why: `This is Signature Version 4A, which has a public key instead of a shared secret. ${CANNOT}`,
    };
  const service = SERVICES[now.service];
  if (service !== undefined && now.service === signed.service)
    return {
      title: `Signed for ${now.service}`,
      why: `This is ${service}, a service beside S3 itself, with rules of its own. ${CANNOT}`,
    };
  if (isLongLifeTaken(now))
    return {
      title: "In order at its service, as far as can be seen",
      why: `S3 itself takes at most seven days, and ${now.provider ?? "this service"} takes this life too. ${CANNOT}`,
    };
  if (/%(?:5c|00)/i.test(target.split("?", 1)[0]!))
    return {
      title: "A key that S3 takes and this page does not",
      why: `The key holds a backslash or a NUL, which S3 takes, and which the verifier of this page refuses because programs read them in several ways. ${CANNOT}`,
    };
  return undefined;
}
