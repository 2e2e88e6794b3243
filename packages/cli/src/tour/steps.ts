import { bucketOff } from "./steps/bucket-off.ts";
import { download } from "./steps/download.ts";
import { expire } from "./steps/expire.ts";
import { noRight } from "./steps/no-right.ts";
import { plainUrl } from "./steps/plain-url.ts";
import { tamper } from "./steps/tamper.ts";
import { uploadByPost } from "./steps/upload-post.ts";
import { uploadByPut } from "./steps/upload-put.ts";
import type { Step } from "./types.ts";

/** In the order of the tour: the later ones use what the earlier ones uploaded. */
export const STEPS: readonly Step[] = [
  plainUrl,
  uploadByPut,
  uploadByPost,
  download,
  tamper,
  expire,
  noRight,
  bucketOff,
];
