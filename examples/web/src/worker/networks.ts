import { cnn, denseNetwork } from '@imgclf/models';
import type { PreprocessingStep } from '@imgclf/preprocess';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingJob } from '../protocol';

/** A network that learns from pixels. */
export interface Network {
  readonly model: LayersModel;
  /** What is done to pictures of its size before it sees them. */
  readonly steps: readonly PreprocessingStep[];
}

/** The networks that start from nothing: three convolutions on colours, or dense layers on grey pixels. */
export const networks: Record<'cnn' | 'dense', (job: TrainingJob) => Network> = {
  cnn: ({ classNames, settings: { imageSize, seed } }) => ({
    model: cnn({
      inputShape: [imageSize, imageSize, 3],
      rescaling: { scale: 1 / 255 },
      filters: [16, 32, 64],
      denseUnits: [64],
      classes: classNames.length,
      seed,
    }),
    steps: [],
  }),
  dense: ({ classNames, settings: { imageSize, seed } }) => ({
    model: denseNetwork({
      inputShape: [imageSize ** 2],
      hiddenUnits: [128, 128],
      classes: classNames.length,
      seed,
    }),
    steps: [{ op: 'grayscale' }, { op: 'flatten' }, { op: 'rescale', scale: 1 / 255 }],
  }),
};
