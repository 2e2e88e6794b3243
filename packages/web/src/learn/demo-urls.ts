// Asks the server for the two URLs of its demo object.
import type { DemoUrls, Problem } from "@daypass/api/schemas";

/** The URLs, or what went wrong as a sentence for people. */
export async function askForUrls(): Promise<{ readonly urls: DemoUrls } | { readonly problem: string }> {
  try {
    const response = await fetch("/learn/demo", { method: "POST", headers: { accept: "application/json" } });
    if (response.ok) return { urls: (await response.json()) as DemoUrls };
    const { detail }: Partial<Problem> = await response.json().catch(() => ({}));
    return { problem: detail ?? `This Daypass answered ${response.status}. Try again.` };
  } catch {
    return {
      problem: "This Daypass does not answer. The rest of this page works without it; for the live try, try again.",
    };
  }
}
