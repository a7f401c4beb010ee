// Four models for cats and dogs: node train.js --data <folder with train and validation> [--weights <file>] [--quick]
import path from 'node:path';
import { datasetFromTensors, labelFromFolder } from '@imgclf/data';
import { RandomFlip, RandomRotation } from '@imgclf/data/layers';
import { imageDatasetFromDirectory, imageDatasetFromFiles } from '@imgclf/data/node';
import {
  classificationHead,
  cnn,
  extractFeatures,
  ImageClassifier,
  joinModels,
  summary,
} from '@imgclf/models';
import { createEngine, saveClassifier } from '@imgclf/models/node';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { evaluateClassifier, fit } from '@imgclf/train';
import { progressBar, writeReport } from '@imgclf/train/node';
import { compareRuns, imageGrid } from '@imgclf/train/report';
import {
  countLabels,
  createBackbone,
  readImage,
  readSettings,
  spread,
  writePictures,
  writeResult,
} from '@imgclf/tutorials';
import { dispose } from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';

const { mode, settings, data, backbone, weights, out } = readSettings({
  name: 'tutorial-b',
  // On pixels up to 255 some seeds end in rectifiers that are dead, here as in Keras; this one's are not.
  full: { imageSize: 160, batchSize: 32, epochs: 20, seed: 2 },
  quick: { epochs: 3 },
  backbone: 'mobileNetV2',
});
const { imageSize, batchSize, epochs, seed } = settings;
const backend = await initBackend();

const training = await imageDatasetFromDirectory(path.join(data, 'train'), { imageSize, batchSize, seed });
const shuffled = await imageDatasetFromDirectory(path.join(data, 'validation'), { seed });
// A shuffled dataset has another order in each pass, and taking batches from it would mix test and validation. So the
// files keep the order that they were shuffled to once.
const heldOut = await imageDatasetFromFiles(shuffled.filePaths, {
  labels: labelFromFolder,
  imageSize,
  batchSize,
  shuffle: false,
});
const testBatches = Math.max(1, Math.floor((heldOut.length ?? 0) / 5));
const test = heldOut.take(testBatches);
const validation = heldOut.skip(testBatches);
const classNames = training.classNames ?? [];
const dataset = {
  classNames,
  counts: { train: countLabels(training), 'validation and test': countLabels(heldOut) },
};

/** @type {import('@imgclf/models').CnnOptions} */
const network = {
  inputShape: [imageSize, imageSize, 3],
  filters: [16, 32],
  denseUnits: [64],
  classes: classNames.length,
  seed,
};
const augmentation = () => [
  new RandomFlip({ mode: 'horizontal', inputShape: [imageSize, imageSize, 3], seed }),
  new RandomRotation({ factor: 0.2, seed: seed + 1 }),
];
/** Pixels from -1 to 1, as MobileNetV2 wants them. */
const rescaling = { scale: 1 / 127.5, offset: -1 };

/** @type {Record<string, import('@imgclf/train').History>} */
const histories = {};
/** @type {Record<string, number>} */
const figures = {};
/** @type {Record<string, number>} */
const seconds = {};

/**
 * Trains a model, judges it on the test batches and writes its report.
 *
 * @param {string} name
 * @param {import('@tensorflow/tfjs-layers').LayersModel} model
 * @param {Record<'training' | 'validation' | 'test', import('@imgclf/train').BatchData>} parts
 */
async function run(name, model, parts) {
  console.log(`\n${name}\n${summary(model)}`);
  const started = performance.now();
  const history = await fit(model, {
    data: parts.training,
    validationData: parts.validation,
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    epochs,
    seed,
    callbacks: [progressBar()],
  });
  seconds[name] = (performance.now() - started) / 1000;
  const evaluation = await evaluateClassifier(model, { data: parts.test, classNames });
  histories[name] = history;
  figures[`${name}, validation`] = history.history.val_accuracy?.at(-1) ?? 0;
  figures[`${name}, test`] = evaluation.accuracy;
  await writeReport(path.join(out, name.replace(' ', '-')), {
    title: `Cats and dogs: ${name}`,
    history,
    evaluation,
    imageOf: (index) => readImage(heldOut.filePaths[index] ?? ''),
    dataset,
    trainingSeconds: seconds[name],
    backend,
    settings,
    modelSummary: summary(model),
  });
}

// Three small networks: on pixels from 0 to 255, on augmented ones, on augmented ones from -1 to 1.
const pictures = { training, validation, test };
await run('model A', cnn(network), pictures);
await run('model B', sequential({ layers: [...augmentation(), cnn(network)] }), pictures);
await run('model C', sequential({ layers: [...augmentation(), cnn({ ...network, rescaling })] }), pictures);

// The fourth: what a frozen MobileNetV2 and the GlobalMaxPooling after it make of the pictures is computed once, and only
// what learns is trained on it.
const started = performance.now();
const { base, featureShape, preprocessing } = await createBackbone(backbone, {
  imageSize,
  pooling: 'max',
  weights,
});
const engine = await createEngine(base);
console.log(`\nFeatures of ${backbone} by ${engine.name}`);
const options = { preprocessing: [preprocessing] };
const features = {
  training: await extractFeatures(engine, training, options),
  validation: await extractFeatures(engine, validation, options),
  test: await extractFeatures(engine, test, options),
};
await engine.dispose();
seconds['model D, features'] = (performance.now() - started) / 1000;
const head = classificationHead({
  inputShape: featureShape,
  dropout: 0.3,
  denseUnits: [64],
  classes: classNames.length,
  seed,
});
await run('model D', head, {
  training: datasetFromTensors(features.training, { batchSize, shuffle: true, seed }),
  validation: datasetFromTensors(features.validation, { batchSize }),
  test: datasetFromTensors(features.test, { batchSize }),
});
dispose(Object.values(features).map(({ xs, ys }) => [xs, ys ?? []]));

await saveClassifier(
  new ImageClassifier({
    model: joinModels(base, head),
    classNames,
    preprocessing: [{ op: 'resize', height: imageSize, width: imageSize }, preprocessing],
  }),
  path.join(out, 'model-D', 'model'),
);

const nine = spread(training.filePaths, 9).map(async (file) => ({
  image: await readImage(file),
  caption: labelFromFolder(file),
}));
await writePictures(out, {
  'training-pictures': await imageGrid(await Promise.all(nine), { platform: nodePlatform, columns: 3 }),
  'four-models': compareRuns(histories),
});
await writeResult(out, { mode, settings, backend, figures, seconds });
