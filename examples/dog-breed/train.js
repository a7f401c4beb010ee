// Trains the breed classifier and saves it with its gate:
//   node train.js <folder with train/ and validation/, one subfolder for each breed> [options]
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
// A small validation set may lack breeds, and the others must keep their numbers.
const files = [];
for await (const file of listImages(`${folder}/validation`)) files.push(file);
const validation = await imageDatasetFromFiles(files, { labels: labelFromFolder, classNames, ...options });
const learned = await featuresOf(training);
const held = await featuresOf(validation);

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
const probabilities = await predict(head, { x: held.x });
const guesses = await guessesOf(probabilities, held.y);
const calibration = calibrateUnknown(guesses, { precision: Number(values.precision) });
const accuracy = guesses.filter(({ isRight }) => isRight).length / guesses.length;
console.log({ breeds: classNames.length, accuracy, ...calibration });
dispose([probabilities, ...Object.values(learned), ...Object.values(held)]);

const breed = new BreedHead(new ImageClassifier({ model: head, classNames, preprocessing: [] }), {
  unknownBelow: calibration.unknownBelow,
});
const face = values.cascade === undefined ? await loadBlazeFace() : await loadHaarCascade(values.cascade);
const gate = createGate({ face, dog, breed });
await saveGate(gate, values.out);
await gate.dispose();
console.log(`Saved to ${values.out}`);

/** @param {typeof training} dataset */
async function featuresOf(dataset) {
  const { xs, ys } = await extractFeatures(dog.extractor, dataset);
  return { x: xs, y: /** @type {NonNullable<typeof ys>} */ (ys) };
}

/**
 * The best class of each example and whether it is right.
 *
 * @param {import('@tensorflow/tfjs-core').Tensor} probabilities
 * @param {import('@tensorflow/tfjs-core').Tensor} labels
 */
async function guessesOf(probabilities, labels) {
  const rows = /** @type {number[][]} */ (await probabilities.array());
  const right = await labels.data();
  return rows.map((row, i) => {
    const score = Math.max(...row);
    return { score, isRight: row.indexOf(score) === right[i] };
  });
}
