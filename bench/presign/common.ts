// What all rows have in common: whose key, which bucket, for how long.
import type { Contestant } from "../measure.ts";

export const CREDENTIALS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
/** As long as those of STS are at least. */
export const SESSION_TOKEN = "FwoGZXIvYXdzEBYaD".repeat(61).slice(0, 1024);
export const TEMPORARY = { ...CREDENTIALS, sessionToken: SESSION_TOKEN };
export const REGION = "eu-central-1";
export const BUCKET = "daypass-bench";
export const ENDPOINT = `https://s3.${REGION}.amazonaws.com`;
export const HOST = `${BUCKET}.s3.${REGION}.amazonaws.com`;
export const EXPIRES = 900;
export const UPLOAD_ID = "2~kXfCnQJ1sE7r0aUbGz3Lw8VtYqPd5Mo.6Hi_9NxRj4KeSvTcDgBlWuFyAhOmZp";

export const keyOf = (i: number): string => `tenants/42/photos/${i}.jpg`;
export const unicodeKeyOf = (i: number): string => `Verträge/日本語/Été à Zoë ${i}.pdf`;
export const DISPOSITION = "attachment; filename=\"Ete.pdf\"; filename*=UTF-8''%C3%89t%C3%A9.pdf";
/** The three headers of the upload: in each URL's SignedHeaders, so that S3 holds the uploader to them. */
export const PUT_HEADERS = { "content-type": "image/jpeg", "if-none-match": "*", "x-amz-meta-owner": "tenant-42" };

export const OURS = "@daypass/presign";
export const FLOOR = "(floor: strings and three hashes, no checks)";
export const SDK = "@aws-sdk/s3-request-presigner";
export const SDK_POST = "@aws-sdk/s3-presigned-post";

/** What a contestant's result must be a signature of. */
export interface Expected {
  readonly method: string;
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  /** Decoded parameters that must be there besides those of the signature. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly securityToken?: string;
  /** The contestant writes a space of the query as `+`, which S3 reads so. */
  readonly plusIsSpace?: boolean;
}

/** One table of the benchmark. */
export interface Group {
  readonly title: string;
  readonly contestants: readonly Contestant[];
  /** Throws when what a contestant made for unit `i` is not right. */
  readonly check: (name: string, made: unknown, i: number) => void;
  /** Whose time the last column is counted in. */
  readonly rival: string;
}
