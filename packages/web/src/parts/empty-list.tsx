import type { ComponentChildren } from "preact";

interface EmptyListProps {
  readonly search: string;
  readonly title: string;
  /** What fills this list. */
  readonly hint: string;
  /** Said around what was searched for: `No file has “…” in its name.` */
  readonly notFound: (searched: ComponentChildren) => ComponentChildren;
}

/** A list with nothing in it is no dead end: it says what fills it, or what was searched for in vain. */
export function EmptyList({ search, title, hint, notFound }: EmptyListProps) {
  return (
    <div class="card empty stack tight">
      {search === "" ? (
        <>
          <h2>{title}</h2>
          <p class="soft">{hint}</p>
          <div>
            <a class="button small" href="/">
              Send a file
            </a>
          </div>
        </>
      ) : (
        <>
          <h2>Nothing found</h2>
          <p class="soft">{notFound(<bdi>{search}</bdi>)}</p>
        </>
      )}
    </div>
  );
}
