// The bucket as it ships, with an identity that the benchmark knows. Says on its first line where it listens.
import { startBucket } from "@daypass/bucket";

const [dir = "", accessKeyId = "", secretAccessKey = ""] = process.argv.slice(2);
const { endpoint } = await startBucket({
  dir,
  identities: [{ accessKeyId, secretAccessKey, policy: [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }] }],
});
console.log(new URL(endpoint).port);
