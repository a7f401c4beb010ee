import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImageDataset } from '@imgclf/data';
import { imageDatasetFromDirectory, imageExtensions } from '@imgclf/data/node';
import { cnn, ImageClassifier } from '@imgclf/models';
import { InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import { type BackendInfo, nodePlatform } from '@imgclf/runtime/node';
import { evaluateClassifier, fit } from '@imgclf/train';
import { progressBar } from '@imgclf/train/node';
import { finishRun } from './finish-run';
import { makeRunFolder } from './make-run-folder';
import type { Arguments } from './read-arguments';

/**
 * A folder with one subfolder of images for each class, through a small convolutional network (16 and 32 filters,
 * 64 units) trained with Adam; judged on the part of the images that it never sees in training.
 */
export async function classifyFolder(
  folder: string,
  options: Arguments,
  backend: BackendInfo,
): Promise<void> {
  const { imageSize, epochs = 10, batchSize, seed, validationSplit } = options;
  const [train, validation] = await readImages(folder, options);
  const classNames = train.classNames ?? [];
  const counts = { train: countsOf(train), validation: countsOf(validation) };
  printCounts(classNames, counts);
  requireTwoClasses(folder, classNames, counts);
  const out = await makeRunFolder(path.basename(path.resolve(folder)), options.out);

  const model = cnn({
    inputShape: [imageSize, imageSize, 3],
    rescaling: { scale: 1 / 255 },
    filters: [16, 32],
    denseUnits: [64],
    classes: classNames.length,
    seed,
  });
  const started = performance.now();
  const history = await fit(model, {
    data: train,
    validationData: validation,
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    epochs,
    seed,
    callbacks: [progressBar()],
  });
  const trainingSeconds = (performance.now() - started) / 1000;
  const evaluation = await evaluateClassifier(model, { data: validation, classNames });
  const unreadable = [...train.unreadable, ...validation.unreadable];
  const readable = validation.filePaths.filter((file) => !unreadable.some((item) => item.file === file));
  const classifier = new ImageClassifier({
    model,
    classNames,
    preprocessing: [{ op: 'resize', height: imageSize, width: imageSize }],
    applyExifOrientation: true,
    platform: nodePlatform,
  });
  await finishRun({
    title: path.basename(path.resolve(folder)),
    out,
    backend,
    history,
    evaluation,
    classifier,
    trainingSeconds,
    settings: { imageSize, epochs, batchSize, seed, validationSplit },
    counts,
    unreadable,
    imageOf: (index) => decode(readable[index] as string),
    fileOf: (index) => readable[index] as string,
  });
}

function readImages(folder: string, { imageSize, batchSize, seed, validationSplit }: Arguments) {
  return imageDatasetFromDirectory(folder, {
    imageSize,
    batchSize,
    seed,
    validationSplit,
    subset: 'both',
    stratify: true,
    extensions: imageExtensions,
    applyExifOrientation: true,
    onError: 'skip',
  });
}

function countsOf({ classNames, labels }: ImageDataset): number[] {
  const counts = (classNames ?? []).map(() => 0);
  for (const label of labels ?? []) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

function printCounts(
  classNames: readonly string[],
  { train, validation }: Record<'train' | 'validation', number[]>,
) {
  const width = Math.max(5, ...classNames.map((name) => name.length));
  console.log(`\n${'class'.padEnd(width)}   train  held out`);
  for (const [id, name] of classNames.entries()) {
    console.log(
      `${name.padEnd(width)}  ${String(train[id]).padStart(6)}  ${String(validation[id]).padStart(8)}`,
    );
  }
  console.log();
}

function requireTwoClasses(folder: string, classNames: readonly string[], counts: { train: number[] }): void {
  const used = classNames.filter((_, id) => (counts.train[id] ?? 0) > 0);
  if (used.length >= 2) return;
  throw new InvalidArgumentError({
    argument: 'folder',
    allowed: 'a folder with at least two subfolders of images, one for each class',
    received: folder,
    hint: `Classes with images: ${used.length === 0 ? 'none' : used.join(', ')}.`,
  });
}

async function decode(file: string): Promise<PixelImage> {
  return nodePlatform.decodeImage(await readFile(file), { file, applyExifOrientation: true });
}
