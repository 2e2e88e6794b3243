// Requests that two readers could read as two different ones, made from requests whose signature is right.

/** What a row is made from: presigned targets of the endpoint that it goes to. */
export interface Base {
  readonly host: string;
  /** Path and query of a presigned PUT of `/daypass/k`, host signed. */
  readonly put: string;
  /** The same for a GET of an object that is there. */
  readonly get: string;
  /** A whole request, as right as can be, that deletes that object: what a smuggler hides in a body. */
  readonly hidden: string;
}

export interface AmbiguousRow {
  readonly says: string;
  bytes(base: Base): string;
}

const put =
  (...headers: string[]) =>
  ({ host, put }: Base) =>
    `PUT ${put} HTTP/1.1\r\nHost: ${host}\r\n${headers.map((line) => `${line}\r\n`).join("")}\r\n`;
/** A body that one reader takes as chunks and another by its length, with a request behind the first end. */
const chunksWithMore = ({ hidden }: Base) => `0\r\n\r\n${hidden}`;

const framing = (says: string, ...headers: string[]): AmbiguousRow => ({
  says: `framing: ${says}`,
  bytes: (base) => {
    const more = chunksWithMore(base);
    return put(...headers.map((line) => line.replace("LENGTH", String(more.length))))(base) + more;
  },
});

const FRAMING: AmbiguousRow[] = [
  framing("length and chunks", "Content-Length: LENGTH", "Transfer-Encoding: chunked"),
  framing("chunks and length", "Transfer-Encoding: chunked", "Content-Length: LENGTH"),
  framing("length 0 and chunks", "Content-Length: 0", "Transfer-Encoding: chunked"),
  framing("two lengths", "Content-Length: 0", "Content-Length: LENGTH"),
  framing("two equal lengths", "Content-Length: LENGTH", "Content-Length: LENGTH"),
  framing("a list of lengths", "Content-Length: 0, LENGTH"),
  framing("a length with a plus", "Content-Length: +LENGTH"),
  framing("a negative length", "Content-Length: -1"),
  framing("a length in hexadecimal", "Content-Length: 0xff"),
  framing("a length with a blank in it", "Content-Length: 1 0"),
  framing("an empty length", "Content-Length:"),
  framing("a length with an exponent", "Content-Length: 1e1"),
  framing("a length of 30 digits", `Content-Length: ${"9".repeat(30)}`),
  framing("a length with a point", "Content-Length: 5.0"),
  framing("a blank before the colon of the length", "Content-Length : 0", "Content-Length: LENGTH"),
  framing("chunked, identity", "Transfer-Encoding: chunked, identity"),
  framing("identity", "Transfer-Encoding: identity"),
  framing("an unknown coding", "Transfer-Encoding: xchunked"),
  framing("a blank before the colon", "Transfer-Encoding : chunked", "Content-Length: LENGTH"),
  framing("a vertical tab before the coding", "Transfer-Encoding: \u000bchunked", "Content-Length: LENGTH"),
  framing("a folded line", "Transfer-Encoding:\r\n chunked", "Content-Length: LENGTH"),
  framing("a folded length", "Content-Length:\r\n 0"),
  framing("a line that ends with LF", "A: b\nContent-Length: LENGTH"),
  framing("a line that ends with CR", "A: b\rContent-Length: LENGTH"),
  framing("coding in quotes", 'Transfer-Encoding: "chunked"', "Content-Length: LENGTH"),
  framing(
    "two codings in two lines",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity",
    "Content-Length: LENGTH",
  ),
  framing("NUL in the coding", "Transfer-Encoding: chunked\0", "Content-Length: LENGTH"),
  framing("an underscore", "Transfer_Encoding: chunked", "Content_Length: LENGTH"),
];

const chunked = (says: string, body: (base: Base) => string): AmbiguousRow => ({
  says: `chunks: ${says}`,
  bytes: (base) => put("Transfer-Encoding: chunked")(base) + body(base),
});

const CHUNKS: AmbiguousRow[] = [
  chunked("a size with 0x", ({ hidden }) => `0x0\r\n\r\n${hidden}`),
  chunked("a negative size", ({ hidden }) => `-1\r\n\r\n${hidden}`),
  chunked("a size of 20 digits", ({ hidden }) => `${"f".repeat(20)}\r\n${hidden}`),
  chunked("a blank before the size", ({ hidden }) => ` 0\r\n\r\n${hidden}`),
  chunked("no size", ({ hidden }) => `\r\n\r\n${hidden}`),
  chunked("no line end behind the data", ({ hidden }) => `1\r\naX0\r\n\r\n${hidden}`),
  chunked("LF for a line end", ({ hidden }) => `1\na\n0\n\n${hidden}`),
  chunked("an extension with LF", ({ hidden }) => `1;a\nb\r\na\r\n0\r\n\r\n${hidden}`),
  chunked("a length where none was", () => "1\r\na\r\n0\r\nContent-Length: 5\r\n\r\n"),
];

const line = (says: string, bytes: AmbiguousRow["bytes"]): AmbiguousRow => ({ says: `line: ${says}`, bytes });

