import { cnn, denseNetwork, ImageClassifier } from '@imgclf/models';
import { createPreprocessor, type PreprocessingStep } from '@imgclf/preprocess';
import { nodePlatform } from '@imgclf/runtime/node';
import { evaluateClassifier, fit } from '@imgclf/train';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { trainingCallbacks } from './training-callbacks';
import type { TrainedClassifier, TrainingJob } from './training-job';

interface Network {
  model: LayersModel;
  /** What comes after the resizing. */
  steps: PreprocessingStep[];
}

/** Trains a network from scratch, with Adam: a small convolutional one, or a dense one on grey pixels. */
export async function trainNetwork(kind: 'cnn' | 'dense', job: TrainingJob): Promise<TrainedClassifier> {
  const { classNames, imageSize, epochs = 10, seed } = job;
  const { model, steps } = kind === 'cnn' ? convolutional(job) : denseOnGrey(job);
  const preprocessor = createPreprocessor(steps);
  const [data, validationData] = [job.training, job.validation].map((images) =>
    images.map((batch) => ({ ...batch, xs: preprocessor.processBatch(batch.xs) })),
  ) as [typeof job.training, typeof job.validation];
  const history = await fit(model, {
    data,
    validationData,
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    epochs,
    seed,
    verbose: 0,
    callbacks: trainingCallbacks(job),
  });
  const classifier = new ImageClassifier({
    model,
    classNames,
    preprocessing: [{ op: 'resize', height: imageSize, width: imageSize }, ...steps],
    applyExifOrientation: true,
    platform: nodePlatform,
  });
  const evaluation = await evaluateClassifier(model, { data: validationData, classNames });
  return { classifier, history, evaluation };
}

function convolutional({ classNames, imageSize, seed }: TrainingJob): Network {
  const model = cnn({
    inputShape: [imageSize, imageSize, 3],
    rescaling: { scale: 1 / 255 },
    filters: [16, 32, 64],
    denseUnits: [64],
    classes: classNames.length,
    seed,
  });
  return { model, steps: [] };
}

function denseOnGrey({ classNames, imageSize, seed }: TrainingJob): Network {
  const inputShape = [imageSize * imageSize];
  const model = denseNetwork({ inputShape, hiddenUnits: [128, 128], classes: classNames.length, seed });
  return { model, steps: [{ op: 'grayscale' }, { op: 'flatten' }, { op: 'rescale', scale: 1 / 255 }] };
}
