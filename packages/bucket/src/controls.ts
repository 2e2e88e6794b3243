// The `x-amz-*` headers of a request, and those that an SDK has moved into the signed query. What is not listed here for
// an operation is refused: a server that obeys or ignores a header nobody checked is the classic hole of this protocol.
import type { VerifiedRequest } from "@daypass/presign";
import { CHECKSUM_ALGORITHMS, checksumHeader, isChecksumAlgorithm } from "./checksums.ts";
import { refuse } from "./errors.ts";
import { toHeaderBytes } from "./object-headers.ts";

export type Controls = ReadonlyMap<string, string>;

/** The signature's own envelope, judged by the verifier. */
const ENVELOPE = [
  "x-amz-algorithm",
  "x-amz-content-sha256",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-security-token",
  "x-amz-signature",
  "x-amz-signedheaders",
  "x-amz-user-agent",
];

export const CHECKSUM_CONTROLS: readonly string[] = [
  ...CHECKSUM_ALGORITHMS.map(checksumHeader),
  // The SDK's name for the algorithm whose value comes along, and that of CreateMultipartUpload.
  "x-amz-sdk-checksum-algorithm",
  "x-amz-checksum-algorithm",
];
/** What a body in aws-chunked encoding announces, judged by the verifier. */
export const CHUNK_CONTROLS: readonly string[] = ["x-amz-decoded-content-length", "x-amz-trailer"];
export const NEW_OBJECT_CONTROLS: readonly string[] = ["x-amz-meta-*", "x-amz-acl", "x-amz-storage-class"];

/** Values that mean what this endpoint does anyway. */
const ONLY_VALUES: Record<string, readonly string[]> = {
  "x-amz-acl": ["private"],
  "x-amz-storage-class": ["STANDARD"],
  "x-amz-checksum-mode": ["ENABLED"],
  "x-amz-object-ownership": ["BucketOwnerEnforced"],
  "x-amz-bucket-object-lock-enabled": ["false"],
};

/** Collects the controls and refuses those that the operation does not have. Throws NotImplemented that names it. */
export function readControls(
  request: VerifiedRequest,
  operation: { name: string; controls: readonly string[] },
): Controls {
  const found = new Map<string, string>();
  for (const [name, values] of request.headers) if (name.startsWith("x-amz-")) found.set(name, values.join(","));
  for (const [name, value] of request.query) {
    const lower = name.toLowerCase();
    if (!lower.startsWith("x-amz-")) continue;
    if (found.has(lower) && !ENVELOPE.includes(lower))
      throw refuse("InvalidArgument", `${lower} was given twice.`, { ArgumentName: lower });
    // From here on it is a header, and headers are bytes.
    found.set(lower, toHeaderBytes(value));
  }
  for (const name of ENVELOPE) found.delete(name);
  for (const [name, value] of found) checkControl(name, value, operation);
  return found;
}

/** Throws NotImplemented when the operation does not know this control or this value of it. */
export function checkControl(
  name: string,
  value: string,
  operation: { name: string; controls: readonly string[] },
): void {
  const known = operation.controls.includes(name.startsWith("x-amz-meta-") ? "x-amz-meta-*" : name);
  if (!known)
    throw refuse("NotImplemented", `${operation.name} does not implement ${name} on this endpoint.`, { Header: name });
  const values = ONLY_VALUES[name];
  if (values && !values.includes(value))
    throw refuse("NotImplemented", `This endpoint implements only ${values.join(", ")} for ${name}.`, { Header: name });
  if (name.endsWith("-algorithm") && !isChecksumAlgorithm(value.toUpperCase()))
    throw refuse("InvalidRequest", `Value for ${name} header is invalid: one of ${CHECKSUM_ALGORITHMS.join(", ")}.`);
}
