import type { PixelImage } from '@imgclf/runtime';
import type { ClassifierEvaluation } from '../../evaluate/evaluate-classifier';
import { classificationReport } from '../../metrics/classification-report';

/** A picture of `width` x `height` whose values differ from pixel to pixel. */
export function picture(width: number, height: number, channels: PixelImage['channels'] = 3): PixelImage {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 256);
  return { width, height, channels, data };
}

/** `count` predictions of two classes in turn, every third one wrong; each is surer than the one before. */
export function evaluationOf(
  count: number,
  classNames: [string, string] = ['cat', 'dog'],
): ClassifierEvaluation {
  const predictions = Array.from({ length: count }, (_, index) => {
    const label = index % 2;
    const predicted = index % 3 === 0 ? 1 - label : label;
    const score = 0.51 + index / 1000;
    return {
      index,
      label,
      predicted,
      score,
      scores: predicted === 0 ? [score, 1 - score] : [1 - score, score],
    };
  });
  const ids = (key: 'label' | 'predicted') => predictions.map((prediction) => prediction[key]);
  return { ...classificationReport(ids('label'), ids('predicted'), classNames), classNames, predictions };
}

/** The predictions of {@link evaluationOf} with a picture each. */
export function predictedPictures(count: number) {
  const image = picture(28, 28, 1);
  return evaluationOf(count).predictions.map((prediction) => ({ ...prediction, image }));
}
