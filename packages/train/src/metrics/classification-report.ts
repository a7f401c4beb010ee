import { type ClassIds, confusionMatrix } from './confusion-matrix';
import { ratio } from './counting-metric';

/** Precision, recall and their harmonic mean, each 0 to 1; 0 where there is nothing to divide by. */
export interface ClassScores {
  /** Of the examples taken for the class, the share that are of it. */
  precision: number;
  /** Of the examples of the class, the share that were found. */
  recall: number;
  f1: number;
}

/** The scores of one class. */
export interface ClassReport extends ClassScores {
  label: string;
  /** Examples of the class. */
  support: number;
}

/** What guessing the most frequent class every time would give. */
export interface Baseline {
  label: string;
  accuracy: number;
}

/** How good predictions are, overall and for each class. Plain JSON. */
export interface ClassificationReport {
  /** Examples. */
  count: number;
  /** The share of examples that are right; also the micro average of precision, recall and F1. */
  accuracy: number;
  /** By class id. */
  perClass: ClassReport[];
  /** The plain mean over the classes. */
  macroAverage: ClassScores;
  /** The mean over the classes, weighted by support. */
  weightedAverage: ClassScores;
  /** `confusionMatrix[label][prediction]`, counts. */
  confusionMatrix: number[][];
  baseline: Baseline;
}

/**
 * Judges predicted class ids by scikit-learn's definitions.
 *
 * @param labels the true class ids
 * @param predictions the predicted class ids, as many
 * @param classNames the name of each class, by id
 * @throws {InvalidArgumentError} when the lengths differ or an id has no name
 */
export function classificationReport(
  labels: ClassIds,
  predictions: ClassIds,
  classNames: readonly string[],
): ClassificationReport {
  const matrix = confusionMatrix(labels, predictions, classNames.length);
  const perClass = classNames.map((label, id) => ({ label, ...scoresOf(matrix, id) }));
  const right = matrix.reduce((sum, row, id) => sum + (row[id] as number), 0);
  return {
    count: labels.length,
    accuracy: ratio(right, labels.length),
    perClass,
    macroAverage: average(perClass, () => 1),
    weightedAverage: average(perClass, ({ support }) => support),
    confusionMatrix: matrix,
    baseline: baselineOf(perClass, labels.length),
  };
}

function scoresOf(matrix: number[][], id: number): ClassScores & { support: number } {
  const hits = matrix[id]?.[id] ?? 0;
  const support = (matrix[id] ?? []).reduce((sum, count) => sum + count, 0);
  const taken = matrix.reduce((sum, row) => sum + (row[id] ?? 0), 0);
  return {
    precision: ratio(hits, taken),
    recall: ratio(hits, support),
    f1: ratio(2 * hits, taken + support),
    support,
  };
}

function average(reports: ClassReport[], weightOf: (report: ClassReport) => number): ClassScores {
  const total = reports.reduce((sum, report) => sum + weightOf(report), 0);
  const mean = (key: keyof ClassScores) =>
    ratio(
      reports.reduce((sum, report) => sum + report[key] * weightOf(report), 0),
      total,
    );
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

function baselineOf(reports: ClassReport[], count: number): Baseline {
  const [first, ...rest] = reports;
  if (first === undefined) return { label: '', accuracy: 0 };
  const most = rest.reduce((best, report) => (report.support > best.support ? report : best), first);
  return { label: most.label, accuracy: ratio(most.support, count) };
}
