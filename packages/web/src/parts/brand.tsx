const TICKET =
  "M7 4h18a3 3 0 0 1 3 3v11.2a3 3 0 0 0 0 5.6V25a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3v-1.2a3 3 0 0 0 0-5.6V7a3 3 0 0 1 3-3Z";

export function Brand() {
  return (
    <a class="brand" href="/">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path fill="#ffc93c" stroke="currentColor" stroke-width="2" stroke-linejoin="round" d={TICKET} />
        <path d="M12.5 8.5h7" stroke="#1c1a15" stroke-width="2.4" stroke-linecap="round" />
        <path d="M9 21h14" stroke="#1c1a15" stroke-width="1.6" stroke-dasharray="2 2.2" />
      </svg>
      Daypass
    </a>
  );
}
