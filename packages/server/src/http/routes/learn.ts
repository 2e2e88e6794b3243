// Learn, and the two URLs of its live try. Open to everybody: what it signs is always the same one object, for reading.
import type { DemoUrls } from "@daypass/api/schemas";
import type { Hono } from "hono";
import { authorizeDemo } from "../../domain/grants.ts";
import { BucketError } from "../../storage/index.ts";
import type { App } from "../app-context.ts";
import type { Env } from "../env.ts";
import { learnPage } from "../pages/index.ts";
import { addPage, pageResponse, remoteOf, seeOther, wantsJson } from "../pages-context.ts";
import { findActor } from "../sessions.ts";
import { takeDemo } from "../tries.ts";

/** All that the demo object says. */
export const DEMO_TEXT = "Hello! This file is in a bucket. You can read it because the URL that you used was signed.\n";
/** How long the bucket is not asked again to store what it stored already. */
const STORED_MILLISECONDS = 10 * 60_000;

export function addLearnPages(hono: Hono<Env>, app: App): void {
  const { name: bucketId, keyPrefix } = app.bucket;
  const grant = authorizeDemo({ bucketId, keyPrefix });
  const plainUrl = app.storage.plainUrl(grant.objectKey);
  // Only saves requests: another server that knows nothing of it stores the same text in the same place.
  let isStoredUntil = 0;

  /** Why the object may not be there; null when it is. */
  async function store(): Promise<DemoUrls["bucketFault"]> {
    if (app.now() < isStoredUntil) return null;
    try {
      await app.storage.storeDemo(grant, DEMO_TEXT);
    } catch (error) {
      if (!(error instanceof BucketError)) throw error;
      app.log.warn({ code: error.code, reason: error.message }, "the bucket did not take the demo object");
      return { kind: error.kind, detail: error.message };
    }
    isStoredUntil = app.now() + STORED_MILLISECONDS;
    return null;
  }

  addPage(hono, "GET", "/learn", async (c) => {
    const actor = await findActor(app, c.req.raw);
    return pageResponse(learnPage(app.assets.learnFrame, { plainUrl, signedIn: actor?.kind === "session" }));
  });

  // A POST, because it makes something: scanners and previews that follow links leave it alone.
  addPage(hono, "POST", "/learn/demo", async (c) => {
    const refused = await takeDemo(app, remoteOf(c));
    if (refused) return refused;
    const bucketFault = await store();
    const { url, expiresAt } = await app.storage.signDemo(grant);
    if (!wantsJson(c.req.raw)) return seeOther(url);
    const urls: DemoUrls = { plainUrl, presignedUrl: url, expiresAt: expiresAt.toISOString(), bucketFault };
    return Response.json(urls);
  });
}
