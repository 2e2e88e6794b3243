import { type Refused, refuse, refuseField } from "./problems.ts";

const MOST_JSON_BYTES = 1024 ** 2;
/** What strangers may send holds a name and a password: thousands of unfinished bodies must not fill the memory. */
export const MOST_OPEN_BODY_BYTES = 16 * 1024;

/** Type of the body without its parameters, in lower case; empty when none was said. */
export const bodyType = (request: Request): string =>
  (request.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();

/** The whole body as text, cut off where it grows too large, whatever its announced length. */
async function readText(request: Request, mostBytes: number): Promise<string | Refused> {
  const tooLarge = refuse(
    "body_too_large",
    `The body is larger than ${mostBytes} bytes. File bytes go to the bucket, not here.`,
  );
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return tooLarge;
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.length;
      if (size > mostBytes) return tooLarge;
      chunks.push(chunk);
    }
  } catch {
    // The sender went away: nobody reads this answer, and it is no failure of ours.
    return refuseField("body", "ended before it was whole");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return refuseField("body", "must be UTF-8");
  }
}

/** The JSON body; undefined when there is none. */
export async function readJson(
  request: Request,
  mostBytes: number = MOST_JSON_BYTES,
): Promise<{ value: unknown } | Refused> {
  const type = bodyType(request);
  if (type !== "" && type !== "application/json")
    return refuse("unsupported_media_type", `Send the body as application/json, not as ${type.slice(0, 100)}.`);
  const text = await readText(request, mostBytes);
  if (typeof text !== "string") return text;
  if (text === "") return { value: undefined };
  if (type === "") return refuse("unsupported_media_type", "Say what the body is: Content-Type: application/json.");
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return refuseField("body", `must be JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

/** Fields of a form or of a JSON object, for pages that take both. Each field counts once: the first. */
export async function readFields(request: Request, mostBytes: number): Promise<Record<string, string> | Refused> {
  const type = bodyType(request);
  if (type === "application/json") {
    const read = await readJson(request, mostBytes);
    if (!("value" in read)) return read;
    const value = read.value ?? {};
    if (typeof value !== "object" || Array.isArray(value)) return refuseField("body", "must be an object");
    const fields = Object.entries(value as object);
    const wrong = fields.find(([, field]) => typeof field !== "string");
    return wrong ? refuseField(wrong[0], "must be a string") : (Object.fromEntries(fields) as Record<string, string>);
  }
  if (type !== "" && type !== "application/x-www-form-urlencoded")
    return refuse("unsupported_media_type", "Send the body as a form (application/x-www-form-urlencoded) or as JSON.");
  const text = await readText(request, mostBytes);
  if (typeof text !== "string") return text;
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(text)) if (!Object.hasOwn(fields, name)) fields[name] = value;
  return fields;
}
