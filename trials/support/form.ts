// Forms as a browser posts them: multipart/form-data, the file last.
const BOUNDARY = "----daypass-trial-5f1c";

export interface FormToPost {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file: Buffer;
  readonly fileName?: string;
}

export function encodeForm({ fields, file, fileName = "local.txt" }: FormToPost): {
  body: Buffer;
  contentType: string;
} {
  const parts = fields.map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: text/plain\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(parts.join("") + head), file, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
  };
}
