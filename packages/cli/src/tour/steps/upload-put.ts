import type { Step } from "../types.ts";
import { FIRST, timed } from "./files.ts";

export const uploadByPut: Step = {
  id: "upload-put",
  title: "Upload with PUT, in four steps",
  async play({ scene, tell, point, ask }) {
    const { key, name, type, text } = FIRST;
    tell(
      "An app has a server that knows its users, and a bucket for their files. The server decides; the file goes straight from the browser to the bucket. The tour plays browser and server; the bucket is real.",
    );
    point(
      1,
      `The browser tells the server what it wants to upload: ${name}, ${text.length} bytes, ${type}. No bytes yet.`,
    );
    const { result: put, took } = timed(() =>
      scene
        .signAs("uploader")
        .put(key, { expiresInSeconds: 60, contentType: type, contentLength: text.length, createOnly: true }),
    );
    point(
      2,
      `The server knows the user and says yes. It chooses the object's name, \`${key}\`, and signs a PUT with the key UPLOADER. That took ${took}: it is arithmetic, and the bucket was not asked.`,
    );
    point(
      3,
      "The browser receives the URL, good for 60 seconds, and the headers that it must send. They are signed too: this type, this size, and if-none-match, which means that nothing is replaced.",
    );
    point(4, "The browser sends the file to the bucket. The bucket computes the signature again, and it is the same:");
    await ask(
      { method: put.method, url: put.url, headers: { ...put.headers, ...put.sentByClient }, body: text },
      { status: 200 },
      { explain: true },
    );
    tell("Last, the server looks at what has arrived, because a browser can say anything. READER signs a HEAD:");
    const head = scene.signAs("reader").head(key, { expiresInSeconds: 60 });
    await ask(
      { method: head.method, url: head.url },
      { status: 200, headers: { "content-length": String(text.length), "content-type": type } },
    );
  },
};
