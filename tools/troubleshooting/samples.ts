// For each symptom of the page, what people paste: a URL and its answer, of which `explain` must name the causes of that row.

import { BODIES_SAMPLES } from "./samples/bodies.ts";
import { DENIED_SAMPLES } from "./samples/denied.ts";
import { FORMS_SAMPLES } from "./samples/forms.ts";
import { MALFORMED_SAMPLES } from "./samples/malformed.ts";
import { NO_ANSWER_SAMPLES } from "./samples/no-answer.ts";
import { OBJECTS_SAMPLES } from "./samples/objects.ts";
import type { Samples } from "./samples/sample.ts";
import { SIGNATURE_SAMPLES } from "./samples/signature.ts";

export const SAMPLES: Samples = {
  ...SIGNATURE_SAMPLES,
  ...DENIED_SAMPLES,
  ...MALFORMED_SAMPLES,
  ...BODIES_SAMPLES,
  ...FORMS_SAMPLES,
  ...OBJECTS_SAMPLES,
  ...NO_ANSWER_SAMPLES,
};
