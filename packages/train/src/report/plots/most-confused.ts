/** A pair of classes and how often the first was taken for the second. */
export interface Confusion {
  truth: string;
  predicted: string;
  /** Pictures. */
  count: number;
  /** Their share of all pictures of `truth`. */
  share: number;
}

/** Options of {@link mostConfused}. */
export interface MostConfusedOptions {
  /** How many pairs at most. @default 10 */
  count?: number;
}

/**
 * The most frequent mistakes of a confusion matrix, the most frequent first.
 *
 * @param matrix pictures by true class, then by predicted class
 * @param classNames the classes, in the order of the rows
 */
export function mostConfused(
  matrix: readonly ArrayLike<number>[],
  classNames: readonly string[],
  { count = 10 }: MostConfusedOptions = {},
): Confusion[] {
  const mistakes = matrix.flatMap((counts, row) => {
    const list = Array.from(counts);
    const total = list.reduce((a, b) => a + b, 0);
    return list.flatMap((value, column) => {
      const truth = classNames[row];
      const predicted = classNames[column];
      if (row === column || value === 0 || truth === undefined || predicted === undefined) return [];
      return [{ truth, predicted, count: value, share: value / total }];
    });
  });
  return mistakes.sort((a, b) => b.count - a.count).slice(0, count);
}
