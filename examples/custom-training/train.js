// Your own training script: node train.js <folder with one subfolder of images for each class> [image to classify]
import { readFile } from 'node:fs/promises';
import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { cnn, ImageClassifier, summary } from '@imgclf/models';
import { loadClassifier, saveClassifier } from '@imgclf/models/node';
import { processImage } from '@imgclf/preprocess';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { adam, evaluateClassifier, fit } from '@imgclf/train';

const [folder = 'photos', file] = process.argv.slice(2);

// @imgclf/runtime: the fastest TensorFlow.js backend that works here.
console.log(await initBackend());

// @imgclf/data: Keras's loader, with its order and split.
const [training, validation] = await imageDatasetFromDirectory(folder, {
  imageSize: 96,
  validationSplit: 0.25,
  subset: 'both',
  seed: 7,
});
const classNames = training.classNames ?? [];

// @imgclf/preprocess alone: one picture to 9,216 grey values from 0 to 1.
const picture = await nodePlatform.decodeImage(await readFile(file ?? training.filePaths[0] ?? ''));
console.log('Grey features:', processImage(picture).length);

// @imgclf/models: a network with Keras's names and initial weights.
const model = cnn({
  inputShape: [96, 96, 3],
  rescaling: { scale: 1 / 255 },
  filters: [8, 16],
  denseUnits: [32],
  classes: classNames.length,
  seed: 7,
});
console.log(summary(model));

// @imgclf/train: fit and evaluate.
const loss = 'sparse_categorical_crossentropy';
await fit(model, {
  data: training,
  validationData: validation,
  optimizer: adam(),
  loss,
  metrics: ['accuracy'],
  epochs: 2,
  seed: 7,
  verbose: 2,
});
const { accuracy, baseline } = await evaluateClassifier(model, { data: validation, classNames });
console.log(
  `Accuracy ${accuracy.toFixed(3)}, always guessing ${baseline.label}: ${baseline.accuracy.toFixed(3)}`,
);

// All together: a classifier that takes a file, saved and loaded.
await saveClassifier(
  new ImageClassifier({ model, classNames, preprocessing: [{ op: 'resize', height: 96, width: 96 }] }),
  'runs/custom',
);
const classifier = await loadClassifier('runs/custom');
console.log(await classifier.classify(picture));
