// Runs in a browser too: nothing here needs Node.

import { PresignError, requireKnownOptions, requireString, show } from "../errors.ts";
import {
  beginsWith,
  type FormToSend,
  fillOpenFields,
  listSignedFields,
  type OpenValues,
  requireForm,
} from "./filled-fields.ts";

/** What `toFormData` takes besides the form and the file. */
export interface FormDataOptions {
  /** Values for the form's open fields. The content type is taken from the file when it is open and not given here. */
  readonly values?: OpenValues | undefined;
  /** The file's name. Default: that of a `File`; a `Blob` has none. It counts only where the form's key takes it. */
  readonly fileName?: string | undefined;
}

const KNOWN = new Set(["values", "fileName"]);
const FILENAME = "$" + "{filename}";
/** What S3 takes a file for that comes without a type. */
const NO_TYPE = "binary/octet-stream";

/**
 * The body for a signed form: its fields in order, then the open ones, the file last. Hand it to `fetch` with the method
 * POST and no Content-Type of your own, so that the boundary is written: `fetch(form.url, { method: "POST", body })`.
 * Throws a `TypeError` for an open field that has no value, a `PresignError` for one that the policy would refuse.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 *
 * @example
 * ```ts
 * import { createPresigner, toFormData } from "@daypass/presign";
 *
 * const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const presigner = createPresigner({ credentials, region: "eu-central-1", bucket: "my-bucket" });
 * const range = { min: 1, max: 1_000_000 };
 * const form = presigner.post({ key: "in/a.txt", expiresInSeconds: 900, contentLengthRange: range });
 *
 * const body = toFormData(form, new Blob(["hello"]));
 * console.log([...body.keys()].at(-1)); // → file
 * console.log(form.url); // → https://my-bucket.s3.eu-central-1.amazonaws.com/
 * ```
 */
export function toFormData(form: FormToSend, file: Blob, options: FormDataOptions = {}): FormData {
  requireForm(form);
  if (!(file instanceof Blob)) throw new TypeError(`file must be a Blob or a File, got ${show(file)}`);
  const { values = {}, fileName = nameOf(file) } = requireKnownOptions("toFormData", options, KNOWN);
  if (fileName !== undefined) requireString("fileName", fileName);
  if (form.fields.key?.includes(FILENAME) && !fileName)
    throw new TypeError("fileName must be given: the form's key takes the file's name, and this file has none");

  const { filled, missing } = fillOpenFields(form, values);
  for (const [name, startsWith] of missing) {
    if (name.toLowerCase() !== "content-type")
      throw new TypeError(`values must have ${show(name)}: the form leaves it open, and S3 wants it`);
    const type = file.type || (startsWith === "" ? NO_TYPE : "");
    if (!beginsWith(name, type, startsWith))
      throw new PresignError(
        "option_invalid",
        `file must be of a type that begins with ${show(startsWith)}, as the form's policy says, got ${show(type)}`,
      );
    filled.push([name, type]);
  }

  const data = new FormData();
  for (const [name, value] of [...listSignedFields(form), ...filled]) data.append(name, value);
  data.append("file", file, fileName || "file");
  return data;
}

const nameOf = (file: Blob): string | undefined =>
  typeof File !== "undefined" && file instanceof File ? file.name : undefined;
