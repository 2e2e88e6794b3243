// What a flag of `daypass presign` is, and for which operations.

/** What can be signed: the five that people use, a list of keys, and an upload in parts by S3's own names. */
export const OPERATIONS = [
  "get",
  "put",
  "post",
  "head",
  "delete",
  "list",
  "create-multipart-upload",
  "upload-part",
  "complete-multipart-upload",
  "abort-multipart-upload",
  "list-parts",
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What Commander gives for a flag: nothing, a text, true, or for one that may be repeated all its texts. */
export type FlagValue = string | boolean | readonly string[] | undefined;

export interface PresignFlag {
  /** As Commander takes it: `--version-id <id>`. */
  readonly spec: string;
  readonly help: string;
  /** Operations for which it means something; absent: all. Elsewhere it would be ignored, so it is refused. */
  readonly of?: readonly Operation[];
  /** Option of `createPresigner` that it becomes. */
  readonly presigner?: string;
  /** Option of the call that it becomes; `a.b` is a member of one. */
  readonly call?: string;
  /** Text → value of the option; absent: the text itself, or true. */
  readonly read?: (text: string, flag: string, env: Environment) => unknown;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const READ: readonly Operation[] = ["get", "head"];
export const MAKE: readonly Operation[] = ["put", "post", "create-multipart-upload"];
/** What has headers of its own, as a form has not. */
export const MAKE_BY_URL: readonly Operation[] = ["put", "create-multipart-upload"];
export const WITH_CUSTOMER_KEY: readonly Operation[] = [
  ...READ,
  ...MAKE_BY_URL,
  "upload-part",
  "complete-multipart-upload",
  "list-parts",
];
export const OF_AN_UPLOAD: readonly Operation[] = [
  "upload-part",
  "complete-multipart-upload",
  "abort-multipart-upload",
  "list-parts",
];
export const ALL_BUT_FORMS: readonly Operation[] = OPERATIONS.filter((operation) => operation !== "post");

/** `--version-id <id>` → `--version-id`. */
export const nameOf = ({ spec }: PresignFlag): string => spec.split(" ")[0]!;

/** `--version-id <id>` → `versionId`, as Commander names it. */
export const attributeOf = (flag: PresignFlag): string =>
  nameOf(flag)
    .slice(2)
    .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

export const helpOf = ({ help, of }: PresignFlag): string =>
  of === undefined ? help : `${describeOperations(of)}: ${help}`;

/** For help and README: whom a flag is for. */
export const describeOperations = (of: readonly Operation[] | undefined): string =>
  of === undefined ? "all" : of === ALL_BUT_FORMS ? "all but post" : of.join(", ");
