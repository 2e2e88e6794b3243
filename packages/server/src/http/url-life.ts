import type { App } from "./app-context.ts";

/** Slack for two clocks that differ and a request that is on its way. */
const SLACK_MILLISECONDS = 60_000;

/** From then on no upload URL that exists now works. */
export const urlsEndAt = (app: App): number => app.now() + app.limits.uploadUrlSeconds * 1000 + SLACK_MILLISECONDS;
