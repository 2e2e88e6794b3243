import { readFile } from "node:fs/promises";

/** What a process holds in memory, now and at most so far. Linux only. */
export async function readMemoryBytes(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) * 1024;
  return { now: read("VmRSS"), peak: read("VmHWM") };
}
