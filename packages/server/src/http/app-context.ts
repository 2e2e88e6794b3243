import type { RandomBytes } from "../domain/ids.ts";
import type { Limits } from "../domain/limits.ts";
import type { Storage } from "../storage/index.ts";
import type { Store } from "../store/index.ts";
import type { Assets } from "./assets.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Passwords } from "./passwords.ts";
import type { Secrets } from "./secrets.ts";

/** All that a route may use. */
export interface App {
  readonly version: string;
  /** Origin that people type. */
  readonly publicUrl: URL;
  readonly bucket: {
    readonly kind: "embedded" | "s3";
    readonly name: string;
    readonly region: string;
    readonly keyPrefix: string;
    readonly postForms: boolean;
  };
  readonly limits: Limits;
  readonly store: Store;
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly passwords: Passwords;
  readonly assets: Assets;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly random: RandomBytes;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether the server was closed, and its database with it: what still runs then was cut off. */
  readonly isClosed: () => boolean;
}
