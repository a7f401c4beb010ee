// Trains the breed classifier and saves it with its gate:
//   node train.js <folder with train/, validation/ and maybe test/, one subfolder for each breed> [options]
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { labelFromFolder } from '@imgclf/data';
import { imageDatasetFromDirectory, imageDatasetFromFiles } from '@imgclf/data/node';
import { BreedHead, calibrateUnknown, createGate } from '@imgclf/detect';
import { listImages, loadBlazeFace, loadDogDetector, loadHaarCascade, saveGate } from '@imgclf/detect/node';
import { classificationHead, extractFeatures, ImageClassifier } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { fit, predict } from '@imgclf/train';
import { dispose } from '@tensorflow/tfjs-core';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    weights: { type: 'string', default: 'imagenet' }, // MobileNetV2's, with its top; downloaded once if not given
    cascade: { type: 'string' }, // a Haar cascade in the place of BlazeFace
    epochs: { type: 'string', default: '20' },
    precision: { type: 'string', default: '0.9' }, // share of right answers among the breeds that are named
    out: { type: 'string', default: 'runs/dog-breed' },
  },
});
const [folder = 'dog_breeds'] = positionals;
console.log(await initBackend());

// The dog detector's backbone gives the features, so that a picture goes through it once for both.
const dog = await loadDogDetector({ weights: values.weights });
const options = { imageSize: 224, batchSize: 16, shuffle: false };
const training = await imageDatasetFromDirectory(`${folder}/train`, options);
const classNames = training.classNames ?? [];
const learned = await featuresOf(training);
const held = await featuresOf(await photographsOf('validation'));

const head = classificationHead({
  inputShape: [dog.featureCount],
  denseUnits: [],
  dropout: 0.3,
  classes: classNames.length,
  seed: 1,
});
await fit(head, {
  ...learned,
  validationData: held,
  optimizer: 'rmsprop',
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  epochs: Number(values.epochs),
  batchSize: 20,
  seed: 1,
  verbose: 2,
});

// Below which probability a breed is "unknown", from photographs that the head has not learned.
const guesses = await guessesOf(held);
const calibration = calibrateUnknown(guesses, { precision: Number(values.precision) });
console.log({ breeds: classNames.length, accuracy: shareRight(guesses), ...calibration });
dispose([learned, held].flatMap((features) => Object.values(features)));

// What to expect of photographs that nothing was chosen by.
if (existsSync(`${folder}/test`)) {
  const unseen = await featuresOf(await photographsOf('test'));
  const answers = await guessesOf(unseen);
  const named = answers.filter(({ score }) => score >= calibration.unknownBelow);
  const test = { accuracy: shareRight(answers), precision: shareRight(named) };
  console.log({ test: { ...test, answered: named.length / answers.length } });
  dispose(Object.values(unseen));
}

const breed = new BreedHead(new ImageClassifier({ model: head, classNames, preprocessing: [] }), {
  unknownBelow: calibration.unknownBelow,
});
const face = values.cascade === undefined ? await loadBlazeFace() : await loadHaarCascade(values.cascade);
const gate = createGate({ face, dog, breed });
await saveGate(gate, values.out);
await gate.dispose();
console.log(`Saved to ${values.out}`);

/**
 * A part that may lack breeds: the others must keep their numbers.
 *
 * @param {string} part
 */
async function photographsOf(part) {
  const files = [];
  for await (const file of listImages(`${folder}/${part}`)) files.push(file);
  return imageDatasetFromFiles(files, { labels: labelFromFolder, classNames, ...options });
}

/** @param {typeof training} dataset */
async function featuresOf(dataset) {
  const { xs, ys } = await extractFeatures(dog.extractor, dataset);
  return { x: xs, y: /** @type {NonNullable<typeof ys>} */ (ys) };
}

/**
 * The best class of each example and whether it is right.
 *
 * @param {Awaited<ReturnType<typeof featuresOf>>} features
 */
async function guessesOf({ x, y }) {
  const probabilities = await predict(head, { x });
  const rows = /** @type {number[][]} */ (await probabilities.array());
  probabilities.dispose();
  const right = await y.data();
  return rows.map((row, i) => {
    const score = Math.max(...row);
    return { score, isRight: row.indexOf(score) === right[i] };
  });
}

/** @param {import('@imgclf/detect').BreedGuess[]} guesses */
function shareRight(guesses) {
  return guesses.filter(({ isRight }) => isRight).length / guesses.length;
}
