// What sixteen large uploads at once cost in memory. They are held to a rate, as a network would, so that all run together.
import { startDaypass } from "./contestants.ts";
import { Connection, writeHead } from "./http-load.ts";
import { readMemoryBytes } from "./memory.ts";

const UPLOADS = 16;
const MIB = 1024 * 1024;

/** By how many bytes the server's peak is above what it took before. */
export async function measureUploadMemory(folder: string, uploadBytes: number): Promise<number> {
  const server = await startDaypass(folder);
  try {
    const body = Buffer.alloc(MIB, "0123456789abcdef");
    const upload = async (key: string, bytes: number) => {
      const connection = await Connection.open(server.port);
      await connection.send({ head: writeHead("PUT", server.url("PUT", key), bytes), body, repeat: bytes / MIB });
      connection.close();
    };
    // What a first upload needs once, like a compiled function, is not what one upload more needs.
    await upload("warm", 8 * MIB);
    const base = await readMemoryBytes(server.pid);
    await Promise.all(Array.from({ length: UPLOADS }, (_, i) => upload(`large-${i}`, uploadBytes)));
    return (await readMemoryBytes(server.pid)).peak - base.now;
  } finally {
    await server.stop();
  }
}
