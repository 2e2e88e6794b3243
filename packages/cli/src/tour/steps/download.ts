import type { Step } from "../types.ts";
import { FIRST, timed } from "./files.ts";

export const download: Step = {
  id: "download",
  title: "Download, in four steps",
  async play({ scene, point, ask, tell }) {
    point(1, `The browser asks the server for ${FIRST.name}.`);
    point(2, "The server checks: is this a user who may have it? Yes.");
    const { result: get, took } = timed(() =>
      scene.signAs("reader").get(FIRST.key, { expiresInSeconds: 60, downloadAs: "january.txt" }),
    );
    point(
      3,
      `It signs a GET for 60 seconds with the key READER (${took}) and sends the browser there. The name under which the file is saved is a part of the URL, so it is signed as well.`,
    );
    point(4, "The browser fetches the file from the bucket:");
    await ask(
      { method: get.method, url: get.url },
      {
        status: 200,
        headers: { "content-disposition": `attachment; filename="january.txt"; filename*=UTF-8''january.txt` },
        body: FIRST.text,
      },
      { explain: true },
    );
    tell("Nobody was given a key, and the server did not touch a byte of the file.");
  },
};
