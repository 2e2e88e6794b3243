// Bucket policies of one statement.
export const BUCKET = "daypass";
export const ARN = `arn:aws:s3:::${BUCKET}`;
export const AGE = "s3:signatureAge";
export const TLS = "aws:SecureTransport";

/** Denies everything about all keys, unless told otherwise. */
export const deny = (statement: object, more: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "no",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        ...statement,
      },
    ],
    ...more,
  });

/** The part of a statement that has one condition. */
export const condition = (operator: string, key: string, values: unknown) => ({
  Condition: { [operator]: { [key]: values } },
});
