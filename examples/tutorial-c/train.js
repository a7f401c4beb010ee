// Cats and dogs with generators and early stopping: node train.js --data <folder with train and validation> [--quick]
import path from 'node:path';
import { ImageDataGenerator } from '@imgclf/data/node';
import { classificationHead, cnn, summary } from '@imgclf/models';
import { createEngine } from '@imgclf/models/node';
import { createPreprocessor } from '@imgclf/preprocess';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { EarlyStopping, evaluateClassifier, fit } from '@imgclf/train';
import { progressBar, writeReport } from '@imgclf/train/node';
import { augmentationGrid, compareRuns } from '@imgclf/train/report';
import {
  createBackbone,
  findPart,
  readImage,
  readSettings,
  spread,
  writePictures,
  writeResult,
} from '@imgclf/tutorials';

const { mode, settings, data, backbone, weights, out } = readSettings({
  name: 'tutorial-c',
  full: {
    imageSize: 300,
    backboneSize: 300,
    batchSize: 32,
    stepsPerEpoch: 100,
    validationSteps: 50,
    epochs: 20,
    patience: 3,
    seed: 1,
  },
  quick: { imageSize: 64, backboneSize: 160, stepsPerEpoch: 62, epochs: 10 },
  backbone: 'inceptionResNetV2',
});
const { imageSize, backboneSize, batchSize, stepsPerEpoch, epochs, patience, seed } = settings;
const backend = await initBackend();
const monitor = 'val_sparse_categorical_accuracy';

const augmentation = { shearRange: 0.2, zoomRange: 0.2, horizontalFlip: true };
const folders = { training: findPart(data, 'train'), validation: findPart(data, 'validation', 'valid') };
/**
 * New generators, which begin with the same order and the same draws: augmented training photographs without an end,
 * and each validation photograph as it is, once.
 *
 * @param {number} side of the photographs
 * @param {number} rescale what to multiply pixels by
 */
async function flows(side, rescale) {
  const options = {
    targetSize: /** @type {[number, number]} */ ([side, side]),
    batchSize,
    classMode: /** @type {const} */ ('sparse'),
    seed,
  };
  const training = await new ImageDataGenerator({ rescale, ...augmentation }).flowFromDirectory(
    folders.training,
    options,
  );
  const validation = await new ImageDataGenerator({ rescale }).flowFromDirectory(folders.validation, {
    ...options,
    shuffle: false,
  });
  return { training, validation };
}

/** @type {Record<string, import('@imgclf/train').History>} */
const histories = {};
/** @type {Record<string, number>} */
const figures = {};
/** @type {Record<string, number>} */
const seconds = {};

/**
 * Trains a model, judges it on the validation photographs and writes its report.
 *
 * @param {string} name
 * @param {import('@tensorflow/tfjs-layers').LayersModel} model
 * @param {{ training: import('@imgclf/data').Dataset<any>, validation: import('@imgclf/data').Dataset<any>, callbacks?: import('@imgclf/train').Callback[] }} parts
 */
async function run(name, model, { training, validation, callbacks = [] }) {
  console.log(`\n${name}\n${summary(model)}`);
  const started = performance.now();
  const history = await fit(model, {
    data: training.repeat(),
    stepsPerEpoch,
    validationData: validation,
    validationSteps: Math.min(settings.validationSteps, validation.length ?? Number.POSITIVE_INFINITY),
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['sparse_categorical_accuracy'],
    epochs,
    seed,
    callbacks: [...callbacks, progressBar()],
  });
  seconds[name] = (performance.now() - started) / 1000;
  histories[name] = history;
  figures[`${name}, validation`] = history.history[monitor]?.at(-1) ?? 0;
  figures[`${name}, epochs`] = history.epoch.length;
  const evaluation = await evaluateClassifier(model, { data: validation, classNames });
  await writeReport(path.join(out, name.replaceAll(' ', '-')), {
    title: `Cats and dogs: ${name}`,
    history,
    evaluation,
    imageOf: (index) => readImage(files[index] ?? ''),
    trainingSeconds: seconds[name],
    backend,
    settings,
    modelSummary: summary(model),
  });
  model.dispose();
}

const first = await flows(imageSize, 1 / 255);
const classNames = first.validation.classNames ?? [];
const files = first.validation.filePaths ?? [];
const network = {
  inputShape: /** @type {[number, number, number]} */ ([imageSize, imageSize, 3]),
  denseUnits: [512],
  classes: classNames.length,
  seed,
};
const modelB = () => cnn({ ...network, filters: [32, 32, 64, 64] });
await run('model A', cnn({ ...network, filters: [32, 64] }), first);
await run('model B', modelB(), await flows(imageSize, 1 / 255));
await run('model B stopped early', modelB(), {
  ...(await flows(imageSize, 1 / 255)),
  callbacks: [new EarlyStopping({ monitor, patience })],
});

// The frozen network sees every augmented photograph, as it would inside the model, but nothing is computed backwards
// through it: each batch becomes features on its way to the head.
const { base, featureShape, preprocessing } = await createBackbone(backbone, {
  imageSize: backboneSize,
  pooling: 'avg',
  weights,
});
const engine = await createEngine(base);
const preprocessor = createPreprocessor([preprocessing]);
/** @param {import('@imgclf/data').Dataset<import('@imgclf/data').Batch>} photographs */
const featuresOf = (photographs) =>
  photographs
    .map(({ xs, ...labels }) => ({ xs: preprocessor.processBatch(xs), ...labels }))
    .map(async ({ xs, ...labels }) => ({ xs: await engine.predict(xs), ...labels }));
const { training, validation } = await flows(backboneSize, 1);
const validationFeatures = featuresOf(validation).cache();
const head = classificationHead({
  inputShape: featureShape,
  denseUnits: [128],
  classes: classNames.length,
  seed,
});
await run('frozen backbone', head, { training: featuresOf(training), validation: validationFeatures });
validationFeatures.dispose();
await engine.dispose();

const generator = new ImageDataGenerator(augmentation);
let draws = 0;
const photographs = await Promise.all(spread(files, 4).map(readImage));
await writePictures(out, {
  augmentation: await augmentationGrid(photographs, {
    platform: nodePlatform,
    augment: (image) => {
      const pixels = { ...image, data: Float32Array.from(image.data) };
      return generator.randomTransform(pixels, { seed: seed + draws++ });
    },
    range: [0, 255],
  }),
  models: compareRuns(histories),
});
await writeResult(out, { mode, settings: { ...settings, backbone }, backend, figures, seconds });
