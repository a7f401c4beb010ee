import { shortText } from '../markup/plain-text';
import { percent } from '../plots/percent';
import type { Prediction } from '../predictions';

/** Whether a prediction is right, and the words of its caption, one for each line that it may take. */
export interface PredictionCaption {
  right: boolean;
  /** `✓ i=3`, `pred=cat`, `gt=cat`: in one line where there is room. */
  parts: readonly [index: string, predicted: string, truth: string];
}

/** The caption of a prediction; `withScore` adds how sure the model was. Names are cut to `length` characters. */
export function predictionCaption(
  { index, predicted, truth, score }: Prediction,
  { withScore = false, length = 20 }: { withScore?: boolean; length?: number } = {},
): PredictionCaption {
  const right = predicted === truth;
  const sure = withScore ? ` ${percent(score)}` : '';
  return {
    right,
    parts: [
      `${right ? '✓' : '✗'} i=${index}`,
      `pred=${shortText(predicted, length - 5 - sure.length)}${sure}`,
      `gt=${shortText(truth, length - 3)}`,
    ],
  };
}
