/**
 * The focus goes to the last button of the row after `row`, else of the row before it, else to where reading begins: a row that
 * is taken away must not take the focus with it. Call it before the row goes.
 */
export function leaveRow(row: HTMLElement | null): void {
  const next = neighbour(row, "nextElementSibling") ?? neighbour(row, "previousElementSibling");
  const buttons = next?.querySelectorAll<HTMLElement>("button") ?? [];
  const target = [...buttons].at(-1) ?? document.querySelector<HTMLElement>("main h1");
  if (row) row.dataset.leaving = "";
  target?.focus({ preventScroll: target.tagName === "H1" });
}

/** Rows are drawn a little later than they go: one that is going is no place to be. */
function neighbour(row: HTMLElement | null, side: "nextElementSibling" | "previousElementSibling"): HTMLElement | null {
  const next = (row?.[side] ?? null) as HTMLElement | null;
  return next?.dataset.leaving === undefined ? next : neighbour(next, side);
}
