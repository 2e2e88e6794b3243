import type { Refused } from "./problems.ts";

/** What a request carries through the server. */
export interface Env {
  Bindings: { remoteAddress: string | undefined };
  Variables: {
    requestId: string;
    /** Pattern of the route that answers: what logs and metrics may say of a path. */
    route: string;
    remoteAddress: string | undefined;
    /** A problem document or a page, as the request asks. */
    answerRefused: (refused: Refused) => Response | Promise<Response>;
  };
}
