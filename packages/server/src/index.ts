export { createServer } from "./create-server.ts";
export type {
  ApiToken,
  AssetFolder,
  BucketConnection,
  BucketCredentials,
  Connection,
  CredentialSource,
  DaypassServer,
  InstanceKey,
  Limits,
  Log,
  ResetLink,
  ServerOptions,
} from "./types.ts";
export { StartError } from "./types.ts";
