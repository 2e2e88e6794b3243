import type { PresignedForm, PresignedRequest } from "@daypass/presign";
import { type Io, paint } from "../io.ts";

/** What was signed, and what a person should know about it. */
export type SignedResult = SignedFacts &
  (
    | { readonly kind: "request"; readonly request: PresignedRequest }
    | { readonly kind: "form"; readonly form: PresignedForm }
  );

interface SignedFacts {
  readonly bucket: string;
  readonly key: string;
  readonly credentialsFrom: string;
  /** Set when nothing named a region. */
  readonly assumedRegion?: string | undefined;
  /** Signed with a session token. */
  readonly isTemporary: boolean;
}

/** Lines for stderr about results that work less than they seem to. */
export function warnAbout(result: SignedResult): string[] {
  const { bucket, credentialsFrom, assumedRegion, isTemporary } = result;
  const signed = result.kind === "form" ? result.form : result.request;
  const warnings = signed.warnings.map(
    ({ code, text }) => `warning: ${text}${code === "life_clamped" ? ` They come from: ${credentialsFrom}.` : ""}`,
  );
  if (assumedRegion !== undefined)
    warnings.push(
      `warning: no region is set, so this is signed for ${assumedRegion}; if the bucket is elsewhere, S3 refuses it: give --region.`,
    );
  if (isTemporary && bucket.endsWith(".mrap"))
    warnings.push(
      `warning: S3 takes temporary credentials at a multi-Region access point only from a regional STS endpoint (sts.REGION.amazonaws.com), not from the global one. These come from: ${credentialsFrom}.`,
    );
  return warnings;
}

/** The result on stdout: the URL alone, a form as JSON, or with `json` everything. */
export function printPresigned(io: Io, result: SignedResult, json: boolean): void {
  if (result.kind === "form") {
    const { url, fields, expiresAt } = result.form;
    io.out(JSON.stringify({ url, fields, expiresAt: expiresAt.toISOString() }, null, 2));
    return;
  }
  const { method, url, headers, sentByClient, expiresAt, warnings } = result.request;
  if (json) {
    io.out(JSON.stringify({ method, url, headers, sentByClient, expiresAt, warnings }, null, 2));
    return;
  }
  const toSend = Object.entries(headers);
  const pinned = Object.entries(sentByClient).filter(([name]) => name !== "host");
  if (toSend.length > 0) {
    io.err(paint(io.stderr, "dim", `${method} it with exactly these headers:`));
    for (const [name, value] of toSend) io.err(`  ${name}: ${value}`);
  }
  for (const [name, value] of pinned)
    io.err(paint(io.stderr, "dim", `It must come with ${name}: ${value}, which clients send by themselves.`));
  io.out(url);
}

/** A line to try the result with. */
export function curlLine(result: SignedResult): string {
  if (result.kind === "form") {
    const fields = Object.entries(result.form.fields).map(([name, value]) => `-F ${quote(`${name}=${value}`)}`);
    return ["curl", ...fields, "-F file=@FILE", quote(result.form.url)].join(" \\\n  ");
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

/** For a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
