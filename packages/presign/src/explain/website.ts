// A bucket as a website answers in HTML, to anybody and to GET and HEAD alone: what a URL has of a signature, it does not read.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
import { type Cause, causeOf } from "./causes.ts";
import { explainCode } from "./codes.ts";
import type { Facts } from "./row.ts";

export function explainWebsite(facts: Facts): [Cause, ...Cause[]] {
  const { code, message } = facts.error;
  const website = causeOf(
    "website_host",
    `A bucket as a website has answered, as its page shows, and says ${code}: ${message}`,
  );
  return /^NoSuch(?:Key|Bucket)$/.test(code) ? [...explainCode(facts), website] : [website];
}
