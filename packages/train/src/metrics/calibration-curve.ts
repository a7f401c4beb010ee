/** One range of confidence. */
export interface CalibrationBin {
  /** The mean confidence of its predictions, 0 to 1; 0 where there are none. */
  confidence: number;
  /** The share of them that is right, 0 to 1; 0 where there are none. */
  accuracy: number;
  /** How many predictions fell into it. */
  count: number;
}

/** A prediction's confidence and whether it is right; `evaluateClassifier` gives such predictions. */
export interface JudgedPrediction {
  /** The true class id. */
  label: number;
  /** The predicted class id. */
  predicted: number;
  /** The probability of `predicted`, 0 to 1. */
  score: number;
}

/** Options of {@link calibrationCurve}. */
export interface CalibrationCurveOptions {
  /** Equally wide ranges of confidence, `(low, high]`, at least 1. @default 15 */
  bins?: number;
}

/**
 * How often predictions are right, by how sure the model was of them: the ranges that `expectedCalibrationError` averages
 * over.
 */
export function calibrationCurve(
  predictions: readonly JudgedPrediction[],
  { bins = 15 }: CalibrationCurveOptions = {},
): CalibrationBin[] {
  const curve = Array.from({ length: bins }, () => ({ confidence: 0, accuracy: 0, count: 0 }));
  for (const { label, predicted, score } of predictions) {
    const bin = curve[Math.min(bins - 1, Math.max(0, Math.ceil(score * bins) - 1))];
    if (bin === undefined) continue;
    bin.confidence += score;
    bin.accuracy += Number(label === predicted);
    bin.count++;
  }
  return curve.map(({ confidence, accuracy, count }) => ({
    confidence: confidence / Math.max(1, count),
    accuracy: accuracy / Math.max(1, count),
    count,
  }));
}
