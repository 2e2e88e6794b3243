// 403 AccessDenied.
import { error, form, get, LATER, life, NOW, presigner, row, type Samples, says } from "./sample.ts";

export const DENIED_SAMPLES: Samples = {
  "`Request has expired`": [
    row(get, error("AccessDenied", "Request has expired", { ServerTime: "2026-11-24T13:00:00Z" }), undefined, {
      now: NOW,
    }),
  ],
  "`Request is not yet valid`": [says("AccessDenied", "Request is not yet valid")],
  "`There were headers present in the request which were not signed`": [
    says("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: "x-amz-acl",
    }),
  ],
  "`Access Denied`, or `… is not authorized to perform: s3:…`": [
    says("AccessDenied", "Access Denied"),
    says(
      "AccessDenied",
      'User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::photos/k" because no identity-based policy allows the s3:GetObject action',
    ),
    row("https://photos.s3.eu-central-1.amazonaws.com/k", error("AccessDenied", "Access Denied"), "url_damaged"),
    row(`${get}&x-amz-server-side-encryption=AES256`, error("AccessDenied", "Access Denied"), "header_in_query"),
    row(
      presigner.get("k", { ...life, expectedBucketOwner: "123456789012" }).url,
      error("AccessDenied", "Access Denied"),
    ),
  ],
  "`… with an explicit deny in …`": [
    says(
      "AccessDenied",
      "User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject with an explicit deny in a resource-based policy",
    ),
  ],
  "`… because object protected by object lock`": [
    says("AccessDenied", "Access Denied because object protected by object lock."),
  ],
  "`… cap exceeded`": [says("AccessDenied", "Cannot upload files, storage cap exceeded. See the Caps & Alerts page.")],
  "A page of HTML with `Code: AccessDenied`, from a website endpoint of S3": [
    row(
      get.replace(".s3.", ".s3-website."),
      "<html><body><ul><li>Code: AccessDenied</li><li>Message: Access Denied</li><li>RequestId: A</li></ul></body></html>",
    ),
  ],
  "`Invalid according to Policy: …`": [
    row(form, error("AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-acl")),
    row(
      form,
      error("AccessDenied", 'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "k"]'),
      "condition_failed",
    ),
    row(form, error("AccessDenied", "Invalid according to Policy: Policy expired."), "policy_expired"),
  ],
  "A 403 without a body: the answer to HEAD.": [
    row(get, "", undefined, { status: 403 }),
    row(get, "", "expired", { status: 403, now: LATER }),
    row(get, "", "rights_missing", { status: 403, method: "HEAD" }),
  ],
};
