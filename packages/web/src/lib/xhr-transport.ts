import { readAnswer, type Transport } from "@daypass/client";

/** XMLHttpRequest is the one way in which a browser tells how much of a body has left. */
export const xhrTransport: Transport = {
  reportsProgress: true,
  send: ({ method, url, headers, body, signal, onSent }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const request = new XMLHttpRequest();
      const abort = () => request.abort();
      signal.addEventListener("abort", abort);
      request.open(method, url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded }) => onSent(loaded);
      request.onload = () => resolve(readAnswer(request.status, request.responseText, readHeader(request)));
      request.onerror = () => reject(new TypeError("The request failed"));
      request.onabort = () => reject(signal.reason);
      request.onloadend = () => signal.removeEventListener("abort", abort);
      request.send(body);
    }),
};

/** Asking for one header that CORS does not expose is an error in the console; the list has only those that it does. */
function readHeader(request: XMLHttpRequest): (name: string) => string | null {
  const lines = request.getAllResponseHeaders().split("\r\n");
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return (name) => headers.get(name) ?? null;
}
