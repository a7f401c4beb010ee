import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { ImageDataset } from '@imgclf/data';
import type { ExtractFeaturesOptions } from '@imgclf/models';
import { createPreprocessor } from '@imgclf/preprocess';
import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

/** Everything that features depend on, each part as a text. */
export type FeatureKey = Readonly<Record<keyof typeof partNames, string>>;

const partNames = {
  version: "the file's version",
  base: "the base's layers or weights",
  preprocessing: 'the preprocessing',
  augmentation: 'the augmentation',
  copies: 'the copies',
  loading: 'how the images are loaded',
  files: 'the images',
};

/** Counts changes of what is stored. */
const version = '1';
/** Files that are looked at together. */
const atOnce = 64;

/**
 * The key of the features that a base gives for a dataset.
 * @throws {InvalidArgumentError} when the dataset's images are no files, or a step is wrong
 */
export async function featureKey(
  base: LayersModel,
  dataset: ImageDataset,
  { preprocessing = [], augmentation = [], copies = 1 }: ExtractFeaturesOptions,
): Promise<FeatureKey> {
  return {
    version,
    base: await hashModel(base),
    preprocessing: JSON.stringify(createPreprocessor(preprocessing).steps),
    augmentation: JSON.stringify(augmentation.map(describeLayer)),
    copies: String(copies),
    loading: JSON.stringify(dataset.loading),
    files: await hashFiles(dataset),
  };
}

/** Which parts of two keys differ, in words; undefined where they are equal. */
export function keyDifference(stored: Partial<FeatureKey>, wanted: FeatureKey): string | undefined {
  const parts = Object.keys(partNames) as (keyof FeatureKey)[];
  const different = parts.filter((part) => stored[part] !== wanted[part]);
  if (different.length === 0) return undefined;
  return different.map((part) => partNames[part]).join(', ');
}

async function hashModel(model: LayersModel): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(model.toJSON(null, false)));
  for (const weight of model.weights) hash.update(await weight.read().data<'float32'>());
  return hash.digest('hex');
}

/** A layer without its name, which TensorFlow.js counts through the process. */
function describeLayer(layer: layers.Layer): unknown {
  const { name: _, ...config } = layer.getConfig();
  return [layer.getClassName(), config];
}

/** Paths, sizes, times of change and labels, whatever the order of the list. */
async function hashFiles({ filePaths, labels, classNames }: ImageDataset): Promise<string> {
  const lines: string[] = [];
  for (let start = 0; start < filePaths.length; start += atOnce) {
    const some = filePaths.slice(start, start + atOnce);
    const described = some.map(async (file, i) => `${await identify(file)} ${labels?.[start + i] ?? ''}`);
    lines.push(...(await Promise.all(described)));
  }
  const all = [JSON.stringify(classNames), ...lines.sort()];
  return createHash('sha256').update(all.join('\n')).digest('hex');
}

async function identify(file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${JSON.stringify(file)} ${size} ${mtimeMs}`;
  } catch (cause) {
    throw new InvalidArgumentError({
      argument: 'dataset',
      allowed: 'images that are files on this machine',
      received: file,
      hint: String(cause),
    });
  }
}
