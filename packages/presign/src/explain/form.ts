// SignatureDoesNotMatch of a POST form. S3 shows the policy as it came, which is the string that was signed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
import { findPlace } from "../inspect/hosts.ts";
import type { UrlParts } from "../inspect/url.ts";
import { type Cause, causeOf } from "./causes.ts";
import type { S3Error } from "./error-document.ts";
import { mayBeBucket } from "./no-signature.ts";
import type { ExplainOptions } from "./types.ts";

/** Whether the error is of a form: its string to sign is base64 and not the four lines of a request. */
export const isOfForm = ({ details: { StringToSign: text = "" } }: S3Error): boolean =>
  !text.startsWith("AWS4-") && /^[A-Za-z0-9+/_\s-]{40,}={0,2}\s*$/.test(text);

export const NO_FORMS = "The service takes no POST forms.";

interface Sent {
  readonly parts: UrlParts | undefined;
  readonly options: ExplainOptions;
}

/**
 * Whether a no to the method (405, 501) is one to a form: it goes to a URL without a query, and what it is was said, or
 * nothing else goes to a bucket so. AWS takes forms.
 *
 * @param method in the answer, where that names one.
 */
export function isFormRefused({ parts, options }: Sent, method = options.method): boolean {
  if (parts === undefined || parts.query.length > 0) return false;
  if (findPlace(parts).provider === "AWS S3") return false;
  if (method !== undefined) return method.toUpperCase() === "POST";
  return options.fields !== undefined || mayBeBucket(parts);
}

export function explainFormMismatch(error: S3Error, options: ExplainOptions): [Cause, ...Cause[]] {
  const received = error.details.StringToSign ?? "";
  const causes: Cause[] = [];
  const given = findField(options.fields, "policy");
  if (/\s/.test(received))
    causes.push(
      causeOf(
        "policy_changed",
        "The policy's base64 came in several lines: it was wrapped, and what is signed is the text itself, each line end too.",
      ),
    );
  else if (given !== undefined && given !== received)
    causes.push(causeOf("policy_changed", describeChange(given, received)));
  if (/[-_]/.test(received))
    causes.push(causeOf("policy_changed", "The policy is in the base64 of URLs (- and _), and S3 wants + and /."));
  const signature = findField(options.fields, "x-amz-signature");
  if (signature !== undefined && error.details.SignatureProvided && signature !== error.details.SignatureProvided)
    causes.push(causeOf("form_field_wrong", "The field x-amz-signature did not come as it was signed."));

  const policy = readPolicy(received);
  if (policy === undefined)
    causes.push(
      causeOf(
        "policy_changed",
        "The policy that came is not the base64 of a JSON document: it was cut off, or encoded twice.",
      ),
    );
  else causes.push(...checkScope(policy, error, options));

  const key = error.details.AWSAccessKeyId ?? "the key";
  causes.push(
    causeOf(
      "secret_wrong",
      `${causes.length > 0 ? "Or the" : "The form's policy arrived, but its"} signature is not that of ${key}: ${causes.length > 0 ? "it was made with another secret" : "another secret signed it, or what was signed is not this text"}.`,
    ),
  );
  if (given === undefined && !causes.some(({ code }) => code === "policy_changed"))
    causes.push(
      causeOf(
        "policy_changed",
        "Or the policy was changed, or encoded anew, after it was signed: the signature is over the base64 text, byte for byte.",
      ),
    );
  if (options.fields === undefined && !causes.some(({ code }) => code === "form_field_wrong"))
    causes.push(
      causeOf(
        "form_field_wrong",
        "Or x-amz-credential or x-amz-date did not come as they were signed: the key that signs depends on day, region and service.",
      ),
    );
  return causes as [Cause, ...Cause[]];
}

export const findField = (fields: ExplainOptions["fields"], wanted: string): string | undefined =>
  Object.entries(fields ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1];

function describeChange(signed: string, received: string): string {
  let at = 0;
  while (at < signed.length && signed[at] === received[at]) at++;
  return received.length < signed.length && at === received.length
    ? `The policy came cut off: ${received.length} characters of ${signed.length}.`
    : `The policy came changed: it differs from character ${at + 1} on.`;
}

type Conditions = ReadonlyMap<string, string>;

/** The exact values that a policy asks for, by name in lower case. */
export function readPolicy(text: string): Conditions | undefined {
  try {
    const { conditions } = JSON.parse(atob(text.replace(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/"))) as {
      conditions: unknown[];
    };
    const exact = conditions.flatMap((condition): [string, string][] =>
      Array.isArray(condition)
        ? condition[0] === "eq"
          ? [[String(condition[1]).slice(1).toLowerCase(), String(condition[2])]]
          : []
        : Object.entries(condition as object).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    return new Map(exact);
  } catch {
    return undefined;
  }
}

/** Key, day and date must be those for which the policy was made. */
function checkScope(policy: Conditions, error: S3Error, options: ExplainOptions): Cause[] {
  const found: Cause[] = [];
  const credential = findField(options.fields, "x-amz-credential") ?? policy.get("x-amz-credential");
  const date = findField(options.fields, "x-amz-date") ?? policy.get("x-amz-date");
  const [key = "", day = ""] = credential?.split("/") ?? [];
  if (credential !== undefined && error.details.AWSAccessKeyId && error.details.AWSAccessKeyId !== key)
    found.push(
      causeOf(
        "form_field_wrong",
        `The form came with the key ${error.details.AWSAccessKeyId}, and its policy is for ${key}.`,
      ),
    );
  if (day !== "" && date !== undefined && !date.startsWith(day))
    found.push(
      causeOf(
        "form_field_wrong",
        `x-amz-date is ${date}, and x-amz-credential is of the day ${day}: both are of the same moment.`,
      ),
    );
  for (const name of ["x-amz-credential", "x-amz-date"]) {
    const sent = findField(options.fields, name);
    const wanted = policy.get(name);
    if (sent !== undefined && wanted !== undefined && sent !== wanted)
      found.push(causeOf("form_field_wrong", `${name} was sent as "${sent}", and the policy is for "${wanted}".`));
  }
  return found;
}
