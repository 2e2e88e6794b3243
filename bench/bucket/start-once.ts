// A process whose first bucket is timed. The imports are not: a test file has them anyway.
import { startOnce } from "./library-start.ts";

console.log(await startOnce());
