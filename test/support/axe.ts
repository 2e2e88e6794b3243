// axe-core on the page as it stands, through the debugger: the page's CSP stays as it ships.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe-core finds wrong, one line each: `rule at selector: why`. Empty is what a test wants.
 * Rules are all of WCAG 2.2 A and AA and the best practices.
 */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(await source);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id} at ${node.target.join(" ")}: ${node.failureSummary ?? violation.help}`,
    ),
  );
}
