// s3rver, from the folder that it was installed to. Its own defaults; it is not asked to verify anything.
import { createRequire } from "node:module";

const [directory = "", installed = ""] = process.argv.slice(2);
interface S3rver {
  run(): Promise<{ port: number }>;
}
const Server = createRequire(`${installed}/package.json`)("s3rver") as new (options: object) => S3rver;
const { port } = await new Server({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: "daypass" }],
}).run();
console.log(port);
