/**
 * How many images a dataset has of each class.
 *
 * @param {{ classNames: readonly string[] | null, labels: readonly number[] | null }} dataset
 */
export function countLabels({ classNames, labels }) {
  const counts = (classNames ?? []).map(() => 0);
  for (const label of labels ?? []) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
