import type { Step } from "../types.ts";
import { FIRST } from "./files.ts";

export const plainUrl: Step = {
  id: "plain-url",
  title: "A plain URL is refused",
  async play({ scene, tell, ask }) {
    tell(
      "A plain URL says where an object is, and nothing about who asks. The bucket is private, as every new bucket on S3 is, so it sends away whoever proves nothing. It does not even say whether the object exists.",
    );
    await ask({ method: "GET", url: scene.plainUrlOf(FIRST.key) }, { status: 403, code: "AccessDenied" });
    tell(
      "If the bucket were public, this URL would work for everybody, for ever. A presigned URL is the way between: for one object, one operation, and a short time.",
    );
  },
};
