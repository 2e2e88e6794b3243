// Every call of a presigner that makes a URL. Tests and documents go over this list.

import { LIST, REQUEST } from "./options/bucket.ts";
import { ABORT, COMPLETE, CREATE, LIST_PARTS, PART } from "./options/multipart.ts";
import { GET, HEAD } from "./options/read.ts";
import { DELETE, PUT } from "./options/write.ts";

export const CALLS = [GET, HEAD, PUT, DELETE, CREATE, PART, COMPLETE, ABORT, LIST_PARTS, LIST, REQUEST] as const;
