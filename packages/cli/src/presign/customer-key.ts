// The key of SSE-C, from a file or a variable: the list of processes shows arguments to everybody on the machine.
import { readFileSync, statSync } from "node:fs";
import { CliError } from "../exit-codes.ts";
import type { Environment } from "./flag.ts";

const KEY_BYTES = 32;
/** Of base64, with a line end or two. */
const MAX_FILE_BYTES = 64;

/** The 32 bytes themselves, or a text in base64 that the presigner reads. No message shows either. */
export function readKeyFile(path: string, flag: string): Uint8Array | string {
  let content: Buffer;
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new Error("it is too large for a key");
    content = readFileSync(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    // What stands there may be the key itself, given by mistake, so it is not repeated.
    throw new CliError("usage", `${flag} must be a file with a key of 32 bytes: ${code ?? message}.`, { cause });
  }
  return content.length === KEY_BYTES ? new Uint8Array(content) : content.toString("latin1").trim();
}

export function readKeyVariable(name: string, flag: string, env: Environment): string {
  const value = /^\w+$/.test(name) ? env[name] : undefined;
  if (!value)
    throw new CliError(
      "usage",
      `${flag} must be the name of a variable that has the key in base64, and there is none of this name.`,
    );
  return value.trim();
}
