import { safeFileName } from "@daypass/presign";
import { quoteForShell } from "../terminal-text.ts";
import type { SignedResult } from "./result.ts";

/**
 * A command line for a POSIX shell that uses the result. `FILE` stands for the file that is to be sent: the object, a part, or the list of parts. What S3 refuses
 * ends with exit code 22: a download leaves no file behind then, and of the rest S3's answer is shown.
 */
export function curlLine(result: SignedResult): string {
  if (result.kind === "form") {
    const { url, fields, openFields } = result.form;
    // Not -F, which reads "@", "<" and ";type=" in a value as its own words.
    const lines = Object.entries(fields).map(([name, value]) => `--form-string ${quoteForShell(`${name}=${value}`)}`);
    for (const [name, startsWith] of Object.entries(openFields))
      lines.push(`--form-string ${quoteForShell(`${name}=${startsWith}…`)}`);
    return ["curl --fail-with-body", ...lines, "-F 'file=@FILE'", quoteForShell(url)].join(" \\\n  ");
  }
  const { what } = result;
  const { method, url, headers } = result.request;
  const flags = [what === "get" || what === "head" ? "--fail" : "--fail-with-body"];
  if (what === "get") flags.push(`-o ${quoteForShell(nameOfFile(result.key))}`);
  if (method === "HEAD") flags.push("--head");
  if (method === "DELETE") flags.push("-X DELETE");
  if (method === "PUT") flags.push("-T FILE");
  if (what === "create-multipart-upload") flags.push("-X POST");
  if (what === "complete-multipart-upload") {
    flags.push("--data-binary @FILE");
    // curl would call the body a form, and S3 then takes it for parameters that were not signed: https://github.com/aws/aws-sdk-java-v2/issues/4196
    if (!Object.keys(headers).some((name) => name.toLowerCase() === "content-type")) flags.push("-H 'Content-Type:'");
  }
  for (const [name, value] of Object.entries(headers)) flags.push(`-H ${quoteForShell(`${name}: ${value}`)}`);
  return ["curl", ...flags, quoteForShell(url)].join(flags.length > 3 ? " \\\n  " : " ");
}

/** The last part of the key, where that can be the name of a file; curl writes to the terminal for "-". */
function nameOfFile(key: string): string {
  const name = key.split("/").at(-1) ?? "";
  if (name === "") return "object";
  const safe = safeFileName(name);
  return safe.startsWith("-") ? `./${safe}` : safe;
}
