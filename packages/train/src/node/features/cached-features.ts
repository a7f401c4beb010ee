import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ImageDataset } from '@imgclf/data';
import { loadNpz, type NpyValue, saveNpz } from '@imgclf/data/node';
import { type EngineName, type ExtractFeaturesOptions, extractFeatures, type Features } from '@imgclf/models';
import { createEngine } from '@imgclf/models/node';
import { FileNotFoundError, InvalidFileError, parseOptions } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { type FeatureKey, featureKey, keyDifference } from './feature-key';

/** Options of {@link cachedFeatures}. */
export interface CachedFeaturesOptions extends ExtractFeaturesOptions {
  /** The `.npz` file to keep the features in. Folders that are missing are made. */
  file: string;
  /** What runs the base; see `createEngine`. @default the fastest there is */
  engine?: EngineName;
  /** Is told when features are computed, and why. @default console.log */
  onMessage?: (message: string) => void;
}

/** What {@link cachedFeatures} returns; the caller owns both tensors. */
export interface CachedFeatures extends Features {
  /** Whether the features were read from the file or computed. */
  from: 'file' | 'computed';
}

const schema = v.looseObject({ file: v.pipe(v.string('a path'), v.minLength(1, 'a path')) });

/**
 * Features of a frozen base for a folder of images, computed once and kept in a file from then on: see `extractFeatures`
 * of `@imgclf/models`. The file is used only for the same layers and weights, preprocessing, augmentation and copies, and
 * the same images: their paths, sizes, times of change and labels, whatever their order. Otherwise, and where it is
 * damaged, the features are computed anew and replace it, whole or not at all. NumPy reads it too, as `features`, `labels`
 * and `key`.
 *
 * @param base maps batches of images to features; it stays as it is
 * @param dataset images of files, from `@imgclf/data/node`, not mapped: pass what maps them as `preprocessing`
 * @returns features in the order of the dataset when they were computed; the labels are in the same order
 * @throws {InvalidArgumentError} when an option is wrong, or the images are no files
 * @throws {FileUnreadableError} when the file cannot be read or written
 * @throws what the dataset throws; {AbortedError}
 * @example
 * const images = await imageDatasetFromDirectory('train', { imageSize: 160 });
 * const { xs, ys } = await cachedFeatures(base, images, {
 *   file: 'cache/train.npz',
 *   preprocessing: [{ op: 'preprocessInput', mode: 'tf' }],
 * });
 */
export async function cachedFeatures(
  base: LayersModel,
  dataset: ImageDataset,
  { file, engine: engineName, onMessage = console.log, ...options }: CachedFeaturesOptions,
): Promise<CachedFeatures> {
  parseOptions(schema, { file });
  const key = await featureKey(base, dataset, options);
  const kept = await readFeatures(file, key);
  if (typeof kept === 'object') return { ...kept, from: 'file' };
  onMessage(`Computing the features of ${dataset.filePaths.length} images: ${kept}.`);
  const engine = await createEngine(base, engineName === undefined ? {} : { engine: engineName });
  try {
    const features = await extractFeatures(engine, dataset, options);
    await writeFeatures(file, key, features).catch((error) => {
      dispose([features.xs, features.ys ?? []]);
      throw error;
    });
    return { ...features, from: 'computed' };
  } finally {
    await engine.dispose();
  }
}

/** The features of a file, or why they cannot be used. */
async function readFeatures(file: string, key: FeatureKey): Promise<Features | string> {
  try {
    const { features, labels, key: stored } = await loadNpz(file);
    const different = keyDifference(parseKey(stored), key);
    if (different !== undefined) return `${file} was made for others, as these differ: ${different}`;
    if (features === undefined || !('shape' in features)) return `${file} holds no features`;
    const xs = toTensor(features);
    return labels === undefined || !('shape' in labels) ? { xs } : { xs, ys: toTensor(labels) };
  } catch (error) {
    if (FileNotFoundError.isInstance(error)) return `${file} does not exist yet`;
    if (InvalidFileError.isInstance(error)) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** The key is stored as texts `part=value`. */
function parseKey(stored: NpyValue | undefined): Partial<FeatureKey> {
  const lines = Array.isArray(stored) ? (stored as readonly string[]) : [];
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function toTensor({ data, shape }: Exclude<NpyValue, readonly string[]>): Tensor {
  const isInt32 = data instanceof Int32Array;
  return tensor(isInt32 ? data : Float32Array.from(data), [...shape], isInt32 ? 'int32' : 'float32');
}

async function writeFeatures(file: string, key: FeatureKey, { xs, ys }: Features): Promise<void> {
  const arrays: Record<string, NpyValue> = {
    key: Object.entries(key).map(([part, value]) => `${part}=${value}`),
    features: await toArray(xs),
    ...(ys !== undefined && { labels: await toArray(ys) }),
  };
  const folder = path.dirname(path.resolve(file));
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw fileError(folder, cause);
  });
  await saveNpz(file, arrays, { compress: false });
}

async function toArray(values: Tensor): Promise<Exclude<NpyValue, readonly string[]>> {
  return { data: await values.data<'float32' | 'int32'>(), shape: values.shape };
}
