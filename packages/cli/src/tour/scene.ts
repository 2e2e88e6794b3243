import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BucketError, type Identity, type RunningBucket, startBucket } from "@daypass/bucket";
import { createPresigner, type Presigner } from "@daypass/presign";
import { CliError } from "../exit-codes.ts";
import type { Scene, Who } from "./types.ts";

export const BUCKET = "tour";

/** What each key may do, and how the tour says it. */
export const RIGHTS = [
  { who: "uploader", accessKeyId: "UPLOADER", says: "may upload objects to in/", action: "s3:PutObject", in: "in/" },
  { who: "reader", accessKeyId: "READER", says: "may read objects in in/", action: "s3:GetObject", in: "in/" },
  {
    who: "stranger",
    accessKeyId: "STRANGER",
    says: "may read objects in elsewhere/",
    action: "s3:GetObject",
    in: "elsewhere/",
  },
] as const satisfies readonly { who: Who; accessKeyId: string; says: string; action: string; in: string }[];

/** One identity for each, with a secret that only this process knows. */
export const createIdentities = (): Identity[] =>
  RIGHTS.map(({ accessKeyId, action, in: keyPrefix }) => ({
    accessKeyId,
    secretAccessKey: randomBytes(30).toString("base64url"),
    policy: [{ actions: [action], bucket: BUCKET, keyPrefix }],
  }));

/** Opens the bucket in a temporary folder. Closing removes both. */
export async function openScene(identities: readonly Identity[] = createIdentities()): Promise<Scene> {
  const dir = await mkdtemp(join(tmpdir(), "daypass-tour-")).catch((cause: Error) => {
    throw new CliError("data_folder", `The tour needs a temporary folder: ${cause.message}. Set TMPDIR to one.`, {
      cause,
    });
  });
  const start = (port: number): Promise<RunningBucket> => startBucket({ dir, port, buckets: [BUCKET], identities });
  let bucket: RunningBucket;
  try {
    bucket = await start(0);
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error instanceof BucketError
      ? new CliError("failed", `The tour's bucket does not start: ${error.message}`, { cause: error })
      : error;
  }
  const { endpoint, region } = bucket;
  const presigners = new Map(
    RIGHTS.map(({ who }, index): [Who, Presigner] => {
      const { accessKeyId, secretAccessKey } = identities[index]!;
      return [
        who,
        createPresigner({ credentials: { accessKeyId, secretAccessKey }, region, bucket: BUCKET, endpoint }),
      ];
    }),
  );
  return {
    endpoint,
    plainUrlOf: (key) => `${endpoint}/${BUCKET}/${key}`,
    signAs: (who) => presigners.get(who)!,
    turnOff: () => bucket.close(),
    async turnOn() {
      try {
        bucket = await start(Number(new URL(endpoint).port));
      } catch (error) {
        if (!(error instanceof BucketError)) throw error;
        throw new CliError("failed", `The bucket does not start again: ${error.message} Then run the tour again.`, {
          cause: error,
        });
      }
    },
    async close() {
      await bucket.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
