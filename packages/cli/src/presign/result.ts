import { type PresignedForm, type PresignedRequest, toHtmlPage } from "@daypass/presign";
import { type Io, paint } from "../io.ts";
import { showControlCharacters, toTerminalJson } from "../terminal-text.ts";
import { curlLine } from "./curl.ts";
import type { Operation } from "./flag.ts";

/** What was signed, and what a person should know about it. */
export type SignedResult = SignedFacts &
  (
    | { readonly kind: "request"; readonly request: PresignedRequest }
    | { readonly kind: "form"; readonly form: PresignedForm }
  );

interface SignedFacts {
  readonly what: Operation;
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

/** How the result is written; without any, the URL alone, and a form as JSON. */
export interface OutputFlags {
  /** Everything as JSON. */
  readonly json?: boolean;
  /** A command line that uses it. */
  readonly curl?: boolean;
  /** A form as a page to save. */
  readonly html?: boolean;
}

/** Of SSE-C. With --json and --curl it is a part of the result; on a screen it has no business. */
const IS_CUSTOMER_KEY = /-customer-key$/;

/** The result on stdout. */
export function printPresigned(io: Io, result: SignedResult, { json, curl, html }: OutputFlags): void {
  if (curl) {
    io.out(curlLine(result));
    return;
  }
  if (result.kind === "form") {
    io.out(html ? writePage(result, result.form).trimEnd() : toTerminalJson(result.form, 2));
    return;
  }
  const { method, url, headers, sentByClient, expiresAt, warnings } = result.request;
  if (json) {
    io.out(toTerminalJson({ method, url, headers, sentByClient, expiresAt, warnings }, 2));
    return;
  }
  const toSend = Object.entries(headers);
  const pinned = Object.entries(sentByClient).filter(([name]) => name !== "host");
  if (toSend.length > 0) {
    io.err(paint(io.stderr, "dim", `${method} it with exactly these headers:`));
    for (const [name, value] of toSend)
      io.err(showControlCharacters(`  ${name}: ${IS_CUSTOMER_KEY.test(name) ? "(your key, in base64)" : value}`));
  }
  for (const [name, value] of pinned)
    io.err(paint(io.stderr, "dim", `It must come with ${name}: ${value}, which clients send by themselves.`));
  io.out(url);
}

function writePage({ bucket, key }: SignedFacts, form: PresignedForm): string {
  const end = form.expiresAt.toISOString().replace("T", " ").slice(0, 16);
  return toHtmlPage(form, {
    title: "Upload a file",
    note: `It goes to ${bucket}/${key}. This page works until ${end} UTC.`,
  });
}
