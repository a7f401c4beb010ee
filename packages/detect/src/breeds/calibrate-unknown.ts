import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';

/** One validation example: how probable the best breed was, and whether it was right. */
export interface BreedGuess {
  /** Probability of the best breed, 0 to 1. */
  readonly score: number;
  readonly isRight: boolean;
}

/** What {@link calibrateUnknown} finds. */
export interface UnknownCalibration {
  /** For {@link BreedOptions.unknownBelow}. */
  readonly unknownBelow: number;
  /** Share of right answers among those given at this threshold. */
  readonly precision: number;
  /** Share of the examples that are answered with a breed. */
  readonly answered: number;
}

const share = 'a number above 0, up to 1';
const schema = v.strictObject({
  precision: v.pipe(v.number(share), v.gtValue(0, share), v.maxValue(1, share)),
});

/**
 * Finds the lowest threshold at which, of the breeds that are still named, the wanted share is right. Use validation
 * data, never the test data that the result is judged by.
 *
 * @param guesses of examples that the classifier was not trained on, at least one
 * @param options `precision`: the wanted share of right answers, above 0 up to 1
 * @returns the threshold; 1, answering nothing, where no lower one reaches the precision
 * @throws {InvalidArgumentError} when there are no guesses, or the option is wrong
 */
export function calibrateUnknown(
  guesses: readonly BreedGuess[],
  options: { precision: number },
): UnknownCalibration {
  const { precision } = parseOptions(schema, options);
  if (guesses.length === 0)
    throw new InvalidArgumentError({ argument: 'guesses', allowed: 'at least one guess', received: guesses });
  const sorted = guesses.toSorted((a, b) => b.score - a.score);
  let best: UnknownCalibration = { unknownBelow: 1, precision: 1, answered: 0 };
  let right = 0;
  for (const [i, { score, isRight }] of sorted.entries()) {
    right += isRight ? 1 : 0;
    const reached = right / (i + 1);
    if (reached < precision || sorted[i + 1]?.score === score) continue;
    best = { unknownBelow: score, precision: reached, answered: (i + 1) / sorted.length };
  }
  return best;
}
