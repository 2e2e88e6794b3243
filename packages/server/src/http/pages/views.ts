// What each server-rendered page is given. Values are plain and unescaped; the templates escape.

/** On every page. */
export interface Frame {
  /** Href of the style sheet, for example `/assets/daypass-x1.css`; absent when the pages were not built. */
  readonly styleHref?: string | undefined;
  /** Module scripts with their own style sheets. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Plain http on something other than this machine: the page says that the connection is not private. */
  readonly notPrivate: boolean;
}

/** `GET /s/:slug` of a share that works and whose password, if any, was given. */
export interface RecipientView {
  readonly slug: string;
  readonly title: string | null;
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly sizeBytes: number;
    readonly contentType: string;
    /** Set when this visitor claimed the file before: the same download again, counting nothing. */
    readonly resumable: boolean;
    /** Goes with the form: the same form sent again, after an answer that was lost, is the same claim. */
    readonly claimToken: string;
  }[];
  readonly expiresAt: Date | null;
  readonly claimsLeft: number | null;
  /** When the page is made: what is left until the end is told apart from the reader's clock. */
  readonly now: Date;
  /** The file that this visitor just asked for is no longer part of the share. */
  readonly fileGone: boolean;
}

/** `GET /s/:slug` of a share with a password: nothing about the share but that there is a password. */
export interface UnlockView {
  readonly slug: string;
  readonly error: { readonly kind: "wrong"; readonly triesLeft: number } | { readonly kind: "empty" } | null;
  /** Too many tries: the form is closed until then. */
  readonly retryAfterSeconds?: number | undefined;
}

export interface SetupView {
  /** Path that the form posts to, `/setup/TOKEN`. */
  readonly action: string;
  readonly login: string;
  readonly errors: { readonly login?: string | undefined; readonly password?: string | undefined };
  /** For example `In the embedded bucket on this machine.` or `In the bucket "photos" in eu-central-1.` */
  readonly bucketSentence: string;
}

/** `GET /reset/:token`. */
export interface ResetView {
  /** Path that the form posts to, `/reset/TOKEN`. */
  readonly action: string;
  /** Whose password it sets. */
  readonly login: string;
  /** What is wrong with the password that was sent. */
  readonly error: string | null;
}

export interface SignInView {
  readonly login: string;
  readonly error: { readonly kind: "wrong"; readonly triesLeft: number } | { readonly kind: "ended" } | null;
  readonly retryAfterSeconds?: number | undefined;
  /** Path to go on to, begins with one `/`. */
  readonly next: string;
  /** No owner yet: the page says where the one-time link was printed, and has no form. */
  readonly needsSetup: boolean;
}

export interface ErrorView {
  readonly status: number;
  readonly title: string;
  /** What happened, what was kept, what to do. */
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
}

/** `GET /learn`. */
export interface LearnView {
  /** Of the demo object, in the bucket that this Daypass uses, at the address that browsers reach. */
  readonly plainUrl: string;
  /** Somebody is signed in: the app's navigation stands above. */
  readonly signedIn: boolean;
}

/** The shell that the app's script fills: `/`, `/files`, `/links`, `/links/:id`. */
export interface AppView {
  readonly login: string;
}
