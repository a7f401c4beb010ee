import type { ClassifierEvaluation } from '../../evaluate/evaluate-classifier';
import { calibrationCurve } from '../../metrics/calibration-curve';
import { precisionRecallCurve } from '../../metrics/precision-recall-curve';
import { rocCurve } from '../../metrics/roc-curve';
import { plotCalibration } from './calibration';
import type { PlotOptions } from './plot-options';
import { plotPrecisionRecall, plotRoc } from './threshold-curves';

/** More curves than this in one plot cannot be told apart. */
const mostCurves = 10;

/**
 * What the probabilities are worth, as SVG documents by name: `calibration`, and up to ten classes `roc` and
 * `precision-recall`, each class against the rest. Two classes share one curve, that of the second.
 */
export function confidencePlots(
  { predictions, classNames }: ClassifierEvaluation,
  options: Pick<PlotOptions, 'width'> = {},
): Record<string, string> {
  if (predictions.length === 0) return {};
  const calibration = plotCalibration(calibrationCurve(predictions), options);
  const all = classNames.map((label, id) => ({ label, id }));
  const scorings = (classNames.length === 2 ? all.slice(1) : all)
    .map(({ label, id }) => ({
      label,
      positives: predictions.map((prediction) => prediction.label === id),
      scores: predictions.map(({ scores }) => scores[id] ?? 0),
    }))
    // A class without pictures, or of all pictures, has no curve.
    .filter(({ positives }) => positives.includes(true) && positives.includes(false));
  if (scorings.length === 0 || classNames.length > mostCurves) return { calibration };
  return {
    roc: plotRoc(
      scorings.map((scoring) => ({ label: scoring.label, ...rocCurve(scoring) })),
      options,
    ),
    'precision-recall': plotPrecisionRecall(
      scorings.map((scoring) => ({ label: scoring.label, ...precisionRecallCurve(scoring) })),
      options,
    ),
    calibration,
  };
}
