/** What is known beside the URL. */
export interface InspectOptions {
  /** When it is looked at, which tells whether it has ended. */
  readonly now?: Date | undefined;
  /** The method that it was signed for, for example `PUT`: a URL does not hold it. */
  readonly method?: string | undefined;
}

/** Something about a URL that its maker should know. The code is API, the text is for people. */
export interface Finding {
  /** What it is, as one word with underscores, for example `lives_long`. */
  readonly code: string;
  /** `broken`: it will not work so. `unwise`: it works, and that may be regretted. */
  readonly level: "broken" | "unwise";
  /** One or two sentences for people. */
  readonly text: string;
}

/** What a presigned URL says about itself. It cannot say whether its signature is right: only the signer's key can. */
export interface PresignedInspection {
  /** The URL is signed for S3. */
  readonly kind: "presigned";
  /** `AWS4-ECDSA-P256-SHA256` is SigV4A, which multi-Region access points want. */
  readonly algorithm: "AWS4-HMAC-SHA256" | "AWS4-ECDSA-P256-SHA256";
  /**
   * All that it can stand for, the likely ones first: a URL does not hold its method, and for each method S3 would do one of
   * these, for example `GetObject` or `UploadPart`. The signature is good for one of them. With `method` it is that one; where
   * the place is a guess, what the method does if the bucket stands elsewhere comes behind.
   */
  readonly operations: readonly string[];
  /**
   * Those of `operations` that have a use for everything that is signed, such as `PutObject` alone where a content type is;
   * where an SDK wrote `x-id` into the URL, what it says. What it was probably made for, and no promise.
   */
  readonly likely: readonly string[];
  /** Scheme and host, for example `https://photos.s3.eu-central-1.amazonaws.com`. */
  readonly origin: string;
  /** The service, by its host, for example `AWS S3` or `Cloudflare R2`; undefined for a host that is not known. */
  readonly provider: string | undefined;
  /** What the host's name says besides: `dual-stack`, `FIPS`, `transfer acceleration`, `access point`, … */
  readonly hostFeatures: readonly string[];
  /**
   * Whether `addressing`, `bucket` and `key` are a guess: the host is none of a known service, and a URL does not say where
   * its bucket stands.
   */
  readonly isPlaceGuessed: boolean;
  /** Whether the bucket stands in the host or in the path. */
  readonly addressing: "virtual-hosted" | "path";
  /** The bucket; of an access point its name or alias. */
  readonly bucket: string | undefined;
  /**
   * Decoded, a raw `+` as a blank, as S3 reads it; undefined for a request on the bucket itself. Of a URL that is the key, the
   * signature and the token are hidden, and what has the shape of a token; whatever else a key holds is shown.
   */
  readonly key: string | undefined;
  /** The signer's key, which is no secret. */
  readonly accessKeyId: string;
  /** What kind of key it is, by its first letters: AKIA a long-term one of AWS, ASIA a temporary one. */
  readonly keyKind: "long-term" | "temporary" | "Google HMAC" | "unknown";
  /** The signer's AWS account, which key ids since 2019 carry; undefined where there is none. */
  readonly accountId: string | undefined;
  /** Signed with temporary credentials: the URL ends when they end, perhaps before `expiresAt`. */
  readonly isTemporary: boolean;
  /** Region, of SigV4A the set of regions. */
  readonly region: string;
  /** `s3`, or for example `s3express`. */
  readonly service: string;
  /** First characters of the signature, to tell URLs apart: the whole of it is a key. */
  readonly signatureBegins: string;
  /** When it was signed, to the second. */
  readonly signedAt: Date;
  /** Life that it was signed for, in seconds. */
  readonly expiresInSeconds: number;
  /** When its own life ends; the credentials may end before. */
  readonly expiresAt: Date;
  /** Only when a time was given. */
  readonly state: "not_yet_valid" | "valid" | "expired" | undefined;
  /** Names of the headers that are signed, in lower case. */
  readonly signedHeaders: readonly string[];
  /** What whoever holds the URL cannot change, in words. */
  readonly pinned: readonly string[];
  /** What whoever holds the URL may choose, in words. */
  readonly open: readonly string[];
  /** Decoded query besides the signature's own parameters; of what is a key by its name, its length only, also in a URL that is a value. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** What is broken or unwise about it. */
  readonly warnings: readonly Finding[];
}

/** What is no presigned URL of S3, and what it is instead. */
export interface OtherInspection {
  /** `sigv2` is AWS's signature of before 2014; `foreign` is signed, but not for S3. */
  readonly kind: "sigv2" | "foreign" | "not_presigned" | "malformed" | "not_a_url";
  /** What it is, or what is wrong with it, in one sentence. */
  readonly text: string;
  /** What is broken or unwise about it. */
  readonly warnings: readonly Finding[];
}

/** The answer of `inspect`, told apart by `kind`. */
export type Inspection = PresignedInspection | OtherInspection;
