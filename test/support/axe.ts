// axe-core on the page as it stands, through the debugger: the page's CSP stays as it ships.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe-core finds wrong, one line each: `rule at selector: why`. Empty is what a test wants.
 * Rules are those that axe-core runs by itself, WCAG A and AA and its best practices; `only` names fewer.
 */
export async function findViolations(page: Page, { only }: { only?: readonly string[] } = {}): Promise<string[]> {
  await page.evaluate(await source);
  const options: RunOptions = only ? { runOnly: { type: "rule", values: [...only] } } : {};
  const results = await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(options),
    options,
  );
  return results.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id} at ${node.target.join(" ")}: ${node.failureSummary ?? violation.help}`,
    ),
  );
}
