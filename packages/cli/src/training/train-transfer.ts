import { classificationHead, extractFeatures, ImageClassifier, joinModels } from '@imgclf/models';
import { createEngine } from '@imgclf/models/node';
import type { PreprocessingStep } from '@imgclf/preprocess';
import { nodePlatform } from '@imgclf/runtime/node';
import { evaluateClassifier, fit } from '@imgclf/train';
import { dispose } from '@tensorflow/tfjs-core';
import type { BackboneName } from './architectures';
import { backbones } from './choose-architecture';
import { loadBase } from './load-base';
import { trainingCallbacks } from './training-callbacks';
import type { TrainedClassifier, TrainingJob } from './training-job';

/**
 * Trains a new head on a pretrained backbone that stays as it is: every image goes through the backbone once, and the
 * head (dropout 0.2, one dense layer) learns from the features, with Adam.
 *
 * @param weights the file of the backbone's weights; absent to download those of ImageNet
 */
export async function trainTransfer(
  { architecture, weights }: { architecture: BackboneName; weights?: string },
  job: TrainingJob,
): Promise<TrainedClassifier> {
  const { classNames, imageSize, epochs = 20, batchSize, seed, output } = job;
  const base = await loadBase(architecture, { weights, imageSize });
  const prepare: PreprocessingStep = { op: 'preprocessInput', mode: backbones[architecture].preprocessInput };
  const engine = await createEngine(base);
  output.note(`Features: ${architecture} on the engine "${engine.name}"`);
  const training = await extractFeatures(engine, job.training, { preprocessing: [prepare] });
  const validation = await extractFeatures(engine, job.validation, { preprocessing: [prepare] });
  await engine.dispose();
  const [width = 0] = training.xs.shape.slice(1);
  const head = classificationHead({
    inputShape: [width],
    dropout: 0.2,
    denseUnits: [],
    classes: classNames.length,
    seed,
  });
  const heldOut = { x: validation.xs, y: validation.ys as NonNullable<typeof validation.ys> };
  const history = await fit(head, {
    x: training.xs,
    y: training.ys as NonNullable<typeof training.ys>,
    validationData: heldOut,
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    epochs,
    batchSize,
    seed,
    verbose: 0,
    callbacks: trainingCallbacks(job),
  });
  const evaluation = await evaluateClassifier(head, { ...heldOut, classNames });
  for (const { xs, ys } of [training, validation]) dispose([xs, ys ?? []]);
  const classifier = new ImageClassifier({
    model: joinModels(base, head),
    classNames,
    preprocessing: [{ op: 'resize', height: imageSize, width: imageSize }, prepare],
    applyExifOrientation: true,
    platform: nodePlatform,
  });
  return { classifier, history, evaluation };
}
