import { execFile } from "node:child_process";
import { promisify } from "node:util";

const PATIENCE_MILLISECONDS = 60_000;

/** What a program writes, or what went wrong. */
export async function execute(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      timeout: PATIENCE_MILLISECONDS,
      maxBuffer: 16 * 1024 * 1024,
      env: { ...process.env, NO_COLOR: "1" },
    });
    return stdout.trim();
  } catch (failure) {
    const {
      message,
      stderr = "",
      stdout = "",
    } = failure as Error & { readonly stderr?: string; readonly stdout?: string };
    return [message, stderr, stdout].filter(Boolean).join("\n");
  }
}
