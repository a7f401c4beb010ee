/** JSON that keeps the numbers JSON has no notation for: NaN and the infinities. */
export function stringifyNumbers(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? { number: String(each) } : each,
  );
}

/** Reads what {@link stringifyNumbers} wrote. */
export function parseNumbers(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) => (isTagged(each) ? Number(each.number) : each));
}

function isTagged(value: unknown): value is { number: string } {
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]?.[0] === 'number' && typeof entries[0][1] === 'string';
}
