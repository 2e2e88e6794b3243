import type { Step } from "../types.ts";
import { FIRST, SECOND } from "./files.ts";

export const tamper: Step = {
  id: "tamper",
  title: "Change one character",
  async play({ scene, tell, ask }) {
    const { url } = scene.signAs("reader").get(FIRST.key, { expiresInSeconds: 60 });
    tell("A fresh URL for the first report works:");
    await ask({ method: "GET", url }, { status: 200, body: FIRST.text });
    tell("Now its 1 becomes a 2. That report exists, and READER may read it, but this URL was not signed for it:");
    await ask(
      { method: "GET", url: url.replace(FIRST.key, SECOND.key) },
      { status: 403, code: "SignatureDoesNotMatch" },
      { changed: "key" },
    );
    tell("Or 60 seconds become 90:");
    await ask(
      { method: "GET", url: url.replace("X-Amz-Expires=60", "X-Amz-Expires=90") },
      { status: 403, code: "SignatureDoesNotMatch" },
      { changed: "X-Amz-Expires" },
    );
    tell("Or GET becomes PUT. The method is nowhere in the URL, but it is signed as well:");
    await ask({ method: "PUT", url, body: FIRST.text }, { status: 403, code: "SignatureDoesNotMatch" });
    tell(
      "The signature is computed from all of this with a secret that only the signer and the bucket have. The bucket computes it again from what it received; one other character, and another signature comes out.",
    );
  },
};
