import {
  classificationHead,
  extractFeatures,
  type Features,
  ImageClassifier,
  joinModels,
} from '@imgclf/models';
import { createEngine, inceptionResNetV2, mobileNetV2, resNet50 } from '@imgclf/models/browser';
import type { PreprocessingStep } from '@imgclf/preprocess';
import { StorageFullError } from '@imgclf/runtime';
import { browserPlatform } from '@imgclf/runtime/browser';
import { evaluateClassifier } from '@imgclf/train';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingJob } from '../protocol';
import type { LoadedPictures } from './load-pictures';
import { runFit } from './run-fit';
import type { RunOptions, Trained } from './trained';

const backbones = {
  mobileNetV2: { load: mobileNetV2, mode: 'tf' },
  resNet50: { load: resNet50, mode: 'caffe' },
  inceptionResNetV2: { load: inceptionResNetV2, mode: 'tf' },
} as const;

/** Trains a head on the features of a pretrained backbone, which every picture goes through once. */
export async function trainBackbone(
  job: TrainingJob,
  pictures: LoadedPictures,
  options: RunOptions,
): Promise<Trained> {
  const { classNames, settings } = job;
  const { imageSize, seed, backbone } = settings;
  const steps: PreprocessingStep[] = [{ op: 'preprocessInput', mode: backbones[backbone].mode }];
  options.tell({ type: 'stage', stage: 'weights' });
  const base = await loadBase(job, options);
  options.tell({ type: 'stage', stage: 'features' });
  const [training, validation] = await featuresOf(base, pictures, { steps, signal: options.signal });
  const width = training.xs.shape.at(-1) ?? 0;
  const head = classificationHead({
    inputShape: [width],
    dropout: 0.2,
    denseUnits: [],
    classes: classNames.length,
    seed,
  });
  try {
    const heldOut = { x: validation.xs, y: validation.ys as Tensor };
    const data = { x: training.xs, y: training.ys as Tensor, validationData: heldOut };
    const stopped = await runFit(head, data, { settings, ...options });
    const evaluation = await evaluateClassifier(head, { ...heldOut, classNames: [...classNames] });
    const classifier = new ImageClassifier({
      model: joinModels(base, head),
      classNames,
      preprocessing: [{ op: 'resize', height: imageSize, width: imageSize }, ...steps],
      applyExifOrientation: true,
      platform: browserPlatform,
    });
    return { classifier, evaluation, stopped };
  } finally {
    for (const { xs, ys } of [training, validation]) dispose([xs, ys ?? []]);
  }
}

async function loadBase(
  { settings, weights }: TrainingJob,
  { signal, tell }: RunOptions,
): Promise<LayersModel> {
  const { imageSize, backbone } = settings;
  const from = weights instanceof Blob ? new Uint8Array(await weights.arrayBuffer()) : (weights ?? '');
  const load = (cache: boolean) =>
    backbones[backbone].load({
      includeTop: false,
      pooling: 'avg',
      inputShape: [imageSize, imageSize, 3],
      weights: from,
      cache,
      onProgress: ({ received, total }) => tell({ type: 'weights', received, total }),
      signal,
    });
  try {
    return await load(true);
  } catch (error) {
    if (!StorageFullError.isInstance(error)) throw error;
    tell({
      type: 'note',
      message: `The weights will have to be downloaded again next time: ${error.message}`,
    });
    return load(false);
  }
}

async function featuresOf(
  base: LayersModel,
  pictures: LoadedPictures,
  { steps, signal }: { steps: PreprocessingStep[]; signal: AbortSignal },
): Promise<[Features, Features]> {
  const engine = await createEngine(base);
  try {
    const training = await extractFeatures(engine, pictures.training, { preprocessing: steps, signal });
    return [training, await extractFeatures(engine, pictures.validation, { preprocessing: steps, signal })];
  } finally {
    await engine.dispose();
  }
}
