import type { SignedResult } from "./result.ts";

/** A command line for a POSIX shell that uses the result. `FILE` stands for the file that is to be sent. */
export function curlLine(result: SignedResult): string {
  if (result.kind === "form") {
    const { url, fields, openFields } = result.form;
    // Not -F, which reads "@", "<" and ";type=" in a value as its own words.
    const lines = Object.entries(fields).map(([name, value]) => `--form-string ${quote(`${name}=${value}`)}`);
    for (const [name, startsWith] of Object.entries(openFields))
      lines.push(`--form-string ${quote(`${name}=${startsWith}…`)}`);
    return ["curl", ...lines, "-F 'file=@FILE'", quote(url)].join(" \\\n  ");
  }
  const { method, url, headers } = result.request;
  const flags: string[] = [];
  if (method === "GET") flags.push(`-o ${quote(result.key.split("/").at(-1) || "object")}`);
  if (method === "HEAD") flags.push("--head");
  if (method === "DELETE") flags.push("-X DELETE");
  if (method === "PUT") flags.push("-T FILE");
  for (const [name, value] of Object.entries(headers)) flags.push(`-H ${quote(`${name}: ${value}`)}`);
  return ["curl", ...flags, quote(url)].join(flags.length > 2 ? " \\\n  " : " ");
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