const LINES: AmbiguousRow[] = [
  line("a tab", ({ host, get }) => `GET\t${get}\tHTTP/1.1\r\nHost: ${host}\r\n\r\n`),
  line("HTTP/1.2", ({ host, get }) => `GET ${get} HTTP/1.2\r\nHost: ${host}\r\n\r\n`),
  line("HTTP/2", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  line("no version", ({ get }) => `GET ${get}\r\n\r\n`),
  line("a version in lower case", ({ host, get }) => `GET ${get} http/1.1\r\nHost: ${host}\r\n\r\n`),
  line("a method in lower case", ({ host, get }) => `get ${get} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
  line("a made-up method", ({ host, get }) => `GETS ${get} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
  line("TRACE", ({ host, get }) => `TRACE ${get} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
  line("CONNECT", ({ host }) => `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
  line("a blank before a header", ({ host, get }) => `GET ${get} HTTP/1.1\r\n Host: ${host}\r\n\r\n`),
  line("a header without a colon", ({ host, get }) => `GET ${get} HTTP/1.1\r\nHost: ${host}\r\nRange\r\n\r\n`),
  line("a header without a name", ({ host, get }) => `GET ${get} HTTP/1.1\r\nHost: ${host}\r\n: x\r\n\r\n`),
  line("NUL in a header", ({ host, get }) => `GET ${get} HTTP/1.1\r\nHost: ${host}\r\nA: \0\r\n\r\n`),
  line("a name with a byte above 0x7F", ({ host, get }) => `GET ${get} HTTP/1.1\r\nHost: ${host}\r\n\u00e4: x\r\n\r\n`),
];

const target = (says: string, change: (get: string, base: Base) => string): AmbiguousRow => ({
  says: `target: ${says}`,
  bytes: (base) => `GET ${change(base.get, base)} HTTP/1.1\r\nHost: ${base.host}\r\n\r\n`,
});

const TARGETS: AmbiguousRow[] = [
  target("absolute", (get, { host }) => `http://${host}${get}`),
  target("absolute, of another host", (get) => `http://evil.example${get}`),
  target("an asterisk", () => "*"),
  target("a host in the path", (get, { host }) => `//${host}${get}`),
  target("without its slash", (get) => get.slice(1)),
  target("a fragment", (get) => `${get}#x`),
  target("a fragment before the query", (get) => get.replace("?", "#?")),
  target("a backslash", (get) => get.replace("/daypass/", "/daypass\\")),
  target("a backslash in front", (get) => get.replace("/", "\\")),
  target("an encoded NUL", (get) => get.replace("?", "%00?")),
  target("a stray percent sign", (get) => get.replace("?", "%?")),
  target("a raw byte above 0x7F", (get) => get.replace("?", "\u00e4?")),
  target("a tab", (get) => get.replace("?", "\t?")),
  target("a dot segment", (get) => get.replace("/daypass/", "/daypass/./")),
  target("two dots", (get) => get.replace("/daypass/", "/x/../daypass/")),
  target("two dots, encoded", (get) => get.replace("/daypass/", "/x/%2e%2E/daypass/")),
  target("a second question mark", (get) => get.replace("?", "??")),
];

const hosts = (says: string, change: (host: string) => string[]): AmbiguousRow => ({
  says: `host: ${says}`,
  bytes: ({ host, get }) =>
    `GET ${get} HTTP/1.1\r\n${change(host)
      .map((value) => `Host:${value}\r\n`)
      .join("")}\r\n`,
});

const HOSTS: AmbiguousRow[] = [
  hosts("none", () => []),
  hosts("empty", () => [""]),
  hosts("twice", (host) => [host, host]),
  hosts("the right one first", (host) => [host, "evil.example"]),
  hosts("the right one last", (host) => ["evil.example", host]),
  hosts("a list", (host) => [`${host}, evil.example`]),
  hosts("a user", (host) => [`evil@${host}`]),
  hosts("a path", (host) => [`${host}/x`]),
  hosts("no port", (host) => [host.replace(/:\d+$/, "")]),
  hosts("another port", (host) => [host.replace(/:\d+$/, ":1")]),
  hosts("a blank in it", (host) => [host.replace(":", " :")]),
  hosts("a number for an address", (host) => [host.replace("127.0.0.1", "2130706433")]),
];

const twice = (says: string, ...lines: string[]): AmbiguousRow => ({
  says: `twice: ${says}`,
  bytes: ({ host, get }) =>
    `GET ${get} HTTP/1.1\r\nHost: ${host}\r\n${lines.map((each) => `${each}\r\n`).join("")}\r\n`,
});

const TWICE: AmbiguousRow[] = [
  twice("Authorization besides a signed query", "Authorization: AWS4-HMAC-SHA256 x"),
  twice("Authorization", "Authorization: Basic YTpi", "Authorization: AWS4-HMAC-SHA256 x"),
  twice("Content-Type", "Content-Type: a/b", "Content-Type: c/d"),
  twice("Range", "Range: bytes=0-0", "Range: bytes=1-1"),
  twice("If-None-Match", 'If-None-Match: "a"', "If-None-Match: *"),
  twice("x-amz-date", "x-amz-date: 20261124T120000Z", "x-amz-date: 20261124T120000Z"),
  twice("x-amz-content-sha256", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "x-amz-content-sha256: UNSIGNED-PAYLOAD"),
];

export const AMBIGUOUS: readonly AmbiguousRow[] = [...FRAMING, ...CHUNKS, ...LINES, ...TARGETS, ...HOSTS, ...TWICE];
