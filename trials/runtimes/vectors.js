// What every runtime is asked, in plain JavaScript: the same calls, whose answers must be the same, byte for byte.

const CREDENTIALS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const TOKEN = "oej5cie4uctureturdtuc5dctd";
const OF_THE_DOCUMENTATION = {
  endpoint: "https://s3.amazonaws.com",
  addressing: "virtual-hosted",
  region: "us-east-1",
  bucket: "examplebucket",
  clock: () => new Date("2013-05-24T00:00:00Z"),
};
const KEYS = ["a", "a b+c", "é/日本語", "it's(1)*!.txt", "100%25", "tab\tnl\n", "k".repeat(1024), "😀//x/"];
const NOW = new Date("2026-11-24T12:00:00Z");

/** With the package's own functions; all that they answer, as one text for each vector. */
export function run({
  createGetPresigner,
  createPresigner,
  explain,
  inspect,
  PresignError,
  presignGet,
  trace,
  verify,
  verifyForm,
}) {
  const answers = [];
  const record = (value) => void answers.push(JSON.stringify(value));
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  for (const sessionToken of [undefined, TOKEN])
    record(
      createPresigner({ ...OF_THE_DOCUMENTATION, credentials: { ...CREDENTIALS, sessionToken } })
        .get("test.txt", { expiresInSeconds: 86_400 })
        .url.slice(-64),
    );

  const signer = createPresigner({ credentials: CREDENTIALS, region: "eu-west-1", bucket: "photos", clock: () => NOW });
  const life = { expiresInSeconds: 900 };
  const lookup = () => CREDENTIALS;
  for (const key of KEYS) {
    const requests = [
      signer.get(key, { ...life, downloadAs: "Zoë.pdf", response: { cacheControl: "no-store" } }),
      signer.put(key, {
        ...life,
        contentLength: 5,
        contentType: "a/b",
        metadata: { a: "1" },
        customerKey: new Uint8Array(32).fill(7),
      }),
      signer.multipart.part(key, { ...life, uploadId: "u/+", partNumber: 10_000 }),
    ];
    for (const { method, url, headers, sentByClient } of requests) {
      const [, origin, target] = /^(https:\/\/[^/]+)(.*)$/.exec(url);
      const request = { method, target, rawHeaders: Object.entries({ ...headers, ...sentByClient }).flat() };
      const judged = verify(request, lookup, NOW, { region: "eu-west-1" });
      const other = verify({ ...request, method: "DELETE" }, lookup, NOW, { region: "eu-west-1" });
      if (!judged.ok || other.ok) throw new Error(`the verifier: ${JSON.stringify([url, judged, other])}`);
      record([origin, url, headers, other, inspect(url, { now: NOW }), trace(request, CREDENTIALS.secretAccessKey)]);
    }
  }
  // The small entry, which has a hash of its own.
  const bucketUrl = "https://photos.s3.eu-west-1.amazonaws.com";
  const small = createGetPresigner({ credentials: CREDENTIALS, region: "eu-west-1", bucketUrl, clock: () => NOW });
  for (const key of KEYS) {
    const { url } = small.get(key, { ...life, downloadAs: "Zoë.pdf" });
    const alone = presignGet({ credentials: CREDENTIALS, region: "eu-west-1", bucketUrl, key, now: NOW, ...life });
    if (url !== signer.get(key, { ...life, downloadAs: "Zoë.pdf" }).url) throw new Error(`the small presigner: ${url}`);
    if (alone !== signer.get(key, life).url) throw new Error(`presignGet: ${alone}`);
    record([url, alone]);
  }
  const form = signer.post({
    keyStartsWith: "é/",
    anyContentType: true,
    contentLengthRange: { min: 1, max: 9 },
    ...life,
  });
  const sent = {
    bucket: "photos",
    fields: [...Object.entries(form.fields), ["content-type", "a/b"]],
    fileName: "日.txt",
  };
  const judged = verifyForm(sent, lookup, NOW, { region: "eu-west-1" });
  record([form, judged.ok && judged.key]);
  record(
    explain(
      signer.get("k", life).url,
      "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
    ),
  );
  try {
    signer.get("a/../b", life);
  } catch (error) {
    record([error instanceof PresignError, error.name, error.code, error.message]);
  }

  // Each signature is another one, or is not, as the runtime pleases: whoever asked verifies it.
  const everywhere = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
  const { url } = createPresigner({ credentials: CREDENTIALS, bucket: everywhere, clock: () => NOW }).get("a b", life);
  return JSON.stringify({ answers, signedForEveryRegion: url });
}
