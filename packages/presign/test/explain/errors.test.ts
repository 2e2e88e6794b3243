// From an error as a service sends it to its cause: rows by theme.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CAUSES } from "../../src/explain/explain.ts";
import { BODIES_ROWS } from "./rows/bodies.ts";
import { FORMS_ROWS } from "./rows/forms.ts";
import { GARAGE_ROWS } from "./rows/garage.ts";
import { KEYS_ROWS } from "./rows/keys.ts";
import { MINIO_ROWS } from "./rows/minio.ts";
import { NO_SIGNATURE_ROWS } from "./rows/no-signature.ts";
import { OBJECTS_ROWS } from "./rows/objects.ts";
import { REST_ROWS } from "./rows/rest.ts";
import { RIGHTS_ROWS } from "./rows/rights.ts";
import { SERVICES_ROWS } from "./rows/services.ts";
import { TIME_ROWS } from "./rows/time.ts";
import { read, toXml, URLS } from "./urls.ts";

for (const { says, code, message, details, url = "get", want, names } of [
  ...TIME_ROWS,
  ...KEYS_ROWS,
  ...RIGHTS_ROWS,
  ...OBJECTS_ROWS,
  ...BODIES_ROWS,
  ...FORMS_ROWS,
  ...REST_ROWS,
  ...SERVICES_ROWS,
  ...NO_SIGNATURE_ROWS,
  ...MINIO_ROWS,
  ...GARAGE_ROWS,
])
  test(`explains ${says}: ${code} → ${want}`, () => {
    const [cause] = read(URLS[url], toXml(code, message, details)).causes;
    assert.equal(cause.code, want, cause.text);
    assert.equal(cause.remedy, CAUSES[want]);
    if (names) assert.match(cause.text, names);
  });
