// Answers what the examples send to S3, as S3 would: 200 for a request that its signature allows, else the error document.
import { verify } from "@daypass/presign";

export function answerLikeS3(secrets: Readonly<Record<string, string>>, region: string): typeof fetch {
  const lookup = (accessKeyId: string) => {
    const secretAccessKey = Object.hasOwn(secrets, accessKeyId) ? secrets[accessKeyId] : undefined;
    return secretAccessKey === undefined ? undefined : { secretAccessKey };
  };
  return async (input, init) => {
    const request = new Request(input, init);
    const { host, pathname, search } = new URL(request.url);
    const body = await request.bytes();
    const headers = [...request.headers, ["Host", host], ["Content-Length", String(body.length)]];
    const received = { method: request.method, target: pathname + search, rawHeaders: headers.flat() };
    const judged = verify(received, lookup, new Date(), { region });
    if (judged.ok) return new Response();
    const elements = Object.entries({ Code: judged.code, Message: judged.message, ...judged.details });
    const xml = elements.map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`).join("");
    return new Response(`<Error>${xml}</Error>`, { status: judged.status });
  };
}

const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
