// Cats and dogs with a dense network: node train.js --data <folder> [--quick]
import { existsSync } from 'node:fs';
import path from 'node:path';
import { processFolder, saveImageTable, splitFolder } from '@imgclf/data/node';
import { denseNetwork, summary } from '@imgclf/models';
import { toCategorical } from '@imgclf/preprocess';
import { initBackend } from '@imgclf/runtime/node';
import { evaluateClassifier, fit } from '@imgclf/train';
import { progressBar, writeReport } from '@imgclf/train/node';
import { countLabels, findPart, readImage, readSettings, writeResult } from '@imgclf/tutorials';
import { tensor } from '@tensorflow/tfjs-core';

const { mode, settings, data, out } = readSettings({
  name: 'tutorial-a',
  full: { imageSize: 96, epochs: 100, batchSize: 128, seed: 1 },
  quick: { epochs: 30 },
});
const { imageSize, epochs, batchSize, seed } = settings;
const backend = await initBackend();

// A folder that is not split yet is dealt out, class by class, by links.
const isSplit = existsSync(path.join(data, 'train'));
const parts = isSplit ? data : path.join(out, 'parts');
if (!isSplit) await splitFolder(data, parts, { ratios: { train: 0.8, validation: 0.2 }, seed, by: 'link' });

// Every photograph becomes a row of 96 x 96 grey values from 0 to 1; the table can be read in Python too.
/** @param {string} folder */
async function readTable(folder) {
  const table = await processFolder(folder, { size: imageSize, seed, onError: 'skip' });
  const { features, labels, classNames } = table;
  const x = tensor(features.data, [...features.shape]);
  return { ...table, x, y: toCategorical(labels.data, classNames.length) };
}
const train = await readTable(findPart(parts, 'train'));
const validation = await readTable(findPart(parts, 'validation', 'valid', 'test'));
const { classNames } = train;

const model = denseNetwork({
  inputShape: [imageSize * imageSize],
  hiddenUnits: [2048, 1024, 1024, 128],
  classes: classNames.length,
  seed,
});
const started = performance.now();
const history = await fit(model, {
  x: train.x,
  y: train.y,
  validationData: validation,
  optimizer: 'adam',
  loss: 'categorical_crossentropy',
  metrics: ['binary_accuracy'],
  epochs,
  batchSize,
  seed,
  callbacks: [progressBar()],
});
const seconds = (performance.now() - started) / 1000;

const evaluation = await evaluateClassifier(model, { x: validation.x, y: validation.y, classNames });
/** @param {typeof train} table */
const counts = ({ labels }) => countLabels({ classNames, labels: [...labels.data] });
await writeReport(out, {
  title: 'Cats and dogs with a dense network',
  history,
  evaluation,
  imageOf: (index) => readImage(validation.files[index] ?? ''),
  dataset: {
    classNames,
    counts: { train: counts(train), validation: counts(validation) },
    unreadable: [...train.unreadable, ...validation.unreadable],
  },
  trainingSeconds: seconds,
  backend,
  settings,
  modelSummary: summary(model),
});
await saveImageTable(path.join(out, 'train.npz'), train);
await writeResult(out, {
  mode,
  settings,
  backend,
  figures: {
    'training accuracy, last epoch': history.history.binary_accuracy?.at(-1) ?? 0,
    'validation accuracy': evaluation.accuracy,
  },
  seconds: { training: seconds },
});
