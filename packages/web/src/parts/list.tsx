import type { ComponentChildren } from "preact";

interface ListProps {
  readonly class: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A list without bullets. Safari reads such a list as one only where the role says so again. */
const STILL_A_LIST = { role: "list" } as const;

export const List = ({ class: kind, label, children }: ListProps) => (
  <ul {...STILL_A_LIST} class={kind} aria-label={label}>
    {children}
  </ul>
);
