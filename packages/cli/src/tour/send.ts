import { request } from "node:http";
import type { Answer, Ask } from "./types.ts";

const TIMEOUT_MILLISECONDS = 15_000;

/**
 * Sends a request to the tour's bucket, the URL exactly as it is, on a connection of its own. A bucket that cannot be
 * reached is an answer too; an abort is thrown.
 */
export async function send(ask: Ask, signal: AbortSignal): Promise<Answer> {
  const { body, headers } = await encode(ask);
  return new Promise((answered, fail) => {
    const { hostname, port, origin } = new URL(ask.url);
    const outgoing = request({
      hostname,
      port,
      // Cut from the text: URL would write some characters anew, and the signature is over what stands there.
      path: ask.url.slice(origin.length),
      method: ask.method,
      headers,
      agent: false,
      signal,
      timeout: TIMEOUT_MILLISECONDS,
    });
    outgoing.on("timeout", () =>
      outgoing.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })),
    );
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (signal.aborted || error.code === undefined) fail(error);
      else answered({ kind: "unreachable", error: error.code });
    });
    outgoing.on("response", async (response) => {
      try {
        const chunks: Buffer[] = await response.toArray();
        const text = Buffer.concat(chunks).toString("utf8");
        answered({
          kind: "answered",
          status: response.statusCode!,
          code: readElement(text, "Code"),
          message: readElement(text, "Message"),
          headers: response.headers as Record<string, string>,
          body: text,
        });
      } catch (error) {
        fail(error);
      }
    });
    outgoing.end(body);
  });
}

async function encode({
  fields,
  body,
  headers = {},
}: Ask): Promise<{ body?: Buffer; headers: Record<string, string> }> {
  if (fields === undefined) return { headers: { ...headers }, ...(body !== undefined && { body: Buffer.from(body) }) };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([body ?? ""]), "report.txt");
  const encoded = new Response(form);
  const type = encoded.headers.get("content-type")!;
  return { body: Buffer.from(await encoded.arrayBuffer()), headers: { ...headers, "content-type": type } };
}

/** S3's error documents are flat: an element of the root. */
function readElement(xml: string, name: string): string | undefined {
  if (!xml.includes("<Error>")) return undefined;
  const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => ENTITIES[entity]!);
}
