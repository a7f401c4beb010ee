import { InvalidArgumentError } from '@imgclf/runtime';
import { type ClassificationReport, classificationReport } from '../metrics/classification-report';
import { argmax } from '../metrics/metric-rows';

/** What a model said of one picture of a set, and what is true. */
export interface Prediction {
  /** The picture's place in the set, from 0. */
  index: number;
  /** The most probable class. */
  predicted: string;
  /** The right class. */
  truth: string;
  /** The probability of `predicted`, 0 to 1. */
  score: number;
}

/** The outcome of a model on a set of pictures. */
export interface Evaluation {
  /** The right class of each picture, as an index into `classNames`. */
  labels: ArrayLike<number>;
  /**
   * The model's softmax output, picture after picture: `labels.length * classNames.length` numbers. A single sigmoid
   * column (`labels.length` numbers, two classes) counts as the probability of the second class.
   */
  probabilities: ArrayLike<number>;
  /** The classes, in the order of the model's output. */
  classNames: readonly string[];
}

/**
 * One {@link Prediction} for each picture of a set, in its order.
 * @throws {InvalidArgumentError} when labels, probabilities and class names do not fit each other
 * @example
 * const probabilities = await predict(model, { x }).data();
 * const mistakes = worstMistakes(predictionsOf({ labels, probabilities, classNames }), { count: 12 });
 */
export function predictionsOf(evaluation: Evaluation): Prediction[] {
  const { labels, classNames, probabilities } = softmaxRows(evaluation);
  const classes = classNames.length;
  return Array.from(labels, (label, index) => {
    const best = argmax(probabilities, index * classes, classes);
    return {
      index,
      predicted: classNames[best] ?? '',
      truth: classNames[label] ?? '',
      score: probabilities[index * classes + best] ?? 0,
    };
  });
}

/**
 * Accuracy, baseline, confusion matrix and the scores of each class.
 * @throws {InvalidArgumentError} when labels, probabilities and class names do not fit each other
 */
export function evaluationScores(evaluation: Evaluation): ClassificationReport {
  const { labels, classNames, probabilities } = softmaxRows(evaluation);
  const classes = classNames.length;
  const predicted = Array.from(labels, (_, row) => argmax(probabilities, row * classes, classes));
  return classificationReport(labels, predicted, classNames);
}

/**
 * Checks that the parts of an evaluation fit, and turns a sigmoid column into two softmax columns.
 * @throws {InvalidArgumentError} when they do not
 */
export function softmaxRows({ labels, probabilities, classNames }: Evaluation): Evaluation {
  const classes = classNames.length;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new InvalidArgumentError({
        argument: `labels[${i}]`,
        allowed: `an integer from 0 to ${classes - 1}`,
        received: label,
      });
    }
  }
  if (classes > 0 && probabilities.length === labels.length * classes)
    return { labels, probabilities, classNames };
  if (classes === 2 && probabilities.length === labels.length) {
    const both = Array.from(probabilities).flatMap((p) => [1 - p, p]);
    return { labels, probabilities: both, classNames };
  }
  throw new InvalidArgumentError({
    argument: 'probabilities',
    allowed: `${labels.length} rows of ${classes} numbers`,
    received: `${probabilities.length} numbers`,
  });
}

/** Options of {@link worstMistakes}. */
export interface WorstMistakesOptions {
  /** How many to return at most. @default 10 */
  count?: number;
}

/**
 * The wrong predictions that the model was surest of, the surest first: where to look for wrong labels and for what
 * the model has not understood.
 */
export function worstMistakes<Item extends Prediction>(
  predictions: readonly Item[],
  { count = 10 }: WorstMistakesOptions = {},
): Item[] {
  return predictions
    .filter(({ predicted, truth }) => predicted !== truth)
    .sort((a, b) => b.score - a.score)
    .slice(0, count);
}
