// Reads multipart/form-data as it streams: the fields before the file, then the file, then nothing more.
// https://www.rfc-editor.org/rfc/rfc7578
import { refuse } from "../errors.ts";

/** S3's limit for everything before the bytes of the file. */
const MAX_BYTES_BEFORE_FILE = 20 * 1024;
/** Nothing of it is used: a few fields after the file are a mistake, more is somebody who keeps us waiting. */
const MAX_BYTES_AFTER_FILE = 20 * 1024;
const BOUNDARY = /(?:^|;)\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i;
const CRLF = Buffer.from("\r\n");
const CLOSING = Buffer.from("--");
const END_OF_HEADERS = Buffer.from("\r\n\r\n");

export interface FormFile {
  /** In the order received, names as received, values decoded as UTF-8. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly fileName?: string | undefined;
  /**
   * The bytes of the file. Ends when the whole form has come: what stands behind the file is ignored, as on S3. Throws
   * MalformedPOSTRequest when the form ends before its boundary, a line of the file begins like it, or too much follows.
   */
  readonly file: AsyncIterable<Buffer>;
}

/** The boundary that a Content-Type names. Throws MalformedPOSTRequest when there is none. */
export function readBoundary(contentType: string): string {
  const match = BOUNDARY.exec(contentType.slice("multipart/form-data".length));
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw refuse("MalformedPOSTRequest", "The Content-Type names no boundary.");
  return boundary;
}

/** Reads up to the file. The caller then reads the file, once. */
export async function readForm(chunks: AsyncIterator<Buffer>, boundary: string): Promise<FormFile> {
  const input = new Input(chunks, MAX_BYTES_BEFORE_FILE);
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  const fields: [string, string][] = [];
  // The first delimiter has no line before it.
  const opening = delimiter.subarray(2);
  if (!(await input.take(opening.length)).equals(opening)) throw refuse("MalformedPOSTRequest");
  for (;;) {
    const afterDelimiter = await input.take(2);
    if (afterDelimiter.equals(CLOSING))
      throw refuse("InvalidArgument", "POST requires exactly one file upload per request.", {
        ArgumentName: "file",
        ArgumentValue: "0",
      });
    if (!afterDelimiter.equals(CRLF)) throw refuse("MalformedPOSTRequest");
    const { name, fileName } = readPartHeaders((await input.takeUntil(END_OF_HEADERS)).toString("utf8"));
    if (name.toLowerCase() === "file") return { fields, fileName, file: input.stream(delimiter) };
    fields.push([name, decodeUtf8(await input.takeUntil(delimiter))]);
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse("MalformedPOSTRequest", "A form field is not UTF-8.");
  }
}

function readPartHeaders(text: string): { name: string; fileName?: string | undefined } {
  const dispositions = text.split("\r\n").filter((line) => /^content-disposition:/i.test(line));
  const disposition = dispositions[0];
  if (dispositions.length !== 1 || !/^content-disposition:\s*form-data\s*;/i.test(disposition!))
    throw refuse("MalformedPOSTRequest", "Each part needs one Content-Disposition: form-data with a name.");
  const name = readParameter(disposition!, "name");
  if (name === undefined || name === "") throw refuse("MalformedPOSTRequest", "A part has no name.");
  return { name, fileName: readParameter(disposition!, "filename") };
}

/** A quoted parameter; browsers write a quote as %22 and line ends as %0D and %0A. */
function readParameter(disposition: string, parameter: string): string | undefined {
  const match = new RegExp(`;\\s*${parameter}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, "i").exec(disposition);
  if (!match) return undefined;
  const value = match[1] === undefined ? match[2]! : match[1].replace(/\\(["\\])/g, "$1");
  return value.replace(/%22/g, '"').replace(/%0D/gi, "\r").replace(/%0A/gi, "\n");
}

/** A window over the chunks: what came and is not taken yet. */
class Input {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #maxBytes: number;
  #window: Buffer = Buffer.alloc(0);
  #takenBytes = 0;

  constructor(chunks: AsyncIterator<Buffer>, maxBytes: number) {
    this.#chunks = chunks;
    this.#maxBytes = maxBytes;
  }

  async take(count: number): Promise<Buffer> {
    while (this.#window.length < count) await this.#fill();
    return this.#cut(count);
  }

  /** What is before the mark, which is taken too. */
  async takeUntil(mark: Buffer): Promise<Buffer> {
    for (let from = 0; ; ) {
      const at = this.#window.indexOf(mark, from);
      if (at >= 0) {
        const taken = this.#cut(at);
        this.#cut(mark.length);
        return taken;
      }
      if (this.#takenBytes + this.#window.length > this.#maxBytes) throw refuse("MaxPostPreDataLengthExceededError");
      from = Math.max(0, this.#window.length - mark.length + 1);
      await this.#fill();
    }
  }

  /** The rest up to the mark, chunk by chunk; the tail that might be the mark's beginning is held back. */
  async *stream(mark: Buffer): AsyncGenerator<Buffer, void, void> {
    for (;;) {
      const at = this.#window.indexOf(mark);
      if (at >= 0) {
        if (at > 0) yield this.#window.subarray(0, at);
        this.#window = this.#window.subarray(at + mark.length);
        await this.#finish();
        return;
      }
      const safeBytes = this.#window.length - mark.length + 1;
      if (safeBytes > 0) {
        yield this.#window.subarray(0, safeBytes);
        this.#window = this.#window.subarray(safeBytes);
      }
      await this.#fill();
    }
  }

  /** After the boundary: what follows must show that it is one, and all of it must come before the file counts as whole. */
  async #finish(): Promise<void> {
    while (this.#window.length < CRLF.length) await this.#fill();
    const next = this.#window.subarray(0, CRLF.length);
    if (!next.equals(CRLF) && !next.equals(CLOSING))
      throw refuse(
        "MalformedPOSTRequest",
        "A line of the file begins like the boundary of the form. Choose a boundary that the file does not have.",
      );
    for (let bytes = this.#window.length; bytes <= MAX_BYTES_AFTER_FILE; ) {
      const { done, value } = await this.#chunks.next();
      if (done) return;
      bytes += value.length;
    }
    throw refuse("MalformedPOSTRequest", `Behind the file a form may have ${MAX_BYTES_AFTER_FILE} bytes.`);
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw refuse("MalformedPOSTRequest", "The form ends before its boundary.");
    this.#window = this.#window.length === 0 ? value : Buffer.concat([this.#window, value]);
  }

  #cut(count: number): Buffer {
    this.#takenBytes += count;
    if (this.#takenBytes > this.#maxBytes) throw refuse("MaxPostPreDataLengthExceededError");
    const cut = this.#window.subarray(0, count);
    this.#window = this.#window.subarray(count);
    return cut;
  }
}
