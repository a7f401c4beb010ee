/** A fraction as a percentage with one decimal where it says something: `0.4 %`, `97.3 %`, `100 %`. */
export function percent(fraction: number): string {
  if (!Number.isFinite(fraction)) return 'none';
  const value = fraction * 100;
  const text = value.toFixed(1);
  return `${text === '0.0' || text === '100.0' ? endOf(value) : text}\u00a0%`;
}

/** Only what is exactly nothing or everything is called 0 or 100. */
function endOf(value: number): string {
  if (value === 0 || value === 100) return String(value);
  return value < 50 ? '<0.1' : '>99.9';
}
