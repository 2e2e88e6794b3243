// Asks the bucket from this page, and says why when there is no answer that the page may read.

export type Sent =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** For example `403 Forbidden`. */
      readonly title: string;
      /** S3's error code; empty when it did not refuse. */
      readonly code: string;
      readonly body: string;
    }
  | { readonly kind: "failed"; readonly why: string };

const REASONS: Readonly<Record<number, string>> = { 200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found" };
const MOST_CHARACTERS = 4_000;
const TIMEOUT_MILLISECONDS = 10_000;

const options = () =>
  ({
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  }) as const;

/** GET, without cookie or referrer, so that nothing but the URL speaks for it. */
export async function send(url: string): Promise<Sent> {
  try {
    const response = await fetch(url, options());
    const body = (await response.text()).slice(0, MOST_CHARACTERS);
    const { status } = response;
    const reason = REASONS[status] ?? response.statusText;
    return {
      kind: "answered",
      status,
      title: `${status} ${reason}`.trim(),
      code: /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? "",
      body: indentXml(body),
    };
  } catch {
    return { kind: "failed", why: await findReason(url) };
  }
}

async function findReason(url: string): Promise<string> {
  const { origin, host } = new URL(url);
  try {
    // Without CORS a page may not see the answer, but it learns that there is one.
    await fetch(origin, { ...options(), mode: "no-cors" });
    return `The bucket at ${host} answers, but not to this page: its CORS configuration must allow GET from ${location.origin}. Opened in a tab of its own the URL works all the same.`;
  } catch {
    return `The bucket at ${host} does not answer this browser: it is off, or not to be reached from here.`;
  }
}

/** S3 writes its documents in one line. What is no XML stays as it is. */
export function indentXml(text: string): string {
  if (!/^\s*<[?A-Za-z]/.test(text)) return text;
  let depth = 0;
  return text
    .trim()
    .replace(/>\s*</g, ">\n<")
    .split("\n")
    .map((line) => {
      if (line.startsWith("</")) depth = Math.max(0, depth - 1);
      const indented = "  ".repeat(depth) + line;
      if (/^<[A-Za-z][^>]*>$/.test(line) && !line.endsWith("/>")) depth++;
      return indented;
    })
    .join("\n");
}
