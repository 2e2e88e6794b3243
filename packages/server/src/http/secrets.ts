import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

export interface InstanceKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** What is looked up by a random token is stored as this: 256 bits of a hash cannot be turned back into 128 random ones. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** 256 random bits for a session or an API token. */
export const createToken = (): string => randomBytes(32).toString("base64url");

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The ring of instance keys: the newest seals and signs, all open and check. Each purpose has a key of its own. */
export function createSecrets(ring: readonly InstanceKey[]) {
  for (const { id, key } of ring) {
    if (key.length !== 32)
      throw new RangeError(`Cannot start: instance key "${id}" must have 32 bytes, got ${key.length}`);
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id))
      throw new RangeError(
        `Cannot start: an instance key's id must be 1..64 of A-Za-z0-9_-, got ${JSON.stringify(id)}`,
      );
  }
  const newest = ring[0];
  if (!newest) throw new RangeError("Cannot start: instanceKeys must hold at least one key, got none");
  const derive = ({ key }: InstanceKey, purpose: string): Buffer =>
    Buffer.from(hkdfSync("sha256", key, "daypass", purpose, 32));
  const keys = ring.map((entry) => ({ id: entry.id, seal: derive(entry, "seal"), mac: derive(entry, "mac") }));

  const mac = (key: Buffer, parts: readonly string[]): string =>
    createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url");

  return {
    /** AES-256-GCM, so that the owner can see a link again. `context` ties it to its row. */
    seal(text: string, context: string): string {
      const { id, seal } = keys[0]!;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", seal, nonce).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${id}.${sealed.toString("base64url")}`;
    },

    /** Undefined when the key is no longer in the ring, or the text was changed. */
    open(sealed: string, context: string): string | undefined {
      const dot = sealed.indexOf(".");
      const key = keys.find(({ id }) => id === sealed.slice(0, dot));
      const bytes = Buffer.from(sealed.slice(dot + 1), "base64url");
      if (!key || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key.seal, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
      } catch {
        return undefined;
      }
    },

    /** A keyed hash of parts, by the newest key. */
    sign: (...parts: readonly string[]): string => mac(keys[0]!.mac, parts),

    /** The same by every key of the ring, newest first. */
    signAll: (...parts: readonly string[]): string[] => keys.map((key) => mac(key.mac, parts)),

    check(signature: string, ...parts: readonly string[]): boolean {
      const got = Buffer.from(signature);
      return keys.some((key) => {
        const want = Buffer.from(mac(key.mac, parts));
        return want.length === got.length && timingSafeEqual(want, got);
      });
    },
  };
}

export type Secrets = ReturnType<typeof createSecrets>;
