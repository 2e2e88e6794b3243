import { isLoopback } from "../lib/loopback.ts";

interface OnlyHereProps {
  readonly url: string;
  /** Of a link that is not made yet. */
  readonly future?: boolean;
}

/** Beside a link that nobody can open on another machine, before it is sent to somebody. */
export function OnlyHere({ url, future = false }: OnlyHereProps) {
  if (!isLoopback(url)) return null;
  return (
    <p class="note warn">
      <strong>{future ? "The link will work" : "This link works"} on this machine only.</strong> For others, start
      Daypass with <code>--lan</code> (your network) or <code>--public-url</code>. Links that you made go on, at the new
      address.
    </p>
  );
}
