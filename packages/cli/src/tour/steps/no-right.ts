import type { Step } from "../types.ts";
import { FIRST } from "./files.ts";

export const noRight: Step = {
  id: "no-right",
  title: "Sign with a key that lacks the right",
  async play({ scene, tell, ask }) {
    tell(
      "Anybody with any key can sign anything: signing asks nobody. STRANGER signs a GET for the first report. The signature is right, and yet:",
    );
    const get = scene.signAs("stranger").get(FIRST.key, { expiresInSeconds: 60 });
    await ask({ method: "GET", url: get.url }, { status: 403, code: "AccessDenied", message: "s3:GetObject" });
    tell("READER may read it, but not delete it:");
    const remove = scene.signAs("reader").delete(FIRST.key, { expiresInSeconds: 60 });
    await ask({ method: "DELETE", url: remove.url }, { status: 403, code: "AccessDenied", message: "s3:DeleteObject" });
    tell(
      "A presigned URL can do what its signer can do, and no more. So sign with a key that has few rights: what it lacks, no URL can give away.",
    );
  },
};
