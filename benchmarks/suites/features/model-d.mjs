// One side: imgclf trains the fourth model of the tutorial "four models", from files that nothing has read before.
import path from 'node:path';
import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { classificationHead, extractFeatures, joinModels } from '@imgclf/models';
import { createEngine } from '@imgclf/models/node';
import { initBackend } from '@imgclf/runtime/node';
import { fit } from '@imgclf/train';
import { answer } from '../../lib/answer.mjs';
import { photographs } from './data.mjs';
import { measure } from './measure.mjs';
import { baseOf, size } from './networks.mjs';

/** Loading the packages counts as well. */
const startup = performance.now();

await answer(async ({ epochs, seed }) => {
  let accuracies;
  const figures = await measure(async () => {
    accuracies = await train(epochs, seed);
  });
  return { ...figures, wall: figures.wall + startup, accuracies };
});

async function train(epochs, seed) {
  await initBackend();
  const base = await baseOf('MobileNetV2', 'max');
  const engine = await createEngine(base);
  const features = async (part) => {
    const images = await imageDatasetFromDirectory(path.join(photographs, part), {
      imageSize: size,
      seed,
      verbose: false,
    });
    return extractFeatures(engine, images, { preprocessing: [{ op: 'preprocessInput', mode: 'tf' }] });
  };
  const [training, validation] = [await features('train'), await features('validation')];
  const head = classificationHead({ inputShape: [1280], dropout: 0.3, denseUnits: [64], classes: 2, seed });
  const { history } = await fit(head, {
    x: training.xs,
    y: training.ys,
    validationData: { x: validation.xs, y: validation.ys },
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    batchSize: 32,
    epochs,
    seed,
    verbose: 0,
  });
  joinModels(base, head);
  return history.val_accuracy;
}
