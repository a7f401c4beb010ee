import { randomSeed } from '@imgclf/preprocess/internal';
import { DatasetEmptyError, InvalidArgumentError } from '@imgclf/runtime';
import { type ImageIndex, pick } from '../index/image-index';
import { shuffleIndex } from '../index/shuffle-index';
import { splitIndex } from '../index/split-index';
import { ImageDataset } from './image-dataset';
import type { ImageLoader, ManyImagesLoader } from './image-loader';
import type { ParsedImageOptions } from './image-options';
import { UnreadableImages } from './unreadable-images';

/** What a loader of images has found and how its images are read. */
export interface FoundImages<Item> {
  readonly index: ImageIndex<Item>;
  readonly load: ImageLoader<Item>;
  readonly loadMany?: ManyImagesLoader<Item>;
  readonly nameOf: (item: Item) => string;
  readonly options: ParsedImageOptions;
  /** Ends the messages for empty parts: ` in the folder photos. Allowed formats: .png`. */
  readonly where: string;
}

/** One dataset, or the pair of `subset: 'both'`. */
export type ImageDatasets = ImageDataset | [training: ImageDataset, validation: ImageDataset];

/** @throws {InvalidArgumentError} when options that are valid on their own contradict each other */
export function checkImageOptions(options: ParsedImageOptions): void {
  const { validationSplit, subset, shuffle, seed, cropToAspectRatio, padToAspectRatio } = options;
  const isSplit = Boolean(validationSplit);
  if (isSplit !== (subset !== undefined))
    throw new InvalidArgumentError({
      argument: isSplit ? 'subset' : 'validationSplit',
      allowed: 'set if and only if its counterpart is (validationSplit, subset)',
      received: isSplit ? subset : validationSplit,
    });
  if (isSplit && shuffle && seed === undefined)
    throw new InvalidArgumentError({
      argument: 'seed',
      allowed: 'set when images are shuffled and split, so that the parts do not overlap',
      received: seed,
    });
  if (cropToAspectRatio && padToAspectRatio)
    throw new InvalidArgumentError({
      argument: 'padToAspectRatio',
      allowed: 'false when cropToAspectRatio is true',
      received: true,
    });
}

/** Shuffles and splits what was found, as Keras does, and makes datasets of the parts that were asked for. */
export function createImageDatasets<Item>(found: FoundImages<Item>): ImageDatasets {
  const { options } = found;
  const { seed = randomSeed(), shuffle, limit, verbose } = options;
  const message = options.onMessage ?? console.log;
  const index = options.labelMode === null ? { ...found.index, labels: null, classNames: null } : found.index;
  checkLabels(index, options);
  if (verbose) message(describeFound(index));
  const shuffled = shuffle ? shuffleIndex(index, seed) : index;
  const limited =
    limit === undefined ? shuffled : pick(shuffled, range(Math.min(limit, shuffled.items.length)));
  const make = (part: ImageIndex<Item>, name: string, reshuffle: boolean): ImageDataset => {
    if (part.items.length === 0)
      throw new DatasetEmptyError({ message: `No ${name}images found${found.where}` });
    const source = { ...found, index: part, unreadable: new UnreadableImages() };
    return new ImageDataset(source as never, { reshuffle, seed });
  };
  const { validationSplit: fraction, subset, stratify } = options;
  if (!fraction) return make(limited, '', shuffle);

  const { training, validation } = splitIndex(limited, { fraction, stratify });
  if (subset !== 'validation') message(`Using ${training.items.length} files for training.`);
  if (subset !== 'training') message(`Using ${validation.items.length} files for validation.`);
  if (subset === 'both')
    return [make(training, 'training ', shuffle), make(validation, 'validation ', false)];
  return make(subset === 'training' ? training : validation, '', shuffle);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function describeFound({ items, labels, classNames }: ImageIndex<unknown>): string {
  const classes = labels === null ? '' : ` belonging to ${classNames?.length ?? 0} classes`;
  return `Found ${items.length} files${classes}.`;
}

function checkLabels({ labels, classNames }: ImageIndex<unknown>, options: ParsedImageOptions): void {
  const { labelMode, stratify } = options;
  const classes = classNames?.length ?? 0;
  if (labels === null) {
    if (stratify)
      throw new InvalidArgumentError({
        argument: 'stratify',
        allowed: 'false without labels',
        received: true,
      });
    return;
  }
  if (labelMode === 'binary' && classes !== 2)
    throw new InvalidArgumentError({
      argument: 'labelMode',
      allowed: `'int' or 'categorical' with ${classes} classes; 'binary' takes exactly 2`,
      received: labelMode,
    });
  const outside = labelMode === 'int' ? undefined : labels.find((label) => label < 0 || label >= classes);
  if (outside !== undefined)
    throw new InvalidArgumentError({
      argument: 'labels',
      allowed: `from 0 to ${classes - 1}, as there are ${classes} different ones`,
      received: outside,
    });
}
