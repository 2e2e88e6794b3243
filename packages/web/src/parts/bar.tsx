interface BarProps {
  readonly label: string;
  readonly sizeBytes: number;
  /** What left this machine: the light tone. */
  readonly sentBytes: number;
  /** What the bucket has: the full tone, and what screen readers read. */
  readonly acknowledgedBytes: number;
  readonly thick?: boolean;
}

/** How far a transfer is, in two tones, so that the full one is the truth. */
export const Bar = ({ label, sizeBytes, sentBytes, acknowledgedBytes, thick = false }: BarProps) => (
  <div class={thick ? "bar thick" : "bar"}>
    <progress class="on-the-way" aria-hidden="true" max={sizeBytes || 1} value={sentBytes} />
    <progress max={sizeBytes || 1} value={acknowledgedBytes} aria-label={label} />
  </div>
);
