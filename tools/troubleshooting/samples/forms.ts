// Forms.
import { error, form, row, type Samples } from "./sample.ts";

export const FORMS_SAMPLES: Samples = {
  "501 or 405 to every form, as at R2 and B2": [
    "https://abc0123.r2.cloudflarestorage.com/photos",
    "https://photos.s3.us-west-004.backblazeb2.com/",
  ].flatMap((url) => [
    row(url, "", undefined, { status: 501 }),
    row(url, "", undefined, { status: 405, method: "POST" }),
    row(url, error("NotImplemented", "PostObject is not implemented")),
    row(url, error("MethodNotAllowed", "The specified method is not allowed against this resource.")),
    row(url, error("NotImplemented", "A header you provided implies functionality that is not implemented")),
  ]),
  "`MalformedPOSTRequest`": [
    row(form, error("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")),
  ],
  "`Bucket POST must contain a field named 'key'`": [
    row(
      form,
      error(
        "InvalidArgument",
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      ),
    ),
  ],
  "`POST requires exactly one file upload per request`": [
    row(form, error("InvalidArgument", "POST requires exactly one file upload per request.")),
  ],
  "`MaxPostPreDataLengthExceeded`": [
    row(
      form,
      error("MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large."),
    ),
  ],
  "`InvalidPolicyDocument`": [
    row(form, error("InvalidPolicyDocument", "Invalid Policy: Invalid JSON.")),
    row(form, error("InvalidPolicyDocument", "Invalid according to Policy: Policy expired."), "policy_expired"),
  ],
};
