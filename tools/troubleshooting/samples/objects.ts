// It is not there, or is there already.
import { complete, createOnly, error, get, part, row, type Samples, says } from "./sample.ts";

export const OBJECTS_SAMPLES: Samples = {
  "301 `PermanentRedirect`, 307 `TemporaryRedirect`": [
    says("PermanentRedirect", "The bucket must be addressed using the specified endpoint.", {
      Endpoint: "photos.s3.eu-west-1.amazonaws.com",
    }),
    says("TemporaryRedirect", "Please re-send this request to the specified temporary endpoint.", {
      Endpoint: "photos.s3.eu-west-1.amazonaws.com",
    }),
    row(get, "", undefined, { status: 301 }),
    row(get, "", undefined, { status: 307 }),
  ],
  "304 without a body": [row(get, "", undefined, { status: 304 })],
  "404 `NoSuchKey`, or a 404 without a body": [
    says("NoSuchKey", "The specified key does not exist.", { Key: "k" }),
    row(get, "", undefined, { status: 404 }),
  ],
  "404 `NoSuchVersion`": [says("NoSuchVersion", "The specified version does not exist.")],
  "404 `NoSuchBucket`": [says("NoSuchBucket", "The specified bucket does not exist")],
  "404 `NoSuchUpload`": [row(part, error("NoSuchUpload", "The specified multipart upload does not exist."))],
  "412 `PreconditionFailed`": [
    row(createOnly, error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold")),
    row(createOnly, "", undefined, { status: 412 }),
    row(
      get,
      error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
        Condition: "If-Match",
      }),
      "state_changed",
    ),
  ],
  "409 `ConditionalRequestConflict`": [
    row(createOnly, error("ConditionalRequestConflict", "A conflicting operation is under way.")),
  ],
  "400 `InvalidPart`, `InvalidPartOrder`, or `Part number must be an integer between 1 and 10000, inclusive`": [
    row(complete, error("InvalidPart", "One or more of the specified parts could not be found.")),
    row(complete, error("InvalidPartOrder", "The list of parts was not in ascending order.")),
    row(part, error("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")),
  ],
  "416 `InvalidRange`": [
    says("InvalidRange", "The requested range is not satisfiable"),
    row(get, "", undefined, { status: 416 }),
  ],
  "405 `MethodNotAllowed`": [
    says("MethodNotAllowed", "The specified method is not allowed against this resource."),
    row(get, "", undefined, { status: 405 }),
  ],
};
