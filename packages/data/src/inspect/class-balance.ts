import type { ClassBalance, InspectedFile } from './image-inspection';

/** Counts the images of each class in each part. */
export function classBalance(
  files: readonly InspectedFile[],
  { parts, names }: { parts: readonly string[]; names: readonly string[] },
): ClassBalance {
  const positions = new Map(names.map((name, i) => [name, i]));
  const counts = new Map(parts.map((part) => [part, names.map(() => 0)]));
  const totals = names.map(() => 0);
  for (const { part, label } of files) {
    const position = label === null ? undefined : positions.get(label);
    if (position === undefined) continue;
    for (const list of [counts.get(part), totals]) if (list) list[position] = (list[position] ?? 0) + 1;
  }
  const smallest = Math.min(...totals);
  const largest = Math.max(0, ...totals);
  return {
    names,
    counts: Object.fromEntries(counts),
    imbalance: smallest > 0 && names.length > 0 ? largest / smallest : null,
    baseline:
      largest === 0
        ? null
        : { label: names[totals.indexOf(largest)] as string, accuracy: largest / sum(totals) },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
