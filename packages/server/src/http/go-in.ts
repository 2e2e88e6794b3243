import type { UserRecord } from "../store/index.ts";
import type { App } from "./app-context.ts";
import { seeOther } from "./pages-context.ts";
import { startSession } from "./sessions.ts";

/** Starts a session and sends the browser on; to sign-in, when the password that was just right has been replaced. */
export async function goIn(
  app: App,
  user: UserRecord,
  { network, location }: { network: string | null; location: string },
): Promise<Response> {
  const session = await startSession(app, user, { actor: user.login, network });
  if (!session) return seeOther("/sign-in?ended");
  const response = seeOther(location);
  response.headers.append("set-cookie", session.cookie);
  return response;
}
