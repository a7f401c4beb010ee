import type { ClassifierEvaluation } from '@imgclf/train';
import type { Results } from '../protocol';

/** An evaluation as the page shows it. */
export async function resultsOf(
  evaluation: ClassifierEvaluation,
  heldOut: readonly string[],
): Promise<Results> {
  const { plotConfusionMatrix, worstMistakes } = await import('@imgclf/train/report');
  const { accuracy, baseline, perClass, confusionMatrix, classNames, predictions } = evaluation;
  const nameOf = (id: number) => classNames[id] ?? String(id);
  return {
    accuracy,
    baseline: baseline.accuracy,
    heldOut: predictions.length,
    perClass: perClass.map(({ label, precision, recall, support }) => ({
      label,
      precision,
      recall,
      support,
    })),
    confusion: plotConfusionMatrix(confusionMatrix, classNames),
    mistakes: worstMistakes(predictions, { count: 24 }).map(({ index, label, predicted, score }) => ({
      path: heldOut[index] ?? '',
      truth: nameOf(label),
      predicted: nameOf(predicted),
      score,
    })),
  };
}
