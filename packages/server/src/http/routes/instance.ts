import { Instance } from "@daypass/api/schemas";
import type { App } from "../app-context.ts";
import { type Route, userRoute } from "../route.ts";

export const instanceRoutes = (app: App): Route[] => [
  userRoute({
    method: "get",
    path: "/api/v1/instance",
    summary: "What this server is: version, bucket, limits",
    status: 200,
    answer: Instance,
    problems: [],
    handle: async () => ({
      version: app.version,
      publicUrl: app.publicUrl.origin,
      bucket: { kind: app.bucket.kind, name: app.bucket.name, publicUrl: app.storage.publicOrigin },
      limits: {
        maxFileBytes: app.limits.maxFileBytes,
        multipartThresholdBytes: app.limits.multipartThresholdBytes,
      },
    }),
  }),
];
