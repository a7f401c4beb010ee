import type { ExamplePrediction } from '../../evaluate/evaluate-classifier';
import { shortText } from '../markup/plain-text';
import { percent } from '../plots/percent';

/** Whether a prediction is right, and the words of its caption. */
export interface PredictionCaption {
  right: boolean;
  /** `✓ i=3`, `pred=cat`, `gt=cat`: in one line where there is room. */
  parts: readonly [index: string, predicted: string, truth: string];
}

/** Options of {@link predictionCaption}. */
export interface PredictionCaptionOptions {
  /** By class id; ids stand for classes without a name. */
  classNames: readonly string[];
  /** Whether to say how sure the model was. */
  withScore: boolean;
  /** Characters that a line has room for; names are cut. */
  length: number;
}

/** The caption of a prediction. */
export function predictionCaption(
  { index, predicted, label, score }: Omit<ExamplePrediction, 'scores'>,
  { classNames, withScore, length }: PredictionCaptionOptions,
): PredictionCaption {
  const right = predicted === label;
  const sure = withScore ? ` ${percent(score)}` : '';
  const name = (id: number, room: number) => shortText(classNames[id] ?? String(id), room);
  return {
    right,
    parts: [
      `${right ? '✓' : '✗'} i=${index}`,
      `pred=${name(predicted, length - 5 - sure.length)}${sure}`,
      `gt=${name(label, length - 3)}`,
    ],
  };
}
