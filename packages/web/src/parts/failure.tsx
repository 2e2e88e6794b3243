import type { Explanation } from "@daypass/client";

/** What went wrong and what to do, with the codes under Details. */
export function Failure({ explanation, onRetry }: { explanation: Explanation; onRetry?: (() => void) | undefined }) {
  return (
    <div class="note bad stack tight" role="alert">
      <p>{explanation.message}</p>
      <Details explanation={explanation} />
      {onRetry && (
        <div>
          <button type="button" class="button small quiet" onClick={onRetry}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}

export function Details({ explanation: { details } }: { explanation: Explanation }) {
  if (details === null) return null;
  return (
    <details class="small">
      <summary>Details</summary>
      <code class="wrap">{details}</code>
    </details>
  );
}
