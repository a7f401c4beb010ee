import { DatasetEmptyError, type Mt19937, type PixelImage, throwIfAborted } from '@imgclf/runtime';
import type { Batch } from '../dataset/example';
import { map } from '../dataset/operators/map';
import { prefetch } from '../dataset/operators/prefetch';
import { shuffle } from '../dataset/operators/shuffle';
import type { ImageIndex } from '../index/image-index';
import { type LoadedImage, toBatch } from './batch-of-images';
import type { ImageLoader, ManyImagesLoader } from './image-loader';
import type { ParsedImageOptions } from './image-options';
import type { UnreadableImages } from './unreadable-images';

/** What passes over the images of an index are made from. */
export interface ImageSource<Item> {
  readonly index: ImageIndex<Item>;
  readonly load: ImageLoader<Item>;
  /** Where there is a faster way for many images. */
  readonly loadMany?: ManyImagesLoader<Item>;
  /** What an item is called in reports: its path or URL. */
  readonly nameOf: (item: Item) => string;
  readonly options: ParsedImageOptions;
  readonly unreadable: UnreadableImages;
}

/** Batches ready to become tensors that are made while the consumer works on the one before. */
const batchesAhead = 2;
/** At most so many values, 64 MiB of them, are asked of a {@link ManyImagesLoader} at once. */
const maxValuesAtOnce = 2 ** 24;

/**
 * One pass: images are read, decoded and resized several at once and collected in plain arrays ahead of the consumer.
 * Tensors are made only when it asks for them, so that a pass that ends early has none to free.
 */
export async function* imageBatches<Item>(
  source: ImageSource<Item>,
  generator: Mt19937 | undefined,
): AsyncGenerator<Batch> {
  const { batchSize } = source.options;
  const order = positions(source.index.items.length);
  const shuffled = generator ? shuffle(order, (batchSize ?? 128) * 8, generator) : order;
  const images = flatten(loadAll(source, shuffled));
  const groups = prefetch(group(images, batchSize ?? 1), batchSize === null ? 0 : batchesAhead);
  let empty = true;
  for await (const loaded of groups) {
    empty = false;
    yield toBatch(loaded, source);
  }
  if (empty)
    throw new DatasetEmptyError({
      message: `None of the ${source.index.items.length} images could be read; the dataset's 'unreadable' says why.`,
    });
}

async function* positions(count: number): AsyncGenerator<number> {
  for (let position = 0; position < count; position++) yield position;
}

/** Loads images in order: one by one, or where there is a faster way and there are enough of them, many at once. */
function loadAll<Item>(
  source: ImageSource<Item>,
  order: AsyncIterable<number>,
): AsyncIterable<(LoadedImage | undefined)[]> {
  const { loadMany, options, index } = source;
  const { batchSize, parallelism, imageSize } = options;
  const mostAtOnce = Math.ceil(maxValuesAtOnce / (imageSize[0] * imageSize[1] * 3));
  const atOnce = Math.min(batchSize ?? 32, mostAtOnce);
  const count = index.items.length > atOnce ? loadMany?.countFor(parallelism) : undefined;
  if (loadMany === undefined || !count)
    return map(group(order, 1), {
      transform: (some) => loadImages(source, some),
      parallelism,
    });
  return map(group(order, atOnce), {
    transform: async (some) => {
      const items = some.map((position) => index.items[position] as Item);
      const loaded = await loadMany.load(items, options);
      throwIfAborted(options.signal);
      return loadImages(source, some, loaded);
    },
    parallelism: count + 1, // so that there is always a next one
  });
}

/** Loads those of some images, one after the other, that are not there yet. */
async function loadImages<Item>(
  source: ImageSource<Item>,
  some: readonly number[],
  loaded: readonly (PixelImage['data'] | undefined)[] = [],
): Promise<(LoadedImage | undefined)[]> {
  const images: (LoadedImage | undefined)[] = [];
  for (const [i, position] of some.entries()) {
    const data = loaded[i];
    const label = source.index.labels?.[position] ?? 0;
    images.push(data === undefined ? await loadImage(source, position) : { data, label });
  }
  return images;
}

/** An image with its label, or nothing where it cannot be read and that is to be put up with. */
async function loadImage<Item>(
  source: ImageSource<Item>,
  position: number,
): Promise<LoadedImage | undefined> {
  const { index, load, nameOf, options, unreadable } = source;
  const item = index.items[position] as Item;
  try {
    return { data: await load(item, options), label: index.labels?.[position] ?? 0 };
  } catch (error) {
    if (options.onError === 'throw') throw error;
    unreadable.add(nameOf(item), error);
    return undefined;
  }
}

/** The images of all lists, without those that are to be left out. */
async function* flatten(
  lists: AsyncIterable<readonly (LoadedImage | undefined)[]>,
): AsyncGenerator<LoadedImage> {
  for await (const images of lists) {
    for (const image of images) if (image !== undefined) yield image;
  }
}

async function* group<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let pending: T[] = [];
  for await (const element of source) {
    pending.push(element);
    if (pending.length < size) continue;
    yield pending;
    pending = [];
  }
  if (pending.length > 0) yield pending;
}
