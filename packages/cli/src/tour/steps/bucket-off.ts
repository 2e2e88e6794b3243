import type { Step } from "../types.ts";
import { FIRST, timed } from "./files.ts";

export const bucketOff: Step = {
  id: "bucket-off",
  title: "Sign while the bucket is off",
  async play({ scene, tell, ask }) {
    await scene.turnOff();
    const { result: get, took } = timed(() => scene.signAs("reader").get(FIRST.key, { expiresInSeconds: 60 }));
    tell(
      `The bucket has been turned off. A URL was signed all the same, in ${took}: the signer needs its key and a clock, no network. Using the URL is another matter:`,
    );
    await ask({ method: "GET", url: get.url }, { unreachable: "ECONNREFUSED" });
    await scene.turnOn();
    tell("The bucket is on again. The same URL, signed while it was off:");
    await ask({ method: "GET", url: get.url }, { status: 200, body: FIRST.text });
    tell(
      "So a URL that was signed is no promise that the object is there, or that the key has the right: that shows when it is used.",
    );
  },
};
