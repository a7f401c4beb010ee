import { ImageClassifier } from '@imgclf/models';
import { createPreprocessor } from '@imgclf/preprocess';
import { browserPlatform } from '@imgclf/runtime/browser';
import { evaluateClassifier } from '@imgclf/train';
import type { TrainingJob } from '../protocol';
import type { LoadedPictures } from './load-pictures';
import { networks } from './networks';
import { runFit } from './run-fit';
import type { RunOptions, Trained } from './trained';

/** Trains a network from scratch on the pixels. */
export async function trainPixels(
  job: TrainingJob,
  pictures: LoadedPictures,
  options: RunOptions,
): Promise<Trained> {
  const { classNames, settings } = job;
  const { imageSize, network, seed } = settings;
  const { model, steps } = networks[network === 'dense' ? 'dense' : 'cnn'](job);
  const preprocessor = createPreprocessor(steps);
  const prepared = (batches: LoadedPictures['training']) =>
    batches.map((batch) => ({ ...batch, xs: preprocessor.processBatch(batch.xs) }));
  const data = prepared(pictures.training)
    .unbatch()
    .shuffle({ bufferSize: pictures.trainingCount, seed })
    .batch(Math.min(32, Math.max(4, Math.floor(pictures.trainingCount / 8))));
  const validationData = prepared(pictures.validation);
  try {
    const stopped = await runFit(model, { data, validationData }, { settings, ...options });
    const evaluation = await evaluateClassifier(model, { data: validationData, classNames: [...classNames] });
    const classifier = new ImageClassifier({
      model,
      classNames,
      preprocessing: [{ op: 'resize', height: imageSize, width: imageSize }, ...steps],
      applyExifOrientation: true,
      platform: browserPlatform,
    });
    return { classifier, evaluation, stopped };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
