import {
  capitalize,
  extensionOf,
  formatBytesExactly,
  formatMoment,
  formatMomentExactly,
  formatSize,
} from "../lib/format.ts";
import { useNow } from "../lib/hooks.ts";

/** A file drawn as a small sheet with its extension. */
export const Kind = ({ name }: { name: string }) => (
  <span class="kind" aria-hidden="true">
    {extensionOf(name)}
  </span>
);

/** The rounded size, with the exact bytes on hover. */
export const Size = ({ bytes }: { bytes: number }) => (
  <span class="num" title={formatBytesExactly(bytes)}>
    {formatSize(bytes)}
  </span>
);

/** A moment in the reader's zone, exact on hover. */
export function Moment({ at, capital = false }: { at: string; capital?: boolean }) {
  const now = useNow(false);
  const moment = new Date(at);
  const text = formatMoment(moment, now);
  return (
    <time class="num" dateTime={at} title={formatMomentExactly(moment)}>
      {capital ? capitalize(text) : text}
    </time>
  );
}
