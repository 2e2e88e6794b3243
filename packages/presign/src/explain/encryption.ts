// Encryption with keys of KMS, and with keys that the client brings (SSE-C).
import { ANY, type Row, said } from "./row.ts";

export const ENCRYPTION_ROWS: readonly Row[] = [
  [/^Invalid(?:Request|Argument)$/, /must be made over a secure connection/i, "https_needed", said],
  [
    /^Invalid(?:Request|Argument)$/,
    /was stored using a form of Server Side Encryption/i,
    "customer_key_needed",
    "The object is encrypted with a key that its sender kept (SSE-C), and the request came without it.",
  ],
  [
    /^Invalid(?:Request|Argument)$/,
    /customer provided keys?|hash of the key|secret key was invalid for the specified algorithm/i,
    "customer_key_needed",
    said,
  ],
  [/^InvalidEncryptionAlgorithmError$/, ANY, "unsupported", said],
  [
    /^KMS\.|^(?:InvalidKmsKeyId|KMSInvalidStateException)$/,
    ANY,
    "kms_key_unusable",
    ({ error }) => `KMS says ${error.code.replace(/^KMS\./, "")}: ${error.message || "nothing more"}`,
  ],
];
