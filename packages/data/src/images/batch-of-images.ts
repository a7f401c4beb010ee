import type { PixelImage } from '@imgclf/runtime';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../dataset/example';
import type { ImageSource } from './image-batches';
import { labelTensor } from './label-tensor';

/** An image that is loaded, and its label. */
export interface LoadedImage {
  readonly data: PixelImage['data'];
  readonly label: number;
}

/** Makes tensors of loaded images: one example where there are to be no batches, else a batch. */
export function toBatch<Item>(images: readonly LoadedImage[], source: ImageSource<Item>): Batch {
  const { index, options } = source;
  const { labelMode, batchSize, imageSize, colorMode } = options;
  const batched = batchSize !== null;
  const shape = [...imageSize, { grayscale: 1, rgb: 3, rgba: 4 }[colorMode]];
  const xs = imageTensor(images, batched ? [images.length, ...shape] : shape, source);
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

function imageTensor<Item>(
  images: readonly LoadedImage[],
  shape: number[],
  { loadMany }: ImageSource<Item>,
): Tensor {
  const isFloat = images[0]?.data instanceof Float32Array;
  const buffer = wholeBuffer(images);
  const values = isFloat && buffer !== undefined ? new Float32Array(buffer) : joinValues(images);
  const result = tensor(values, shape, isFloat ? 'float32' : 'int32');
  if (buffer !== undefined && (values.buffer !== buffer || !backendKeepsValues())) loadMany?.reuse(buffer);
  return result;
}

/** The buffer that holds the images one after the other and nothing else. */
function wholeBuffer(images: readonly LoadedImage[]): ArrayBuffer | undefined {
  const buffer = images[0]?.data.buffer;
  const length = images[0]?.data.byteLength ?? 0;
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== images.length * length) return undefined;
  const isWhole = images.every(({ data }, i) => data.buffer === buffer && data.byteOffset === i * length);
  return isWhole ? buffer : undefined;
}

function joinValues(images: readonly LoadedImage[]): Float32Array | Int32Array {
  const size = images[0]?.data.length ?? 0;
  const isFloat = images[0]?.data instanceof Float32Array;
  const values = new (isFloat ? Float32Array : Int32Array)(images.length * size);
  for (const [i, { data }] of images.entries()) values.set(data, i * size);
  return values;
}

/** Whether the backend goes on using the array that a tensor is made of, rather than copy it at once. */
function backendKeepsValues(): boolean {
  const values = Float32Array.of(0);
  const probe = tensor(values);
  try {
    return probe.dataSync().buffer === values.buffer;
  } finally {
    probe.dispose();
  }
}
