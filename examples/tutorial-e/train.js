// Dog breeds from bottleneck features: node train.js --data <folder with train and test> [--weights <file>]
import path from 'node:path';
import { datasetFromTensors, labelFromFolder } from '@imgclf/data';
import { imageDatasetFromDirectory, imageDatasetFromFiles } from '@imgclf/data/node';
import { classificationHead, extractFeatures, ImageClassifier, joinModels, summary } from '@imgclf/models';
import { createEngine, saveClassifier } from '@imgclf/models/node';
import { initBackend } from '@imgclf/runtime/node';
import { evaluateClassifier, fit, sparseTopKCategoricalAccuracy } from '@imgclf/train';
import { progressBar, writeReport } from '@imgclf/train/node';
import {
  countLabels,
  createBackbone,
  findPart,
  readImage,
  readSettings,
  writeResult,
} from '@imgclf/tutorials';

const { mode, settings, data, backbone, weights, out } = readSettings({
  name: 'tutorial-e',
  full: { imageSize: 224, epochs: 20, batchSize: 20, seed: 1 },
  quick: {},
  backbone: 'resNet50',
});
const { imageSize, epochs, batchSize, seed } = settings;
const backend = await initBackend();

const options = { imageSize, batchSize, shuffle: false };
const training = await imageDatasetFromDirectory(findPart(data, 'train'), options);
const classNames = training.classNames ?? [];
// A small test set may lack classes, and the others must keep their ids.
const listed = await imageDatasetFromDirectory(findPart(data, 'test', 'validation', 'valid'), options);
const test = await imageDatasetFromFiles(listed.filePaths, {
  labels: labelFromFolder,
  classNames,
  ...options,
});

// What the frozen network and the pooling after it make of the photographs, computed once.
let started = performance.now();
const { base, featureShape, preprocessing } = await createBackbone(backbone, {
  imageSize,
  pooling: 'avg',
  weights,
});
const engine = await createEngine(base);
const prepared = { preprocessing: [preprocessing] };
const trainFeatures = await extractFeatures(engine, training, prepared);
const testFeatures = await extractFeatures(engine, test, prepared);
await engine.dispose();
const featureSeconds = (performance.now() - started) / 1000;

const head = classificationHead({
  inputShape: featureShape,
  denseUnits: [],
  classes: classNames.length,
  seed,
});
started = performance.now();
const testData = datasetFromTensors(testFeatures, { batchSize });
const history = await fit(head, {
  data: datasetFromTensors(trainFeatures, { batchSize, shuffle: true, seed }),
  validationData: testData,
  optimizer: 'rmsprop',
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy', sparseTopKCategoricalAccuracy({ k: 5 })],
  epochs,
  seed,
  callbacks: [progressBar()],
});
const seconds = (performance.now() - started) / 1000;

const evaluation = await evaluateClassifier(head, { data: testData, classNames });
const model = joinModels(base, head);
await saveClassifier(
  new ImageClassifier({
    model,
    classNames,
    preprocessing: [{ op: 'resize', height: imageSize, width: imageSize }, preprocessing],
  }),
  path.join(out, 'model'),
);
await writeReport(out, {
  title: `Dog breeds with ${backbone}`,
  history,
  evaluation,
  imageOf: (index) => readImage(test.filePaths[index] ?? ''),
  dataset: { classNames, counts: { train: countLabels(training), test: countLabels(test) } },
  trainingSeconds: featureSeconds + seconds,
  backend,
  settings: { ...settings, backbone },
  modelSummary: summary(head),
  modelFolder: 'model',
});
await writeResult(out, {
  mode,
  settings: { ...settings, backbone },
  backend,
  figures: {
    'test accuracy': evaluation.accuracy,
    'test accuracy, best 5': history.history.val_sparse_top_k_categorical_accuracy?.at(-1) ?? 0,
    classes: classNames.length,
  },
  seconds: { features: featureSeconds, training: seconds },
});
