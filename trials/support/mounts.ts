// File systems of a trial's own. They need root and Linux; a trial that cannot have one says so and does not pass for that.
import { execFile } from "node:child_process";
import { accessSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

const call = promisify(execFile);

/** Why the trial cannot run here, or undefined. `programs` are looked for in the usual places. */
export function findObstacle(programs: readonly string[]): string | undefined {
  if (process.platform !== "linux") return "it needs Linux";
  if (process.getuid?.() !== 0) return "it mounts file systems, which only root may";
  const missing = programs.filter((program) => !isInstalled(program));
  return missing.length === 0
    ? undefined
    : `${missing.join(", ")} is not installed (apt-get install ${missing.join(" ")})`;
}

export function isInstalled(program: string): boolean {
  return ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].some((folder) => {
    try {
      accessSync(`${folder}/${program}`);
      return true;
    } catch {
      return false;
    }
  });
}

export async function mountImage(image: string, at: string): Promise<void> {
  await mkdir(at, { recursive: true });
  await call("mount", ["-o", "loop,noatime", image, at]);
}

export async function mountMemory(at: string, sizeBytes: number): Promise<void> {
  await mkdir(at, { recursive: true });
  await call("mount", ["-t", "tmpfs", "-o", `size=${sizeBytes}`, "tmpfs", at]);
}

export const unmount = (at: string): Promise<unknown> => call("umount", [at]);

/** A new file system in a file. */
export async function makeImage(image: string, sizeBytes: number): Promise<void> {
  await call("truncate", ["-s", String(sizeBytes), image]);
  await call("mkfs.ext4", ["-q", "-F", "-m", "0", image]);
}

export const copyImage = (from: string, to: string): Promise<unknown> => call("cp", ["--sparse=always", from, to]);
