// Answers that send the client elsewhere. S3 itself says 301 and 307, and says who it is.
import { isOfS3 } from "./answer.ts";
import { type Cause, causeOf } from "./causes.ts";
import type { Bare } from "./without-document.ts";

/** Undefined for what is no redirect. */
export function explainRedirect({ answer, parts }: Bare): readonly [Cause] | undefined {
  const { headers, status } = answer;
  if (status === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const region = headers.get("x-amz-bucket-region");
  const target = readTarget(headers.get("location"));
  const isOfBucket =
    isOfS3(answer) || region !== undefined || /\.amazonaws\.com(?:\.cn)?$/.test(target?.hostname ?? "");
  const isMute = target === undefined && (status === 301 || status === 307);
  const from = parts?.scheme.toLowerCase() === "http" ? parts.host.replace(/:\d*$/, "").toLowerCase() : undefined;
  if (target?.protocol === "https:" && target.hostname === from)
    return [causeOf("https_needed", `Whoever answers for ${target.hostname} sends what comes over http to https.`)];
  if (isOfBucket || isMute)
    return [causeOf("other_region", `The bucket is elsewhere${region ? `, in ${region}` : ""}.`)];
  const where = target === undefined ? "elsewhere" : `to ${target.host}`;
  return [
    causeOf(
      "not_s3",
      `The status ${status} sends the client ${where}, as pages to sign in and proxies do: S3 itself sends nobody there.`,
    ),
  ];
}

const readTarget = (location: string | undefined): URL | undefined =>
  location !== undefined && URL.canParse(location) ? new URL(location) : undefined;
