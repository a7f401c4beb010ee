import type { Classification } from '@imgclf/runtime';

/** The classes with the highest scores, best first, `top` at most. */
export function bestClasses(
  scores: ArrayLike<number>,
  classNames: readonly string[],
  top: number,
): Classification[] {
  return classNames
    .map((label, i) => ({ label, score: scores[i] as number }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top);
}
