import type { Step } from "../types.ts";
import { SECOND, timed } from "./files.ts";

const MAX_BYTES = 1000;

export const uploadByPost: Step = {
  id: "upload-post",
  title: "Upload with POST, in four steps",
  async play({ scene, tell, point, ask }) {
    const { key, name, type, text } = SECOND;
    tell(
      "The same as an HTML form, which works without a script. Here it is not a URL that is signed but a policy: rules that the form's fields and the file must keep. A policy can allow a range of sizes; a PUT can only name one.",
    );
    point(1, `The browser tells the server: I want to upload ${name}.`);
    const { result: form, took } = timed(() =>
      scene.signAs("uploader").post({
        key,
        contentType: type,
        contentLengthRange: { min: 1, max: MAX_BYTES },
        expiresInSeconds: 60,
      }),
    );
    point(
      2,
      `The server says yes and signs these rules in ${took}: the object is \`${key}\`, its type ${type}, its size 1 to ${MAX_BYTES.toLocaleString("en")} bytes, and it all ends in 60 seconds.`,
    );
    point(3, "The browser receives the form: an address, and fields that it sends as they are.");
    point(4, "The browser sends the fields and the file to the bucket:");
    await ask({ method: "POST", url: form.url, fields: form.fields, body: text }, { status: 204 });
    tell("The rules hold. Here is the same form with a file that is too large:");
    await ask(
      { method: "POST", url: form.url, fields: form.fields, body: "x".repeat(2 * MAX_BYTES) },
      { status: 400, code: "EntityTooLarge" },
      { sameFields: true },
    );
  },
};
