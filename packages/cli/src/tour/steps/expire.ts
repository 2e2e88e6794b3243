import type { Step } from "../types.ts";
import { FIRST } from "./files.ts";

const EXPIRES_IN_SECONDS = 5;

export const expire: Step = {
  id: "expire",
  title: "Wait until it ends",
  async play({ scene, tell, ask, waitUntil }) {
    tell(
      `This URL lives for ${EXPIRES_IN_SECONDS} seconds. S3 allows 1 second to 7 days. It works at once, and again:`,
    );
    const { url, expiresAt } = scene.signAs("reader").get(FIRST.key, { expiresInSeconds: EXPIRES_IN_SECONDS });
    await ask({ method: "GET", url }, { status: 200, body: FIRST.text });
    await ask({ method: "GET", url }, { status: 200, body: FIRST.text });
    tell("Now the tour waits until its time is over, and sends the very same request:");
    await waitUntil(expiresAt);
    await ask({ method: "GET", url }, { status: 403, code: "AccessDenied", message: "Request has expired" });
    tell("The bucket's clock decides, when the request arrives. A download that began in time is not cut off.");
  },
};
