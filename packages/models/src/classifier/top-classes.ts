import type { Classification } from '@imgclf/runtime';

/**
 * The best classes of one example, best first; equal scores keep the order of the classes.
 *
 * @param scores one value for each class, or for two classes the single probability of the second
 * @param top how many to return at most
 */
export function topClasses(
  scores: ArrayLike<number>,
  classNames: readonly string[],
  top: number,
): Classification[] {
  const second = scores[0] as number;
  const all = scores.length === 1 ? [1 - second, second] : Array.from(scores);
  return all
    .map((score, i) => ({ label: classNames[i] as string, score }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top);
}
