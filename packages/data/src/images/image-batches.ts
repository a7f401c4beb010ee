import { DatasetEmptyError, type Mt19937, type PixelImage } from '@imgclf/runtime';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../dataset/example';
import { map } from '../dataset/operators/map';
import { prefetch } from '../dataset/operators/prefetch';
import { shuffle } from '../dataset/operators/shuffle';
import type { ImageIndex } from '../index/image-index';
import type { ImageLoader } from './image-loader';
import type { ParsedImageOptions } from './image-options';
import { labelTensor } from './label-tensor';
import type { UnreadableImages } from './unreadable-images';

/** What passes over the images of an index are made from. */
export interface ImageSource<Item> {
  readonly index: ImageIndex<Item>;
  readonly load: ImageLoader<Item>;
  /** What an item is called in reports: its path or URL. */
  readonly nameOf: (item: Item) => string;
  readonly options: ParsedImageOptions;
  readonly unreadable: UnreadableImages;
}

interface LoadedImage {
  readonly data: PixelImage['data'];
  readonly label: number;
}

/** Batches ready to become tensors that are made while the consumer works on the one before. */
const batchesAhead = 2;

/**
 * One pass: images are read, decoded and resized several at once and collected in plain arrays ahead of the consumer.
 * Tensors are made only when it asks for them, so that a pass that ends early has none to free.
 */
export async function* imageBatches<Item>(
  source: ImageSource<Item>,
  generator: Mt19937 | undefined,
): AsyncGenerator<Batch> {
  const { batchSize, parallelism } = source.options;
  const order = positions(source.index.items.length);
  const shuffled = generator ? shuffle(order, (batchSize ?? 128) * 8, generator) : order;
  const images = map(shuffled, { transform: (position) => loadImage(source, position), parallelism });
  const groups = prefetch(group(images, batchSize ?? 1), batchSize === null ? 0 : batchesAhead);
  let empty = true;
  for await (const loaded of groups) {
    empty = false;
    yield toTensors(loaded, source);
  }
  if (empty)
    throw new DatasetEmptyError({
      message: `None of the ${source.index.items.length} images could be read; the dataset's 'unreadable' says why.`,
    });
}

async function* positions(count: number): AsyncGenerator<number> {
  for (let position = 0; position < count; position++) yield position;
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

async function* group(
  images: AsyncIterable<LoadedImage | undefined>,
  size: number,
): AsyncGenerator<LoadedImage[]> {
  let pending: LoadedImage[] = [];
  for await (const image of images) {
    if (image === undefined) continue;
    pending.push(image);
    if (pending.length < size) continue;
    yield pending;
    pending = [];
  }
  if (pending.length > 0) yield pending;
}

function toTensors<Item>(images: readonly LoadedImage[], { index, options }: ImageSource<Item>): Batch {
  const { labelMode, batchSize, imageSize, colorMode } = options;
  const batched = batchSize !== null;
  const shape = [...imageSize, { grayscale: 1, rgb: 3, rgba: 4 }[colorMode]];
  const xs = imageTensor(images, batched ? [images.length, ...shape] : shape);
  try {
    const labels = images.map(({ label }) => label);
    const classes = index.classNames?.length ?? 0;
    const ys = labelTensor(labels, { mode: index.labels === null ? null : labelMode, classes, batched });
    return ys === undefined ? { xs } : { xs, ys };
  } catch (error) {
    dispose(xs);
    throw error;
  }
}

function imageTensor(images: readonly LoadedImage[], shape: number[]): Tensor {
  const integers = !(images[0]?.data instanceof Float32Array);
  const length = shape.reduce((product, size) => product * size, 1);
  const values = new (integers ? Int32Array : Float32Array)(length);
  const size = length / images.length;
  images.forEach(({ data }, i) => {
    values.set(data, i * size);
  });
  return tensor(values, shape, integers ? 'int32' : 'float32');
}
