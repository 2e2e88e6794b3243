import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { InstanceKey } from "@daypass/server";
import type { DataFolder } from "./data-folder.ts";
import { CliError } from "./exit-codes.ts";

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The two identities under which a server talks to its embedded bucket. */
export interface BucketKeys {
  readonly signer: AccessKey;
  readonly janitor: AccessKey;
}

export type RandomBytes = (count: number) => Uint8Array;

/** 20 characters and 40 characters, like AWS's, but with a beginning of our own: nobody should try them there. */
export const createAccessKey = (random: RandomBytes = randomBytes): AccessKey => ({
  accessKeyId: `DAYPASS${toBase32(random(9)).slice(0, 13)}`,
  secretAccessKey: Buffer.from(random(30)).toString("base64url"),
});

/** The ring of instance keys: from `DAYPASS_INSTANCE_KEYS` (`ID:BASE64[,…]`, the first seals), else the folder's file, made at the first start. */
export function loadInstanceKeys(
  folder: DataFolder,
  fromEnvironment: string | undefined,
  random: RandomBytes = randomBytes,
): InstanceKey[] {
  if (fromEnvironment)
    return fromEnvironment.split(",").map((entry) => parseKey(entry.trim(), "DAYPASS_INSTANCE_KEYS"));
  if (!existsSync(folder.instanceKeys)) {
    if (existsSync(folder.database))
      throw new CliError(
        "data_folder",
        `${folder.instanceKeys} is missing, but the database is there: with a new key nobody could see their links again. Put the file back from a backup, or set DAYPASS_INSTANCE_KEYS.`,
      );
    writeSecretFile(folder.instanceKeys, {
      keys: [{ id: "k1", key: Buffer.from(random(32)).toString("base64") }],
    });
  }
  const { keys } = readSecretFile(folder.instanceKeys) as { keys?: { id?: string; key?: string }[] };
  if (!Array.isArray(keys) || keys.length === 0) throw damaged(folder.instanceKeys, "it has no keys");
  return keys.map(({ id, key }) => parseKey(`${id}:${key}`, folder.instanceKeys));
}

/** The keys of signer and janitor, made at the first start. */
export function loadBucketKeys(folder: DataFolder, random: RandomBytes = randomBytes): BucketKeys {
  if (!existsSync(folder.bucketIdentities))
    writeSecretFile(folder.bucketIdentities, { signer: createAccessKey(random), janitor: createAccessKey(random) });
  const keys = readSecretFile(folder.bucketIdentities) as Partial<BucketKeys>;
  for (const who of ["signer", "janitor"] as const)
    if (!keys[who]?.accessKeyId || !keys[who].secretAccessKey)
      throw damaged(folder.bucketIdentities, `it has no ${who}`);
  return keys as BucketKeys;
}

function parseKey(entry: string, from: string): InstanceKey {
  const [id, base64 = ""] = entry.split(/:(.*)/s);
  const key = Buffer.from(base64, "base64");
  if (!id || key.length !== 32)
    throw new CliError(
      "configuration",
      `${from} must hold keys of 32 bytes in base64, each with a name: k1:BASE64 (make one with \`openssl rand -base64 32\`).`,
    );
  return { id, key: new Uint8Array(key) };
}

/** Whole or not at all, never readable by others, and never over an existing secret: link refuses what rename would replace. */
function writeSecretFile(file: string, content: object): void {
  const temporary = `${file}.${process.pid}.new`;
  const descriptor = openSync(temporary, "wx", 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(temporary);
  }
  if (process.platform === "win32") return;
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}

function readSecretFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw damaged(file, cause instanceof SyntaxError ? "it is not JSON" : String(cause), cause);
  }
}

const damaged = (file: string, how: string, cause?: unknown): CliError =>
  new CliError("data_folder", `${file} cannot be read: ${how}. Put it back from a backup.`, { cause });

function toBase32(bytes: Uint8Array): string {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{5}/g) ?? []).map((chunk) => ALPHABET[Number.parseInt(chunk, 2)]).join("");
}
