import type { HistogramBin, Spread } from './image-inspection';

/** The ends and the middle of some numbers; the lower one of two in the middle. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (position: number) => sorted[position] ?? 0;
  return { min: at(0), median: at((sorted.length - 1) >> 1), max: at(sorted.length - 1) };
}

/** How many values fall between each edge and the next; the last bin has no upper end. */
export function histogramOf(values: readonly number[], edges: readonly number[]): HistogramBin[] {
  const counts = edges.map(() => 0);
  for (const value of values) {
    const bin = edges.findLastIndex((edge) => value >= edge);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return edges.map((from, i) => ({ from, to: edges[i + 1] ?? null, count: counts[i] ?? 0 }));
}

/** How often each text occurs, the most frequent first. */
export function frequenciesOf(texts: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
