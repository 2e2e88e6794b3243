export function Search({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <input
      type="search"
      class="search"
      placeholder="Search"
      aria-label={label}
      maxLength={200}
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}
