/** Keeps what a server logs, as the text that would be written. */
export function createMemoryLog() {
  const lines: string[] = [];
  const write = (level: string) => (facts: object, message: string) => {
    lines.push(
      JSON.stringify({
        level,
        ...facts,
        err: "err" in facts ? String((facts.err as Error).stack) : undefined,
        message,
      }),
    );
  };
  return { lines, info: write("info"), warn: write("warn"), error: write("error") };
}
