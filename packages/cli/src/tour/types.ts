import type { Presigner } from "@daypass/presign";

/** The three keys of the tour's bucket, each with other rights. */
export type Who = "uploader" | "reader" | "stranger";

/** A request as it goes to the bucket. */
export interface Ask {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Sent as multipart/form-data, with `body` as the file behind them. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** What came back; nothing does when the bucket is off. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** S3's error code and message, when the answer is an error document. */
      readonly code?: string | undefined;
      readonly message?: string | undefined;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: "unreachable"; readonly error: string };

/** What the answer must be. Whatever is given is compared, and shown. */
export type Expected =
  | {
      readonly status: number;
      readonly code?: string;
      /** A part of S3's message. */
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly unreachable: string };

export interface Exchange {
  readonly asked: Ask;
  readonly expected: Expected;
  readonly seen: Answer;
  /** How the answer differs from what was expected; absent when it does not. */
  readonly difference?: string | undefined;
}

/** How an exchange is shown. */
export interface View {
  /** Each part of the URL on its own line, with what it means. */
  readonly explain?: boolean;
  /** The name of the parameter, or "key", that was tampered with. */
  readonly changed?: string;
  /** The form's fields were shown just before. */
  readonly sameFields?: boolean;
}

/** Where the tour plays: a bucket that lives as long as the tour. */
export interface Scene {
  readonly endpoint: string;
  /** Of an object, without a signature. */
  plainUrlOf(key: string): string;
  signAs(who: Who): Presigner;
  turnOff(): Promise<void>;
  /** At the same address, so that URLs that were signed for it go on working. */
  turnOn(): Promise<void>;
  close(): Promise<void>;
}

/** What a step can do, in the order in which the reader sees it. */
export interface Stage {
  readonly scene: Scene;
  /** A paragraph; `code` is between backticks. */
  tell(text: string): void;
  /** One of the numbered points of a flow. */
  point(number: number, text: string): void;
  /** Sends a request, shows it with its answer, and ends the tour when the answer is another than expected. */
  ask(request: Ask, expected: Expected, view?: View): Promise<void>;
  waitUntil(moment: Date): Promise<void>;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  play(stage: Stage): Promise<void>;
}
