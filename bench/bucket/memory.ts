import { readFile } from "node:fs/promises";

/** What a process holds in memory, now and at most so far. Linux only. */
export async function readMemoryBytes(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) * 1024;
  return { now: read("VmRSS"), peak: read("VmHWM") };
}

const MILLISECONDS_A_TICK = 10;

/** What a process has taken of the processors so far, in all its threads. Linux only. */
export async function readCpuMilliseconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_A_TICK;
}
